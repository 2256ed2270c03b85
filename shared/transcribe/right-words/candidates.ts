import type { IsEveryday } from './everyday.ts';
import { likeness, soundOf, type Sounded } from './likeness.ts';
import type { KnownName } from './names.ts';

/** A known name with how like the heard words it is, 0..1. */
export interface Candidate {
  readonly name: KnownName;
  readonly likeness: number;
}

/** A run of heard words, `[from, to)`, that may be a name, and the names it may be: the likest of each thing, best first. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
  /** Whether one of the words at least is no everyday word. */
  readonly isStrange: boolean;
}

/** A long name is heard as up to four short words ("lot in a frost"). */
const LONGEST_SPAN = 4;
const LEAST_LIKENESS = 0.6;
/** Names whose length differs by more than this share cannot be alike enough. */
const LENGTH_APART = 0.4;
/** Two names with fewer letters in common than this share of the longer one's cannot be alike enough. */
const LEAST_LETTERS = 0.5;
const MOST_CANDIDATES = 4;

/** Which letters a word has, one bit each. */
const letterSet = (letters: string): number => {
  let set = 0;
  for (let at = 0; at < letters.length; at += 1) set |= 1 << (letters.charCodeAt(at) - 97);
  return set;
};

const countBits = (set: number): number => {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

interface Indexed {
  readonly name: KnownName;
  readonly set: number;
  readonly size: number;
}

/** Finds the names a run of words may be. */
export type FindNames = (heard: Sounded) => readonly Candidate[];

export const makeFindNames = (names: readonly KnownName[]): FindNames => {
  const byLength = new Map<number, Indexed[]>();
  for (const name of names) {
    const set = letterSet(name.letters);
    const bucket = byLength.get(name.letters.length) ?? [];
    byLength.set(name.letters.length, bucket);
    bucket.push({ name, set, size: countBits(set) });
  }
  return (heard) => {
    const set = letterSet(heard.letters);
    const size = countBits(set);
    const best = new Map<string, Candidate>();
    for (const [length, bucket] of byLength) {
      if (Math.abs(length - heard.letters.length) > LENGTH_APART * length) continue;
      for (const entry of bucket) {
        if (countBits(entry.set & set) < LEAST_LETTERS * Math.max(entry.size, size)) continue;
        const alike = likeness(heard, entry.name);
        if (alike < LEAST_LIKENESS) continue;
        const before = best.get(entry.name.thing);
        if (!before || before.likeness < alike)
          best.set(entry.name.thing, { name: entry.name, likeness: alike });
      }
    }
    return [...best.values()].sort((a, b) => b.likeness - a.likeness).slice(0, MOST_CANDIDATES);
  };
};

/** Words that end a clause end a span: a name is not said across a comma or a full stop. */
const endsClause = (word: string): boolean => /[,.;:?!]["')\]]*$/u.test(word);

const SHORTEST_SPAN = 4;

/**
 * Every run of words that is like a name. Runs of everyday words are compared with `likely` only (the chart's names):
 * against a whole lexicon chance would find something in every sentence. `taken` words stand as they are.
 */
export const findSpans = (
  words: readonly string[],
  taken: readonly boolean[],
  isEveryday: IsEveryday,
  find: { readonly all: FindNames; readonly likely: FindNames },
): readonly Span[] => {
  const strange = words.map((word) => !isEveryday(word));
  return words.flatMap((_, from) => {
    const spans: Span[] = [];
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST_SPAN); to += 1) {
      if (taken[to - 1] === true) break;
      const isStrange = strange.slice(from, to).includes(true);
      const heard = soundOf(words.slice(from, to).join(''));
      if (heard.letters.length >= SHORTEST_SPAN && (isStrange || to - from > 1)) {
        const candidates = isStrange ? find.all(heard) : find.likely(heard);
        if (candidates.length > 0) spans.push({ from, to, candidates, isStrange });
      }
      if (endsClause(words[to - 1] ?? '')) break;
    }
    return spans;
  });
};
