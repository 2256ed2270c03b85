import type { Claim } from '../facts/claims.ts';
import { contentStems } from '../stems.ts';

export interface Scored {
  readonly claim: Claim;
  /** How much the claim is worth keeping, 0..1. */
  readonly score: number;
  /** Stands in the note whatever its score. */
  readonly must?: boolean;
}

const countWords = (text: string): number => text.split(/\s+/).length;

interface Candidate extends Scored {
  readonly stems: readonly string[];
  readonly words: number;
}

const DENIAL = '-';

/** A denial of what was spoken of before is new: its stems are told apart. */
const stemsOf = (claim: Claim): readonly string[] => {
  const stems = [...new Set(contentStems(claim.text))];
  return claim.polarity === 'denied' ? stems.map((stem) => DENIAL + stem) : stems;
};

/** How likely a note takes over a word that was said, 0..1. */
export type WordWorth = (stem: string) => number;

/** A claim of which less than this share is new says nothing that is not said already. */
const NEW_STEM_SHARE = 0.1;
const TERSENESS = 0.9;
const FALLS_BY = 0.93;

const DENIED_HALF = 0.25;

/** How new a stem is: said not at all before, said only of the other polarity (the pain that is there or is not), or said. */
const newness = (stem: string, seen: ReadonlySet<string>): number => {
  if (seen.has(stem)) return 0;
  const other = stem.startsWith(DENIAL) ? stem.slice(DENIAL.length) : DENIAL + stem;
  return seen.has(other) ? DENIED_HALF : 1;
};

/** What a claim adds to those already chosen, by word: its score, times the worth of what is new in it. */
const gain = (candidate: Candidate, seen: ReadonlySet<string>, worth: WordWorth): number => {
  let fresh = 0;
  let value = 0;
  for (const stem of candidate.stems) {
    const isNew = newness(stem, seen);
    fresh += isNew;
    value += isNew * worth(stem.startsWith(DENIAL) ? stem.slice(DENIAL.length) : stem);
  }
  const share = candidate.stems.length === 0 ? 0 : fresh / candidate.stems.length;
  if (share < NEW_STEM_SHARE) return 0;
  return (candidate.score * Math.sqrt(value) * share) / (candidate.words + 2) ** TERSENESS;
};

/**
 * The claims that say most in `words` words. Lazy greedy: gains only fall as claims are chosen, so a claim whose renewed
 * gain is still above the falling bar is taken. Order of the visit is kept.
 */
export const choose = (scored: readonly Scored[], words: number, worth: WordWorth): readonly Claim[] => {
  const seen = new Set<string>();
  const candidates = scored.map((each) => ({
    ...each,
    stems: stemsOf(each.claim),
    words: countWords(each.claim.text),
  }));
  const chosen: Claim[] = [];
  let used = 0;
  const take = (candidate: Candidate): void => {
    chosen.push(candidate.claim);
    used += candidate.words;
    for (const stem of candidate.stems) seen.add(stem);
  };
  candidates.filter((candidate) => candidate.must).forEach(take);
  let waiting = candidates
    .filter((candidate) => !candidate.must)
    .map((candidate) => ({ candidate, gain: gain(candidate, seen, worth) }))
    .sort((a, b) => b.gain - a.gain || a.candidate.claim.order - b.candidate.claim.order);
  let bar = waiting[0]?.gain ?? 0;
  while (waiting.length > 0 && bar > 1e-4 && used < words) {
    const next: typeof waiting = [];
    for (const entry of waiting) {
      const now = entry.gain < bar ? entry.gain : gain(entry.candidate, seen, worth);
      if (now < bar || used + entry.candidate.words > words) {
        if (now > 1e-4) next.push({ candidate: entry.candidate, gain: now });
      } else take(entry.candidate);
    }
    waiting = next;
    bar *= FALLS_BY;
  }
  return chosen.sort((a, b) => a.order - b.order);
};
