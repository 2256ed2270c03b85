import { describe, expect, it } from 'vitest';
import { entries as english } from '../../../renderer/language/en/entries.ts';
import { entries as spanish } from '../../../renderer/language/es/entries.ts';
import { VaultEntry, VisitEntry } from '../../../shared/contract/vault.ts';

const kinds = [...VisitEntry.options, ...VaultEntry.options].map(({ shape }) => `entry.${shape.kind.value}`);

describe('the history on the screen', () => {
  it.each([
    ['English', english],
    ['Spanish', spanish],
  ])('has a name for every kind of entry, and for nothing else, in %s', (_, names) => {
    expect(Object.keys(names).sort()).toEqual([...new Set(kinds)].sort());
  });
});
