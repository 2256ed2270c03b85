import { describe, expect, it } from 'vitest';
import type { Transcript, Turn } from '../../../shared/contract/transcript.ts';
import { rememberSpeakers } from '../../../shared/transcribe/speakers/remember.ts';
import { relabel } from '../../../shared/transcribe/speakers/relabel.ts';

const turn = (id: string, speaker: Turn['speaker'], text: string, startMs: number): Turn => {
  const words = text.split(' ').map((word, k) => ({
    text: word,
    startMs: startMs + k * 300,
    endMs: startMs + k * 300 + 250,
    confidence: 1,
  }));
  return { id, speaker, text, words, startMs, endMs: words.at(-1)?.endMs ?? startMs, speakerConfidence: 0.7 };
};

const visit: Transcript = {
  version: 1,
  language: 'en',
  durationMs: 9000,
  engine: { name: 'native', version: '1', model: 'base', sha256: '0' },
  turns: [
    turn('t1', 'clinician', 'Any pain?', 0),
    turn('t2', 'patient', 'No. Take the metformin with food.', 2000),
    turn('t3', 'other', 'He will.', 6000),
  ],
  gaps: [],
  suggestions: [
    {
      turn: 't2',
      start: 13,
      end: 22,
      kind: 'drug',
      heard: 'metforman',
      suggested: 'metformin',
      others: [],
      source: 'chart',
      state: 'restored',
      reason: 'not-a-word',
    },
  ],
};

const said = ({ turns }: Transcript) => turns.map(({ id, speaker, text }) => `${id} ${speaker}: ${text}`);

describe('who spoke, put right by hand', () => {
  it('exchanges clinician and patient, and nobody else', () => {
    const swap = { kind: 'swap', one: 'clinician', other: 'patient' } as const;
    expect(said(relabel(visit, swap))).toEqual([
      't1 patient: Any pain?',
      't2 clinician: No. Take the metformin with food.',
      't3 other: He will.',
    ]);
    expect(said(relabel(relabel(visit, swap), swap))).toEqual(said(visit));
    expect(relabel(visit, swap).turns.map(({ speakerConfidence }) => speakerConfidence)).toEqual([
      undefined,
      undefined,
      0.7,
    ]);
  });

  it('gives a turn to whoever said it, and is then no guess', () => {
    const right = relabel(visit, { kind: 'turns', turns: ['t3'], speaker: 'patient' });
    expect(right.turns[2]).toMatchObject({ speaker: 'patient', text: 'He will.' });
    expect(right.turns[2]?.speakerConfidence).toBeUndefined();
    expect(right.turns[0]?.speakerConfidence).toBe(0.7);
  });

  it('gives some words of a turn to another, in a turn of their own, and takes the marks along', () => {
    const right = relabel(visit, { kind: 'words', turn: 't2', from: 1, to: 6, speaker: 'clinician' });
    expect(said(right)).toEqual([
      't1 clinician: Any pain?',
      't2 patient: No.',
      't3 clinician: Take the metformin with food.',
      't4 other: He will.',
    ]);
    expect(right.turns[1]).toMatchObject({ startMs: 2000, endMs: 2250 });
    expect(right.turns[2]).toMatchObject({ startMs: 2300, endMs: 3750 });
    const [mark] = right.suggestions ?? [];
    expect(mark?.turn).toBe('t3');
    expect(right.turns[2]?.text.slice(mark?.start, mark?.end)).toBe('metformin');
  });

  it('leaves the old revision as it was, and changes nothing where there is nothing to change', () => {
    const before = structuredClone(visit);
    relabel(visit, { kind: 'words', turn: 't2', from: 1, to: 6, speaker: 'clinician' });
    expect(visit).toEqual(before);
    expect(relabel(visit, { kind: 'turns', turns: ['t9'], speaker: 'patient' })).toEqual(visit);
    expect(relabel(visit, { kind: 'words', turn: 't2', from: 4, to: 4, speaker: 'other' })).toEqual(visit);
  });
});

describe('who spoke, heard again after it was put right by hand', () => {
  const later = turn('t4', 'patient', 'See you in a week.', 8000);
  const again: Transcript = { ...visit, turns: [...visit.turns, later] };

  it('stays with whom it was given to, word by word', () => {
    const right = relabel(visit, { kind: 'words', turn: 't2', from: 1, to: 6, speaker: 'clinician' });
    expect(said(rememberSpeakers(again, right))).toEqual([
      't1 clinician: Any pain?',
      't2 patient: No.',
      't3 clinician: Take the metformin with food.',
      't4 other: He will.',
      't5 patient: See you in a week.',
    ]);
  });

  it('is swapped in what came later too, where it was swapped', () => {
    const swapped = relabel(visit, { kind: 'swap', one: 'clinician', other: 'patient' });
    expect(said(rememberSpeakers(again, swapped))).toEqual([
      't1 patient: Any pain?',
      't2 clinician: No. Take the metformin with food.',
      't3 other: He will.',
      't4 clinician: See you in a week.',
    ]);
  });

  it('is as heard where nobody put anything right', () => {
    expect(rememberSpeakers(again, visit)).toEqual(again);
  });
});
