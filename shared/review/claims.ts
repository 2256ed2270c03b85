import type { DrugLexicon } from '../knowledge/drugs.ts';
import { splitSentences, type Language } from '../language/index.ts';
import { readText, type Reading } from './reading.ts';

/** A sentence of a note with its place (UTF-16) and what it says. A heading says nothing that could be checked. */
export interface Claim {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly isHeading: boolean;
  readonly reading: Reading;
}

const MOST_HEADING_WORDS = 6;

/**
 * A heading is a short line made only of words that name sections, or of marks. Anything else is a claim, whatever its
 * letters look like: capitals, bullets and table rows are no place to hide a statement.
 */
const isHeading = (text: string, reading: Reading, headingWords: ReadonlySet<string>): boolean => {
  const words = reading.tokens.filter((token) => token.kind !== 'mark');
  if (words.length > MOST_HEADING_WORDS) return false;
  if (words.every((token) => token.kind === 'number')) return words.length <= 1 && !/\d{2}|%/.test(text);
  return words.every((token) => token.kind === 'word' && headingWords.has(token.norm));
};

/** Splits a note of any make into sentences: by line, and by full stop, question and exclamation mark. */
export const readClaims = (
  note: string,
  language: Language,
  drugs: DrugLexicon,
  headingWords: ReadonlySet<string>,
  remembered: (text: string, make: () => Omit<Claim, 'start' | 'end'>) => Omit<Claim, 'start' | 'end'>,
): readonly Claim[] =>
  splitSentences(note).map(({ start, end }) => {
    const text = note.slice(start, end);
    const claim = remembered(text, () => {
      const reading = readText(text, language, drugs);
      return { text, reading, isHeading: isHeading(text, reading, headingWords) };
    });
    return { ...claim, start, end };
  });
