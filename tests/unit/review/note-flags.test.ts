import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../shared/contract/flag.ts';
import type { Note, NoteItem } from '../../../shared/contract/note.ts';
import type { Turn } from '../../../shared/contract/transcript.ts';
import { loadReviewKnowledge, noteFlags, noteText, verifyNote } from '../../../shared/review/index.ts';

const knowledge = loadReviewKnowledge();

const SAID: readonly (readonly [Turn['speaker'], string])[] = [
  ['clinician', 'There is tenderness along the outer wrist. There is no tenderness over the thumb.'],
  ['clinician', 'Any swelling in the hand, I want to make sure'],
  ['patient', 'no'],
  ['patient', 'The swelling was in my ankle last year. I take naproxen 250 milligrams in the morning.'],
  ['clinician', 'Please take the naproxen 500 milligrams from now on.'],
];
const turns = SAID.map(([speaker, text], index): Turn => ({
  id: `t${String(index)}`,
  speaker,
  text,
  startMs: 0,
  endMs: 0,
  words: [],
}));

/** A line that cites these words. */
const line = (text: string, ...words: readonly string[]): NoteItem => ({
  id: 'n1',
  text,
  facts: [],
  evidence: words.map((cited) => {
    const turn = turns.find((one) => one.text.includes(cited));
    if (!turn) throw new Error(`nobody says ${cited}`);
    const start = turn.text.indexOf(cited);
    return { source: 'transcript', turn: turn.id, start, end: start + cited.length };
  }),
});
const noteWith = (item: NoteItem): Note => ({
  version: 1,
  status: 'draft',
  transcript: 'a'.repeat(64),
  sections: [{ id: 'exam', title: 'PHYSICAL EXAM', items: [item] }],
});
/** What a reader is told about the line as it is now, drafted as it was before. */
const doubts = (now: NoteItem, before = now): Omit<Flag, 'id'>[] => {
  const note = noteWith(now);
  const verification = verifyNote({ turns, note: noteText(note), knowledge });
  return noteFlags(note, verification, { turns, drafted: noteWith(before) }, knowledge).filter(
    ({ kind }) => kind === 'contradicted' || kind === 'unsupported',
  );
};

const THUMB = line('No tenderness over the thumb.', 'There is no tenderness over the thumb.');
const HAND = line('No swelling in the hand.', 'Any swelling in the hand, I want to make sure', 'no');
const DOSE = line('Takes naproxen 250 mg in the morning.', 'I take naproxen 250 milligrams in the morning.');

describe('what a reader of the draft is stopped for', () => {
  it.each([THUMB, HAND, DOSE])('not for "$text", which is what its own words say', (item) => {
    expect(doubts(item)).toEqual([]);
  });

  it.each([
    [THUMB, 'Tenderness over the thumb.'],
    [HAND, 'Has swelling in the hand.'],
    [DOSE, 'Takes naproxen 500 mg in the morning.'],
  ])('for a line changed by hand, be its new words said elsewhere: %#', (before, text) => {
    expect(doubts({ ...before, text }, before)).toEqual([expect.objectContaining({ about: 'n1' })]);
  });

  it('not for a change of words that says the same', () => {
    expect(doubts({ ...DOSE, text: 'On naproxen 250 mg every morning.' }, DOSE)).toEqual([]);
  });

  it('for a line of a model that turns its words round', () => {
    const lines = { ...HAND, text: 'Has swelling in the hand.', drafter: 'model' as const };
    expect(doubts(lines)).toEqual([
      expect.objectContaining({ kind: 'contradicted', severity: 'interrupt', about: 'n1' }),
    ]);
  });
});
