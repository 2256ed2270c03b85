import type { Chart } from '../contract/chart.ts';
import type { Analytes } from '../knowledge/analytes.ts';
import { loadClinicalTerms } from '../knowledge/clinical-terms.ts';
import type { DrugLexicon } from '../knowledge/drugs.ts';
import { loadLanguage, readQuantities, tokenise, type Language, type Span } from '../language/index.ts';
import { makeAskDoses } from '../transcribe/right-words/dose-twins.ts';
import { loadEveryday } from '../transcribe/right-words/everyday.ts';
import { makeRightWords } from '../transcribe/right-words/right-words.ts';
import { loadRightWordsSettings } from '../transcribe/right-words/settings.ts';
import { knowTerms } from '../transcribe/right-words/terms.ts';
import { loadCueReader } from '../transcribe/speakers/cues.ts';
import type { Tellers } from '../transcribe/tell.ts';
import { loadCommands } from '../transcribe/words/dictation.ts';
import type { FindRisky, Risk } from '../transcribe/words/second-listening.ts';
import { chartedDoses, chartedNames, vocabularyOf } from './vocabulary.ts';

/** What the ears need to know of one patient: names to expect, and how to make sense of the words. */
export type EarsFor = (chart: Chart | undefined) => Tellers & { readonly vocabulary: readonly string[] };

/** Loads what the ears know of speech and medicines (about 0.2 s); the rest is made for each patient. */
export const makeEars = (drugs: DrugLexicon, analytes: Analytes): EarsFor => {
  const language = loadLanguage();
  const knowledge = {
    drugs,
    labs: analytes.rows.map(({ name }) => name),
    terms: knowTerms(loadClinicalTerms(), drugs),
    isEveryday: loadEveryday(),
    settings: loadRightWordsSettings(),
  };
  const shared = {
    readCues: loadCueReader(),
    obeyCommands: loadCommands(),
    numbers: { code: 'en', language },
  };
  return (chart) => {
    const charted = chart ? chartedNames(chart, drugs) : [];
    const doses = chart ? chartedDoses(chart, drugs, language) : [];
    return {
      ...shared,
      vocabulary: vocabularyOf(charted),
      putRight: makeRightWords(charted, knowledge),
      askDoses: makeAskDoses(doses, drugs, knowledge.settings),
    };
  };
};

/** Medicines and numbers, which nobody wants misheard: which medicine, and which number however it is written. */
export const makeFindRisky = (drugs: DrugLexicon, language: Language): FindRisky => {
  const { ones, teens, tens } = language.numbers;
  // A number is read with its unit; the risk is in the number.
  const isNumber = (word: string): boolean =>
    /\d/u.test(word) || [ones, teens, tens].some((names) => names.has(word));
  return (words) => {
    const text = words.join(' ');
    const risks: readonly (Risk & Span)[] = [
      ...drugs.find(text).map(({ name, start, end }) => ({ kind: 'drug' as const, value: name, start, end })),
      ...readQuantities(tokenise(text), language)
        .filter(({ weak }) => !weak)
        .map(({ value, start, end }) => ({ kind: 'number' as const, value, start, end })),
    ];
    let at = 0;
    return words.map((word) => {
      const start = at;
      at += word.length + 1;
      const found = risks.find(
        ({ kind, ...place }) =>
          place.start < start + word.length &&
          start < place.end &&
          (kind === 'drug' || isNumber(word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))),
      );
      return found ? { kind: found.kind, value: found.value } : null;
    });
  };
};
