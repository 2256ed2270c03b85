import type { Claim } from './claims.ts';
import { contentStems } from './stems.ts';

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

const NEW_STEM_SHARE = 0.25;

/** What a claim adds to those already chosen, by word: its score, times the share of it that is new. */
const gain = (candidate: Candidate, seen: ReadonlyMap<string, number>): number => {
  const fresh = candidate.stems.filter((stem) => !seen.has(stem)).length;
  const share = candidate.stems.length === 0 ? 0 : fresh / candidate.stems.length;
  if (share < NEW_STEM_SHARE) return 0;
  return (candidate.score * share * Math.sqrt(candidate.stems.length)) / (candidate.words + 2) ** 0.5;
};

/**
 * The claims that say most in `words` words. Lazy greedy: gains only fall as claims are chosen, so the claim on top of
 * the heap after its gain was renewed is the best. Order of the visit is kept.
 */
export const choose = (scored: readonly Scored[], words: number): readonly Claim[] => {
  const seen = new Map<string, number>();
  const heap = scored
    .map((each) => ({
      ...each,
      stems: [...new Set(contentStems(each.claim.text))],
      words: countWords(each.claim.text),
    }))
    .map((candidate) => ({ candidate, gain: gain(candidate, seen) }))
    .sort((a, b) => b.gain - a.gain || a.candidate.claim.order - b.candidate.claim.order);
  const chosen: Claim[] = [];
  let used = 0;
  for (const { candidate } of heap.filter((entry) => entry.candidate.must)) {
    chosen.push(candidate.claim);
    used += candidate.words;
    for (const stem of candidate.stems) seen.set(stem, 1);
  }
  let bar = heap[0]?.gain ?? 0;
  let waiting = heap.filter((entry) => !entry.candidate.must);
  while (waiting.length > 0 && bar > 1e-4 && used < words) {
    const next: typeof heap = [];
    for (const entry of waiting) {
      const now = gain(entry.candidate, seen);
      if (now < bar || used + entry.candidate.words > words) {
        if (now > 1e-4) next.push({ candidate: entry.candidate, gain: now });
        continue;
      }
      chosen.push(entry.candidate.claim);
      used += entry.candidate.words;
      for (const stem of entry.candidate.stems) seen.set(stem, (seen.get(stem) ?? 0) + 1);
    }
    waiting = next;
    bar *= 0.85;
  }
  return chosen.sort((a, b) => a.order - b.order);
};
