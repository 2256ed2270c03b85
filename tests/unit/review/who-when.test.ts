import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/contract/transcript.ts';
import { loadReviewKnowledge, verifyNote } from '../../../shared/review/index.ts';

const knowledge = loadReviewKnowledge();

const turn = (speaker: Turn['speaker'], text: string, index: number): Turn => ({
  id: `t${String(index + 1)}`,
  speaker,
  startMs: 0,
  endMs: 0,
  text,
  words: [],
});

const VISIT = [
  turn('clinician', 'Does anything run in the family?', 0),
  turn('patient', 'My mother had gout and my brother has psoriasis.', 1),
  turn('patient', 'I have migraines myself, since February.', 2),
  turn('clinician', 'When was the last one?', 3),
  turn('patient', 'On Tuesday, after work.', 4),
];

const checked = (note: string) => {
  const [sentence] = verifyNote({ turns: VISIT, note, knowledge }).sentences;
  return { verdict: sentence?.verdict, kinds: sentence?.reasons.map(({ kind }) => kind) ?? [] };
};

describe('whose illness it is', () => {
  it.each([
    ["the mother's told as the patient's", 'The patient has gout.'],
    ["the brother's told as the mother's", 'Mother had psoriasis.'],
    ["the patient's told as the sister's", 'Sister has migraines.'],
  ])('contradicts %s', (_, note) => {
    expect(checked(note)).toMatchObject({
      verdict: 'contradicted',
      kinds: expect.arrayContaining(['person']),
    });
  });

  it.each([
    'Mother had gout.',
    'Brother has psoriasis.',
    'The patient has migraines.',
    'Family history of gout.',
  ])('has nothing against: %s', (note) => {
    expect(checked(note).kinds).not.toContain('person');
  });

  it('points to the turn that says whose it is', () => {
    const [sentence] = verifyNote({ turns: VISIT, note: 'The patient has gout.', knowledge }).sentences;
    expect(sentence?.reasons.find(({ kind }) => kind === 'person')?.turns).toEqual([1]);
  });
});

describe('when it was', () => {
  it('contradicts another month, and another weekday', () => {
    expect(checked('Migraines since April.')).toMatchObject({ verdict: 'contradicted', kinds: ['time'] });
    expect(checked('The last migraine was on Friday.').kinds).toContain('time');
  });

  it('has nothing against what was said', () => {
    expect(checked('Migraines since February.').verdict).toBe('supported');
    expect(checked('Migraine on Tuesday.').kinds).not.toContain('time');
  });
});
