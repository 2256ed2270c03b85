import { fleschKincaid } from 'flesch-kincaid';
import { smogFormula } from 'smog-formula';
import { syllable } from 'syllable';
import type { Readability } from '../../contract/instructions.ts';
import { words } from './plain-words.ts';

const round = (value: number): number => Math.round(value * 10) / 10;

export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((each) => each.trim())
    .filter((each) => words(each).length > 0);

/** Names and drugs stand as one short word, so that a drug's long name does not make a sheet look hard (or a short one easy). */
export const mask = (text: string, names: readonly string[]): string =>
  [...names]
    .sort((one, other) => other.length - one.length)
    .reduce(
      (masked, name) => (name ? masked.replaceAll(new RegExp(escapeName(name), 'giu'), 'it') : masked),
      text,
    );

const escapeName = (name: string): string =>
  `(?<![\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`;

const isNumber = (word: string): boolean => /^\d/.test(word);
const englishSyllables = (word: string): number => (isNumber(word) ? 1 : Math.max(1, syllable(word)));

/** US school grades of English sentences: Flesch-Kincaid (1975), then SMOG (McLaughlin 1969). */
export const measureEnglish = (texts: readonly string[], names: readonly string[]): Readability[] => {
  const sentences = texts.flatMap((text) => sentencesOf(mask(text, names)));
  const counts = sentences.flatMap(words).map(englishSyllables);
  if (!counts.length) return [];
  const grade = fleschKincaid({
    sentence: sentences.length,
    word: counts.length,
    syllable: counts.reduce((sum, count) => sum + count, 0),
  });
  const smog = smogFormula({
    sentence: sentences.length,
    polysillabicWord: counts.filter((count) => count > 2).length,
  });
  return [
    { grade: round(grade), formula: 'Flesch-Kincaid' },
    { grade: round(smog), formula: 'SMOG' },
  ];
};

const STRONG = 'aeoáéóíú';
const VOWELS = `${STRONG}iuü`;

/** Syllables of a Spanish word: a group of vowels is one, except between two strong vowels (hiatus). */
export const spanishSyllables = (word: string): number => {
  const lower = word
    .toLowerCase()
    .replace(/qu|gu(?=[eiéí])/g, 'k')
    .replace(/y(?![aeiouáéíóú])/g, 'i');
  let count = 0;
  let before = '';
  for (const letter of lower) {
    const isVowel = VOWELS.includes(letter);
    if (
      isVowel &&
      (!VOWELS.includes(before) || before === '' || (STRONG.includes(before) && STRONG.includes(letter)))
    ) {
      count += 1;
    }
    before = letter;
  }
  return Math.max(1, count);
};

/** INFLESZ scale (Barrio-Cantalejo 2008) over the Szigriszt-Pazos perspicuity score (1993); higher is easier. */
const INFLESZ: readonly (readonly [number, string])[] = [
  [80, 'very easy'],
  [65, 'fairly easy'],
  [55, 'normal'],
  [40, 'somewhat hard'],
  [-Infinity, 'very hard'],
];

export const measureSpanish = (texts: readonly string[], names: readonly string[]): Readability[] => {
  const sentences = texts.flatMap((text) => sentencesOf(mask(text, names)));
  const counts = sentences.flatMap(words).map((word) => (isNumber(word) ? 1 : spanishSyllables(word)));
  if (!counts.length) return [];
  const syllables = counts.reduce((sum, count) => sum + count, 0);
  const score = 206.835 - (62.3 * syllables) / counts.length - counts.length / sentences.length;
  const level = INFLESZ.find(([least]) => score > least)?.[1] ?? 'very hard';
  return [{ grade: round(score), formula: 'INFLESZ', level }];
};

const MEASURES: Readonly<Record<string, typeof measureEnglish>> = { en: measureEnglish, es: measureSpanish };

/** Empty for a language without a formula, and for texts without a word. */
export const measure = (
  language: string,
  texts: readonly string[],
  names: readonly string[],
): Readability[] => MEASURES[language]?.(texts, names) ?? [];
