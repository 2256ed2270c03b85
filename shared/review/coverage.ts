import type { Claim } from './claims.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import type { Matcher } from './matching.ts';
import type { Item } from './reading.ts';
import { keyOf, type Spoken } from './spoken.ts';

/** Clauses that count as one place of the visit: a question, its answer and what follows. */
const WINDOW = 5;
const WINDOW_TURNS = 2;

/** How far the words of a claim are found in the visit: together in its best place, and anywhere. */
export interface Coverage {
  /** Weighted share of the content found within the best window, and in the whole visit; 1 for no content. */
  readonly best: number;
  readonly anywhere: number;
  /** Rarity of the most telling word that is nowhere. */
  readonly mostMissing: number;
  readonly missingShare: number;
  readonly words: number;
  /** First clause of the best window; -1 where nothing matches. */
  readonly window: number;
  /** Clauses of the best window that hold a match. */
  readonly clauses: readonly number[];
  /** Words found nowhere, for the reason given to the reader. */
  readonly missing: readonly Item[];
}

/** Content that a claim stands by: words that are no frame of notes, medicines and codes, each once. */
export const contentOf = (claim: Claim, knowledge: ReviewKnowledge): readonly Item[] => {
  const seen = new Set<string>();
  const all = claim.reading.items.filter((item) => {
    const key = keyOf(item);
    if (item.kind === 'number' || item.kind === 'side' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const telling = all.filter((item) => item.kind !== 'word' || !knowledge.frameStems.has(item.key));
  return telling;
};

export const weightOf = (item: Item, knowledge: ReviewKnowledge): number =>
  item.kind === 'word' ? knowledge.rarity(item.key) : 4;

export const windowClauses = (spoken: Spoken, start: number): readonly number[] => {
  const first = spoken.clauses[start];
  if (!first) return [];
  const inside: number[] = [];
  for (let at = start; at < spoken.clauses.length && at < start + WINDOW; at += 1) {
    const clause = spoken.clauses[at];
    if (!clause || clause.turn - first.turn > WINDOW_TURNS) break;
    if (at > start && (clause.speaker === 'chart' || first.speaker === 'chart')) break;
    inside.push(at);
  }
  return inside;
};

const windowsWith = (spoken: Spoken, clause: number): readonly number[] => {
  const starts: number[] = [];
  const own = spoken.clauses[clause];
  for (let start = clause; start >= 0 && start > clause - WINDOW; start -= 1) {
    const first = spoken.clauses[start];
    if (!first || !own || own.turn - first.turn > WINDOW_TURNS) break;
    if (start < clause && (first.speaker === 'chart' || own.speaker === 'chart')) break;
    starts.push(start);
  }
  return starts;
};

export const cover = (claim: Claim, spoken: Spoken, match: Matcher, knowledge: ReviewKnowledge): Coverage => {
  const content = contentOf(claim, knowledge);
  const sums = new Map<number, number>();
  const missing: Item[] = [];
  let total = 0;
  let anywhere = 0;
  let mostMissing = 0;
  for (const item of content) {
    const weight = weightOf(item, knowledge);
    total += weight;
    const perWindow = new Map<number, number>();
    let best = 0;
    for (const { mention, weight: degree } of match(item)) {
      best = Math.max(best, degree);
      for (const start of windowsWith(spoken, mention.clause))
        if ((perWindow.get(start) ?? 0) < degree) perWindow.set(start, degree);
    }
    for (const [start, degree] of perWindow) sums.set(start, (sums.get(start) ?? 0) + weight * degree);
    anywhere += weight * best;
    mostMissing = Math.max(mostMissing, weight * (1 - best));
    if (best < 0.3) missing.push(item);
  }
  let window = -1;
  let found = 0;
  for (const [start, sum] of sums)
    if (sum > found + 1e-9 || (sum > found - 1e-9 && start > window)) {
      window = start;
      found = sum;
    }
  const inside = new Set(windowClauses(spoken, window));
  const clauses = new Set<number>();
  for (const item of content)
    for (const { mention } of match(item)) if (inside.has(mention.clause)) clauses.add(mention.clause);
  return {
    best: total ? found / total : 1,
    anywhere: total ? anywhere / total : 1,
    mostMissing,
    missingShare: content.length ? missing.length / content.length : 0,
    words: content.length,
    window,
    clauses: [...clauses].sort((a, b) => a - b),
    missing,
  };
};
