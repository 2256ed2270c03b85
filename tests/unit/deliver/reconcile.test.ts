import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../../shared/contract/note.ts';
import { reconcile } from '../../../shared/deliver/shared-draft/reconcile.ts';
import { HEX64 } from '../../support/record-fixture.ts';

type Lines = Readonly<Record<string, string>>;
const documents = (lines: Lines): Record<string, Note> => ({
  note: {
    version: 1,
    status: 'draft',
    transcript: HEX64,
    sections: [
      {
        id: 'plan',
        title: 'PLAN',
        items: Object.entries(lines).map(([id, text]) => ({
          id,
          text,
          facts: [],
          evidence: [{ source: 'transcript', turn: 't1', start: 0, end: 1 }],
        })),
      },
    ],
  },
});
const join = (before: Lines, mine: Lines, theirs: Lines) => {
  const {
    documents: joined,
    conflicts,
    changedByThem,
  } = reconcile(documents(before), documents(mine), documents(theirs));
  const note = joined['note'] as Note;
  const lines = Object.fromEntries(
    note.sections.flatMap(({ items }) => items.map(({ id, text }) => [id, text])),
  );
  return { lines, order: Object.keys(lines), conflicts: conflicts.map(({ line }) => line), changedByThem };
};

describe('two people at one draft', () => {
  const before = { a: 'one', b: 'two', c: 'three' };

  it('keep what each changed on lines of their own', () => {
    expect(join(before, { ...before, a: 'ONE' }, { ...before, c: 'THREE' })).toEqual({
      lines: { a: 'ONE', b: 'two', c: 'THREE' },
      order: ['a', 'b', 'c'],
      conflicts: [],
      changedByThem: ['c'],
    });
  });

  it('keep lines that each added, in their places', () => {
    const mine = { a: 'one', m: 'mine', b: 'two', c: 'three' };
    const theirs = { a: 'one', b: 'two', c: 'three', t: 'theirs' };
    expect(join(before, mine, theirs).order).toEqual(['a', 'm', 'b', 'c', 't']);
  });

  it('are both shown a line that they changed differently', () => {
    const joined = join(before, { ...before, b: 'mine' }, { ...before, b: 'theirs' });
    expect(joined.conflicts).toEqual(['b']);
    expect(joined.lines['b']).toBe('theirs');
  });

  it('see no conflict where they changed it alike', () => {
    expect(join(before, { ...before, b: 'same' }, { ...before, b: 'same' }).conflicts).toEqual([]);
  });

  it('do not lose a line that one took out while the other worked on it', () => {
    const without = { a: 'one', c: 'three' };
    const kept = join(before, { ...before, b: 'worked on' }, without);
    expect([kept.lines['b'], kept.conflicts]).toEqual(['worked on', ['b']]);
    const other = join(before, without, { ...before, b: 'worked on' });
    expect([other.lines['b'], other.conflicts]).toEqual(['worked on', ['b']]);
  });

  it('lose nothing, whatever they do: every changed line is in the result or in a conflict', () => {
    const lines = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('x', 'y', 'z'), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(lines, lines, lines, (base, mine, theirs) => {
        const joined = join(base, mine, theirs);
        for (const side of [mine, theirs])
          for (const [id, text] of Object.entries(side)) {
            if (base[id] === text) continue;
            expect(joined.lines[id] === text || joined.conflicts.includes(id)).toBe(true);
          }
      }),
    );
  });
});
