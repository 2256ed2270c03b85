import { tokenise, type Token } from './tokens.ts';

/** Phrases of one or more words, found by their first word; the longest that fits wins. */
export interface Phrases<T> {
  /** The longest phrase that starts at token `at`, with its value and how many tokens it takes. */
  readonly at: (
    tokens: readonly Token[],
    at: number,
  ) => { readonly value: T; readonly length: number } | undefined;
}

interface Entry<T> {
  readonly words: readonly string[];
  readonly value: T;
}

export const makePhrases = <T>(rows: Iterable<readonly [phrase: string, value: T]>): Phrases<T> => {
  const byFirst = new Map<string, Entry<T>[]>();
  for (const [phrase, value] of rows) {
    const words = tokenise(phrase).map((token) => token.norm);
    const first = words[0];
    if (first === undefined) continue;
    const entries = byFirst.get(first) ?? [];
    entries.push({ words, value });
    byFirst.set(first, entries);
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.words.length - a.words.length);
  return {
    at: (tokens, at) => {
      const entries = byFirst.get(tokens[at]?.norm ?? '');
      const found = entries?.find((entry) => entry.words.every((word, k) => tokens[at + k]?.norm === word));
      return found && { value: found.value, length: found.words.length };
    },
  };
};
