import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../../renderer/review/editor/line-changes.ts';
import { pastedLines } from '../../../renderer/review/editor/pasted.ts';
import { phraseBefore } from '../../../renderer/review/editor/phrase-before.ts';
import { evidenced, evidencedSections, remember } from '../../../renderer/review/editor/written.ts';
import type { Note, NoteItem } from '../../../shared/contract/note.ts';
import { applyChanges, changesFit } from '../../../shared/vault/visit-documents.ts';

const said = (turn: string) => ({ source: 'transcript', turn, start: 0, end: 4 }) as const;
const typed = { source: 'typed', by: 'me', at: '2026-01-01T00:00:00.000Z' } as const;
const item = (id: string, text: string, turn = 't1'): NoteItem => ({
  id,
  text,
  facts: [`f-${id}`],
  evidence: [said(turn)],
});
const blank = (id: string): NoteItem => ({ id, text: '', facts: [], evidence: [typed] });
const known = remember(new Map(), [item('a', 'Takes it daily.', 't1'), item('b', 'No pain.', 't2')]);

describe('what a line in the editor rests on', () => {
  it('is what it was, while the line is untouched', () => {
    expect(evidenced({ id: 'a', text: 'Takes it daily.', from: [] }, known, typed, blank)).toBe(
      known.get('a')?.[0],
    );
  });
  it('keeps its sources and names the typing once the words differ', () => {
    const line = evidenced({ id: 'a', text: 'Takes it weekly.', from: [] }, known, typed, blank);
    expect(line.evidence).toEqual([said('t1'), typed]);
    expect(line.facts).toEqual(['f-a']);
  });
  it('is split with the line and joined with the line', () => {
    const split = evidenced({ id: 'x', text: 'daily.', from: ['a'] }, known, typed, blank);
    expect(split.evidence).toEqual([said('t1'), typed]);
    const joined = evidenced({ id: 'a', text: 'Takes it daily. No pain.', from: ['b'] }, known, typed, blank);
    expect(joined.evidence).toEqual([said('t1'), said('t2'), typed]);
  });
  it('is the old sources again once the old words are back', () => {
    const later = remember(known, [evidenced({ id: 'a', text: 'Gone.', from: ['b'] }, known, typed, blank)]);
    const back = evidenced({ id: 'a', text: 'Takes it daily.', from: [] }, later, typed, blank);
    expect(back.evidence).toEqual([said('t1')]);
  });
  it('is the typing alone for a line from nowhere', () => {
    expect(evidenced({ id: 'z', text: 'New.', from: [] }, known, typed, blank).evidence).toEqual([typed]);
  });
  it('leaves out lines that hold nothing but spaces', () => {
    const [section] = evidencedSections(
      [{ id: 's', title: 'S', lines: [{ id: 'q', text: '  ', from: [] }] }],
      known,
      typed,
      blank,
    );
    expect(section?.lines).toEqual([]);
  });
});

describe('the changes between two versions of a note', () => {
  const noteOf = (sections: readonly { id: string; title: string; lines: readonly NoteItem[] }[]): Note => ({
    version: 1,
    status: 'draft',
    transcript: '0'.repeat(64),
    sections: sections.map(({ id, title, lines }) => ({ id, title, items: [...lines] })),
  });

  it('make the one into the other, whatever was added, dropped, moved, retitled or reworded', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const version = fc.record({
      order: fc.shuffledSubarray(ids),
      texts: fc.array(fc.constantFrom('one', 'two'), { minLength: 8, maxLength: 8 }),
      cuts: fc.tuple(fc.nat(8), fc.nat(8)),
      sections: fc.shuffledSubarray(['x', 'y', 'z'], { minLength: 3 }),
      title: fc.constantFrom('T', 'U'),
    });
    const sectionsOf = (v: {
      order: string[];
      texts: string[];
      cuts: [number, number];
      sections: string[];
      title: string;
    }) => {
      const lines = v.order.map((id) => item(id, v.texts[ids.indexOf(id)] ?? ''));
      const [first, second] = [Math.min(...v.cuts), Math.max(...v.cuts)];
      const parts = [lines.slice(0, first), lines.slice(first, second), lines.slice(second)];
      return v.sections.map((id, index) => ({ id, title: v.title + id, lines: parts[index] ?? [] }));
    };
    fc.assert(
      fc.property(version, version, (one, other) => {
        const [base, now] = [sectionsOf(one), sectionsOf(other)];
        const changes = changesBetween('note', base, now);
        const documents = { note: noteOf(base) };
        expect(changesFit(documents, changes)).toBe(true);
        expect(applyChanges(documents, changes)['note']).toEqual(noteOf(now));
      }),
      { numRuns: 300 },
    );
  });
  it('are none where nothing differs, and one where one word does', () => {
    const base = [{ id: 's', title: 'S', lines: [item('a', 'one'), item('b', 'two')] }];
    expect(changesBetween('note', base, base)).toEqual([]);
    const now = [{ id: 's', title: 'S', lines: [item('a', 'one'), item('b', 'three')] }];
    expect(changesBetween('note', base, now)).toMatchObject([
      { op: 'set', line: { id: 'b', text: 'three' } },
    ]);
  });
});

describe('pasted text', () => {
  it('is plain lines: rows of a table joined, control characters and empty rows gone, markup left as text', () => {
    expect(pastedLines('a\r\n\r\nDrug\t10 mg\t\n\u0007<b>x</b>\u2028y')).toEqual([
      'a',
      'Drug, 10 mg',
      '<b>x</b>',
      'y',
    ]);
  });
  it('keeps right-to-left text and emoji as they are', () => {
    expect(pastedLines('שלום 👩‍⚕️')).toEqual(['שלום 👩‍⚕️']);
  });
});

describe('a phrase of the person', () => {
  const phrases = [{ abbreviation: '.ros', text: 'Review of systems otherwise negative.' }];
  it('stands in for its abbreviation as a whole word only', () => {
    expect(phraseBefore('Plan. .ros', phrases)).toEqual({ text: phrases[0]?.text, length: 4 });
    expect(phraseBefore('x.ros', phrases)).toBeUndefined();
    expect(phraseBefore('.ros ', phrases)).toBeUndefined();
  });
});
