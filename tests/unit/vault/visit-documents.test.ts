import { describe, expect, it } from 'vitest';
import type { Note } from '../../../shared/contract/note.ts';
import type { LineChange } from '../../../shared/contract/vault.ts';
import { applyChanges, changesFit } from '../../../shared/vault/visit-documents.ts';

const line = (id: string): Note['sections'][number]['items'][number] => ({
  id,
  text: `line ${id}`,
  facts: [],
  evidence: [{ source: 'typed', by: 'someone', at: '2026-01-01T00:00:00.000Z' }],
});
const note: Note = {
  version: 1,
  status: 'draft',
  transcript: '0'.repeat(64),
  sections: [
    { id: 'cc', title: 'Complaint', items: [line('a'), line('b')] },
    { id: 'plan', title: 'Plan', items: [line('c')] },
  ],
};
const linesAfter = (changes: readonly LineChange[]): string[] =>
  (applyChanges({ note }, changes)['note'] as Note).sections.map(
    ({ title, items }) => `${title}: ${items.map(({ id }) => id).join(' ')}`,
  );
const document = 'note';

describe('the changes of an edit', () => {
  it('apply one after the other: a line can be put after one that was put in just before', () => {
    const changes: LineChange[] = [
      { op: 'insert', document, section: 'cc', after: 'a', line: line('x') },
      { op: 'insert', document, section: 'cc', after: 'x', line: line('y') },
    ];
    expect(changesFit({ note }, changes)).toBe(true);
    expect(linesAfter(changes)).toEqual(['Complaint: a x y b', 'Plan: c']);
  });
  it('can move a line within its section', () => {
    const changes: LineChange[] = [
      { op: 'remove', document, section: 'cc', id: 'a' },
      { op: 'insert', document, section: 'cc', after: 'b', line: line('a') },
    ];
    expect(changesFit({ note }, changes)).toBe(true);
    expect(linesAfter(changes)).toEqual(['Complaint: b a', 'Plan: c']);
  });
  it('do not fit where a line is put after one that has just been taken away', () => {
    expect(
      changesFit({ note }, [
        { op: 'remove', document, section: 'cc', id: 'a' },
        { op: 'insert', document, section: 'cc', after: 'a', line: line('x') },
      ]),
    ).toBe(false);
  });
  it('give sections a new order and title, every one of them or none', () => {
    const arrange = (sections: { id: string; title: string }[]): LineChange => ({
      op: 'arrange',
      document,
      sections,
    });
    const both = arrange([
      { id: 'plan', title: 'What next' },
      { id: 'cc', title: 'Complaint' },
    ]);
    expect(changesFit({ note }, [both])).toBe(true);
    expect(linesAfter([both])).toEqual(['What next: c', 'Complaint: a b']);
    expect(changesFit({ note }, [arrange([{ id: 'plan', title: 'Plan' }])])).toBe(false);
    const twice = { id: 'cc', title: 'Complaint' };
    expect(changesFit({ note }, [arrange([twice, twice])])).toBe(false);
  });
});
