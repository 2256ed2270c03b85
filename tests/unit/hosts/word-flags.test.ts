import { describe, expect, it } from 'vitest';
import type { Note } from '../../../shared/contract/note.ts';
import type { Transcript, WordSuggestion } from '../../../shared/contract/transcript.ts';
import { flagsOfWords } from '../../../shared/hosts/word-flags.ts';

const suggestion = (more: Partial<WordSuggestion>): WordSuggestion => ({
  turn: 't2',
  start: 10,
  end: 19,
  kind: 'drug',
  heard: 'metforman',
  suggested: 'metformin',
  others: [],
  source: 'chart',
  state: 'restored',
  reason: 'not-a-word',
  ...more,
});

const transcript = (...suggestions: WordSuggestion[]): Transcript => ({
  version: 1,
  language: 'en',
  durationMs: 1000,
  engine: { name: 'native', version: '1', model: 'base', sha256: '0' },
  turns: [],
  gaps: [],
  suggestions,
});

const note: Note = {
  version: 1,
  status: 'draft',
  transcript: 'sha',
  sections: [
    {
      id: 's1',
      title: 'Plan',
      items: [
        {
          id: 'n1',
          text: 'Other line.',
          facts: [],
          evidence: [{ source: 'transcript', turn: 't2', start: 0, end: 10 }],
        },
        {
          id: 'n2',
          text: 'Takes metformin.',
          facts: [],
          evidence: [{ source: 'transcript', turn: 't2', start: 4, end: 40 }],
        },
      ],
    },
  ],
};

describe('flags of misheard words', () => {
  it('says of a clinical term what was heard and what was written, and asks for no chart', () => {
    const term = { kind: 'term', heard: 'burcitis,', suggested: 'bursitis', source: 'lexicon' } as const;
    expect(flagsOfWords(transcript(suggestion(term)))).toMatchObject([
      {
        kind: 'low-confidence',
        severity: 'show',
        message: 'Heard "burcitis" and wrote bursitis, a clinical term that sounds like it.',
      },
    ]);
  });

  it('says what was heard and what was written, on the line that rests on it', () => {
    expect(flagsOfWords(transcript(suggestion({})), note)).toEqual([
      {
        kind: 'low-confidence',
        severity: 'show',
        message: 'Heard "metforman" and wrote metformin, which is in the chart.',
        evidence: [{ source: 'transcript', turn: 't2', start: 10, end: 19 }],
        about: 'n2',
      },
    ]);
  });

  it('stops the reader where one medicine may have been taken for another', () => {
    const asked = suggestion({
      state: 'asked',
      reason: 'charted-sound-alike',
      heard: 'hydroxyzine',
      suggested: 'hydralazine',
    });
    expect(flagsOfWords(transcript(asked))).toMatchObject([
      { kind: 'sound-alike', severity: 'interrupt', message: expect.stringContaining('Which was meant?') },
    ]);
    const two = suggestion({ state: 'asked', reason: 'two-names', others: ['metoprolol'] });
    expect(flagsOfWords(transcript(two))).toMatchObject([
      { severity: 'interrupt', message: 'Heard "metforman": metformin or metoprolol?' },
    ]);
  });

  it('stops the reader at a dose that sounds like the charted one, and shows one that nothing confirms', () => {
    const dose = suggestion({ kind: 'dose', state: 'asked', heard: 'fifteen mg', suggested: '50 mg' });
    expect(
      flagsOfWords(
        transcript(
          { ...dose, reason: 'charted-dose-sounds-alike' },
          { ...dose, reason: 'dose-unconfirmed', source: 'lexicon' },
        ),
      ),
    ).toMatchObject([
      {
        kind: 'sound-alike',
        severity: 'interrupt',
        message: 'Heard "fifteen mg", which sounds like 50 mg, the dose in the chart. Which was said?',
      },
      { severity: 'show', message: expect.stringContaining('nothing else says which') },
    ]);
  });

  it('says what a second listening heard in place of a word', () => {
    const words = ['Take', '50', 'units.'].map((text, k) => ({
      text,
      startMs: k,
      endMs: k,
      confidence: 0.5,
      ...(text === '50' && { heardAgain: '15' }),
    }));
    const turns: Transcript['turns'] = [
      { id: 't2', speaker: 'clinician', startMs: 0, endMs: 3, text: 'Take 50 units.', words },
    ];
    expect(flagsOfWords({ ...transcript(), turns })).toEqual([
      {
        kind: 'low-confidence',
        severity: 'show',
        message: 'Heard "50", and "15" when listened to again.',
        evidence: [{ source: 'transcript', turn: 't2', start: 5, end: 7 }],
      },
    ]);
  });

  it('has nothing to say of a transcript nobody looked through', () => {
    expect(flagsOfWords({ ...transcript(), suggestions: undefined })).toEqual([]);
  });
});
