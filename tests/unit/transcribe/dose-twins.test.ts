import { describe, expect, it } from 'vitest';
import type { Turn, WordSuggestion } from '../../../shared/contract/transcript.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { loadLanguage } from '../../../shared/language/index.ts';
import { makeAskDoses, type ChartedDose } from '../../../shared/transcribe/right-words/dose-twins.ts';
import { loadRightWordsSettings } from '../../../shared/transcribe/right-words/settings.ts';
import { quantitiesOf } from '../../../shared/transcribe/words/quantities.ts';

const drugs = loadDrugs();
const language = loadLanguage();
const settings = loadRightWordsSettings();

const asked = (text: string, charted: readonly ChartedDose[] = []): readonly WordSuggestion[] => {
  const words = text.split(' ').map((word, k) => ({ text: word, startMs: k, endMs: k + 1, confidence: 1 }));
  const turn: Turn = { id: 't1', speaker: 'clinician', startMs: 0, endMs: words.length, text, words };
  return makeAskDoses(charted, drugs, settings)([turn], quantitiesOf([turn], language));
};

describe('doses that sound alike', () => {
  it('are asked about where the chart holds the other one', () => {
    const charted = [{ drug: 'sertraline', value: '50', unit: 'mg' }];
    const text = 'Stay on the sertraline, fifteen milligrams.';
    const [question, ...more] = asked(text, charted);
    expect(more).toEqual([]);
    expect(text.slice(question?.start, question?.end)).toBe('fifteen milligrams');
    expect(question).toMatchObject({
      kind: 'dose',
      heard: 'fifteen milligrams',
      suggested: '50 milligrams',
      source: 'chart',
      state: 'asked',
      reason: 'charted-dose-sounds-alike',
    });
    expect(asked('Stay on the sertraline, fifty milligrams.', charted)).toEqual([]);
  });

  it('are asked about where the medicine is made in the other one only', () => {
    expect(asked('We start lisinopril 13 mg tomorrow.')).toMatchObject([
      { heard: '13 mg', suggested: '30 mg', source: 'lexicon', reason: 'dose-not-made' },
    ]);
    expect(asked('We start lisinopril 30 mg tomorrow.')).toEqual([]);
  });

  it('are asked about where neither chart nor medicine says which it was', () => {
    expect(asked('Give her 16 units at night.')).toMatchObject([
      { heard: '16 units', suggested: '60 units', reason: 'dose-unconfirmed' },
    ]);
  });

  it('leaves numbers alone that are no dose', () => {
    expect(asked('It lasted 15 minutes, I am 50 years old, see you in 30 days.')).toEqual([]);
    expect(asked('Take 20 mg of it.')).toEqual([]);
  });
});
