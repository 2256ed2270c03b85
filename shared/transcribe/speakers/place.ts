import type { Word } from '../../contract/transcript.ts';

/** A run of speech in time (ms). */
export interface Run {
  readonly startMs: number;
  readonly endMs: number;
}

/** Words as far from a change of speaker as this may belong to the other side of it: engines place words loosely. */
const SENTENCE_REACH = 2;

export const endsSentence = (word: Word | undefined): boolean =>
  word !== undefined && /[.?!]["')\]]*$/u.test(word.text);

const gapTo = (run: Run, ms: number): number => Math.max(0, run.startMs - ms, ms - run.endMs);

/** Index of the run each word lies in or nearest to; runs and words are in order of time. */
const nearestRuns = (words: readonly Word[], runs: readonly Run[]): number[] => {
  let near = 0;
  return words.map((word) => {
    const middle = (word.startMs + word.endMs) / 2;
    for (let next = near + 1; next < runs.length; next += 1) {
      const here = runs[near];
      const there = runs[next];
      if (!here || !there || gapTo(there, middle) >= gapTo(here, middle)) break;
      near = next;
    }
    return near;
  });
};

/**
 * Moves a boundary between runs to the end of the sentence when that is a word or two away: engines place words less
 * exactly than they place full stops.
 */
const snapToSentences = (words: readonly Word[], places: readonly number[]): number[] => {
  const snapped = [...places];
  for (let k = 1; k < words.length; k += 1) {
    const before = places[k - 1] ?? 0;
    const after = places[k] ?? 0;
    if (before === after || endsSentence(words[k - 1])) continue;
    for (let reach = 1; reach <= SENTENCE_REACH; reach += 1) {
      if (endsSentence(words[k - 1 + reach]) && places[k - 1 + reach] === after) {
        snapped.fill(before, k, k + reach);
        break;
      }
      if (endsSentence(words[k - 1 - reach]) && places[k - reach] === before) {
        snapped.fill(after, k - reach, k);
        break;
      }
    }
  }
  return snapped;
};

/** The run each word was said in, by index. */
export const placeWords = (words: readonly Word[], runs: readonly Run[]): readonly number[] =>
  snapToSentences(words, nearestRuns(words, runs));
