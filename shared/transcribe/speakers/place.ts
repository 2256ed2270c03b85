import type { Word } from '../../contract/transcript.ts';

/** A run of speech in time (ms). */
export interface Run {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * What speaks against a place, in one currency. Engines place words loosely, by up to some seconds; but people mostly
 * end a sentence before another goes on, and say so many letters in so much time. Tuned on seven spoken visits.
 */
const COST = {
  /** A word this far (ms) outside its run costs 1. */
  astrayMs: 2500,
  /** A run that ends inside a sentence, or at a comma. */
  midSentence: 2.6,
  comma: 0.8,
  /** A run whose words would take this much more or less time than it has (ms, and share of the run) costs 1. */
  offMs: 450,
  offShare: 0.15,
} as const;
/** Words this far (ms) from the end of a run may still belong to it, or not yet. */
const REACH_MS = 5000;
const MOST_CANDIDATES = 40;

/** A digit is spoken as about so many letters more: "2020" as "twenty twenty", "3" as "three". */
const DIGIT = 3;

const lettersOf = ({ text }: Word): number => text.length + 1 + DIGIT * (text.match(/\d/gu)?.length ?? 0);

const middleOf = (word: Word): number => (word.startMs + word.endMs) / 2;

const gapTo = (run: Run, ms: number): number => Math.max(0, run.startMs - ms, ms - run.endMs);

const endCost = (word: Word | undefined): number => {
  if (!word || /[.?!…]["')\]]*$/u.test(word.text)) return 0;
  return /[,;:]$/u.test(word.text) ? COST.comma : COST.midSentence;
};

/** Sums before each index, so that a stretch of words adds up in one step. */
const sumsOf = (values: readonly number[]): readonly number[] => {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  return sums;
};

/** Where the words of a run may end: word counts, near the end of the run in time. */
const endsNear = (words: readonly Word[], run: Run, next: Run | undefined): readonly number[] => {
  if (!next) return [words.length];
  const border = (run.endMs + next.startMs) / 2;
  const first = words.findIndex((word) => middleOf(word) > border - REACH_MS);
  const from = first < 0 ? words.length : first;
  const after = words.findIndex((word) => middleOf(word) > border + REACH_MS);
  const to = after < 0 ? words.length : after;
  const count = Math.min(to - from + 1, MOST_CANDIDATES);
  const skip = Math.floor((to - from + 1 - count) / 2);
  return Array.from({ length: count }, (_, k) => from + skip + k);
};

interface Best {
  readonly cost: number;
  readonly from: number;
}

/**
 * The run each word was said in, by index: the division of the words among the runs, in order, that costs least over the
 * visit. A run may have no words, where the engine heard none.
 */
export const placeWords = (words: readonly Word[], runs: readonly Run[]): readonly number[] => {
  const letters = sumsOf(words.map(lettersOf));
  const spokenMs = runs.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const msPerLetter = spokenMs / (letters.at(-1) ?? 1);
  let reached = new Map<number, Best>([[0, { cost: 0, from: 0 }]]);
  const history: Map<number, Best>[] = [];
  runs.forEach((run, k) => {
    const length = run.endMs - run.startMs;
    const astray = sumsOf(words.map((word) => gapTo(run, middleOf(word)) / COST.astrayMs));
    const costOf = (from: number, to: number): number => {
      const neededMs = ((letters[to] ?? 0) - (letters[from] ?? 0)) * msPerLetter;
      const off = Math.abs(length - neededMs) / (COST.offMs + COST.offShare * length);
      return (astray[to] ?? 0) - (astray[from] ?? 0) + off + (to > from ? endCost(words[to - 1]) : 0);
    };
    const next = new Map<number, Best>();
    for (const to of endsNear(words, run, runs[k + 1])) {
      for (const [from, { cost }] of reached) {
        if (from > to) continue;
        const total = cost + costOf(from, to);
        if (total < (next.get(to)?.cost ?? Infinity)) next.set(to, { cost: total, from });
      }
    }
    history.push(next);
    reached = next;
  });
  const places = words.map(() => Math.max(0, runs.length - 1));
  let to = words.length;
  for (let k = runs.length - 1; k >= 0; k -= 1) {
    const from = history[k]?.get(to)?.from ?? 0;
    places.fill(k, from, to);
    to = from;
  }
  return places;
};
