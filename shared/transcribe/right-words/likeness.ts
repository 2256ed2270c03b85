import { doubleMetaphone } from 'double-metaphone';
import { distance } from 'fastest-levenshtein';

/** A name or a run of heard words, ready to be compared: its letters run together, and its consonants as they sound. */
export interface Sounded {
  readonly letters: string;
  readonly sound: string;
}

// "8 in a lol" was said "atenolol": a recogniser writes digits for syllables.
const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'ate', 'nine'] as const;

/** Letters without accents, digits as words, everything else left out. */
const lettersOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\d/gu, (digit) => DIGITS[Number(digit)] ?? '')
    .normalize('NFD')
    .replace(/[^a-z]/gu, '');

export const soundOf = (text: string): Sounded => {
  const letters = lettersOf(text);
  return { letters, sound: doubleMetaphone(letters)[0] };
};

const closeness = (a: string, b: string): number => 1 - distance(a, b) / Math.max(a.length, b.length, 1);

/** How alike two of them are by spelling and by sound together, 0..1; 1 is the same name. */
export const likeness = (a: Sounded, b: Sounded): number =>
  (closeness(a.letters, b.letters) + closeness(a.sound, b.sound)) / 2;
