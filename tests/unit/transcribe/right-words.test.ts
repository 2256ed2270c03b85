import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/contract/transcript.ts';
import { loadClinicalTerms } from '../../../shared/knowledge/clinical-terms.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { loadEveryday } from '../../../shared/transcribe/right-words/everyday.ts';
import type { ChartedName } from '../../../shared/transcribe/right-words/names.ts';
import { makeRightWords, type RightWords } from '../../../shared/transcribe/right-words/right-words.ts';
import { loadRightWordsSettings } from '../../../shared/transcribe/right-words/settings.ts';
import { knowTerms } from '../../../shared/transcribe/right-words/terms.ts';

const drugs = loadDrugs();
const knowledge = {
  drugs,
  labs: ['Ammonia', 'Creatinine', 'Ferritin'],
  terms: knowTerms(loadClinicalTerms(), drugs),
  isEveryday: loadEveryday(),
  settings: loadRightWordsSettings(),
};

const turn = (text: string): Turn => ({
  id: 't1',
  speaker: 'patient',
  startMs: 0,
  endMs: 10_000,
  text,
  words: text.split(' ').map((word, at) => ({
    text: word,
    startMs: at * 300,
    endMs: at * 300 + 250,
    confidence: 0.9,
  })),
});

const medicines = (...names: readonly string[]): readonly ChartedName[] =>
  names.map((name) => ({ kind: 'drug', name }));

const hear = (text: string, charted: readonly ChartedName[] = []): RightWords =>
  makeRightWords(charted, knowledge)([turn(text)]);

const textOf = ({ turns }: RightWords): string => turns.map(({ text }) => text).join(' ');

describe('right words', () => {
  it('writes a charted medicine for what is no word, and keeps what was heard', () => {
    const right = hear('I still take the metforman, twice a day.', medicines('metformin'));
    expect(textOf(right)).toBe('I still take the metformin, twice a day.');
    const word = right.turns[0]?.words.find(({ text }) => text === 'metformin,');
    expect(word).toMatchObject({ heard: 'metforman,', startMs: 1200, endMs: 1450 });
    expect(right.suggestions).toEqual([
      {
        turn: 't1',
        start: 17,
        end: 27,
        kind: 'drug',
        heard: 'metforman,',
        suggested: 'metformin',
        others: [],
        source: 'chart',
        state: 'restored',
        reason: 'not-a-word',
      },
    ]);
  });

  it('writes a common medicine that is not charted where it was clearly meant', () => {
    const right = hear('We can start lysinopril ten milligrams.');
    expect(textOf(right)).toBe('We can start lisinopril ten milligrams.');
    expect(right.suggestions[0]).toMatchObject({ source: 'lexicon', state: 'restored' });
  });

  it('puts a name together that was heard as several words, from the first to the last of them', () => {
    const right = hear('Stop the furo semide for now.');
    expect(textOf(right)).toBe('Stop the furosemide for now.');
    expect(right.turns[0]?.words[2]).toMatchObject({
      heard: 'furo semide',
      startMs: 600,
      endMs: 1150,
    });
  });

  it('never writes over everyday words; it asks, and only for the chart', () => {
    const spoken = 'I take the met foreman twice a day.';
    const right = hear(spoken, medicines('metformin'));
    expect(textOf(right)).toBe(spoken);
    expect(right.suggestions).toMatchObject([
      { heard: 'met foreman', suggested: 'metformin', state: 'asked', reason: 'everyday-words' },
    ]);
    expect(hear(spoken).suggestions).toEqual([]);
  });

  it('asks where two medicines fit, and swaps neither in', () => {
    const spoken = 'She takes hydrozine every night.';
    const right = hear(spoken);
    expect(textOf(right)).toBe(spoken);
    const [asked] = right.suggestions;
    expect(asked).toMatchObject({ state: 'asked', reason: 'two-names' });
    expect([asked?.suggested, ...(asked?.others ?? [])]).toEqual(
      expect.arrayContaining(['hydralazine', 'hydroxyzine']),
    );
  });

  it('never swaps a real medicine for the charted one of like name: it asks', () => {
    const spoken = 'I take hydroxyzine at night.';
    const right = hear(spoken, medicines('hydralazine'));
    expect(textOf(right)).toBe(spoken);
    expect(right.suggestions).toMatchObject([
      { heard: 'hydroxyzine', suggested: 'hydralazine', state: 'asked', reason: 'charted-sound-alike' },
    ]);
    expect(hear(spoken, medicines('hydralazine', 'hydroxyzine')).suggestions).toEqual([]);
  });

  it('leaves speech without misheard names alone, people and places included', () => {
    for (const spoken of [
      "I don't take anything for it, my daughter Celeste gave me an aspirin last Tuesday.",
      'We drove from Albuquerque to see Mister Kowalczyk about the insurance.',
      'No fever, no chills, and the pain is about a four when I use the stairs.',
      'My blood pressure was a hundred and forty over ninety at the pharmacy.',
    ])
      expect(hear(spoken, medicines('metformin', 'lisinopril', 'levothyroxine'))).toMatchObject({
        turns: [{ text: spoken }],
        suggestions: [],
      });
  });

  it('does not look across a full stop or a comma', () => {
    const spoken = 'Take it easy, met. Foreman twice a day called.';
    expect(hear(spoken, medicines('metformin')).suggestions).toEqual([]);
  });

  it('asks for a name of a person, and puts a test right', () => {
    const right = hear('Missus Vandermere, your creatanine level was high.', [
      { kind: 'name', name: 'Vandermeer' },
    ]);
    expect(textOf(right)).toBe('Missus Vandermere, your creatinine level was high.');
    expect(right.suggestions).toMatchObject([
      { kind: 'name', heard: 'Vandermere,', suggested: 'Vandermeer', state: 'asked' },
      { kind: 'lab', heard: 'creatanine', suggested: 'creatinine', state: 'restored' },
    ]);
  });
});

describe('a test that the chart does not hold', () => {
  it('is not made of several words that happen to sound like it', () => {
    const spoken = "I'm on na blood test list.";
    expect(hear(spoken)).toMatchObject({ turns: [{ text: spoken }], suggestions: [] });
  });
});

describe('medicines that end alike', () => {
  it('are asked about where the patient takes another of the kind, and never swapped in', () => {
    const spoken = 'Let us keep the pervastatin forty milligrams.';
    const right = hear(spoken, medicines('atorvastatin', 'pravastatin'));
    expect(textOf(right)).toBe(spoken);
    expect(right.suggestions).toMatchObject([
      { state: 'asked', reason: 'two-names', suggested: 'pravastatin', others: ['atorvastatin'] },
    ]);
    expect(textOf(hear(spoken, medicines('pravastatin')))).toBe(
      'Let us keep the pravastatin forty milligrams.',
    );
  });

  it('are written in where they fit nearly by the letter', () => {
    const right = hear('She takes omeprasole daily.', medicines('omeprazole', 'pantoprazole'));
    expect(textOf(right)).toBe('She takes omeprazole daily.');
  });
});

describe('clinical terms', () => {
  it('are written in for what is no word, with what was heard kept and a mark that says so', () => {
    const right = hear('You have tenderness over the skafoyd, and it may be burcitis.');
    expect(textOf(right)).toBe('You have tenderness over the skafoyd, and it may be bursitis.');
    expect(right.turns[0]?.words.at(-1)).toMatchObject({ text: 'bursitis.', heard: 'burcitis.' });
    expect(right.suggestions).toMatchObject([
      { kind: 'term', heard: 'burcitis.', suggested: 'bursitis', state: 'restored', reason: 'not-a-word' },
    ]);
  });

  it('are put together where they were heard as two words', () => {
    expect(textOf(hear('I see no lymfade nopathy today.'))).toBe('I see no lymphadenopathy today.');
  });

  it.each([
    ['other forms of a term', 'She had two exacerbations and some neuromas.'],
    ['other terms of like sound', 'The hypotonia and the avascular part are rheumatological.'],
    ['names of people', 'Mister Burcitis saw Doctor Failanx, and it is Addisson’s disease.'],
    ['everyday words', 'My back is stiff and my neighbor fell on the sidewalk.'],
  ])('leave %s alone', (_, spoken) => {
    expect(hear(spoken)).toMatchObject({ turns: [{ text: spoken }], suggestions: [] });
  });

  it('give way to a medicine that fits', () => {
    const right = hear('I take metforman twice a day.', medicines('metformin'));
    expect(right.suggestions).toMatchObject([{ kind: 'drug', suggested: 'metformin' }]);
  });
});
