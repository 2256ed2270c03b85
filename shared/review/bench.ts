import type { ReviewKnowledge } from './knowledge.ts';
import type { Matcher } from './matching.ts';
import type { Spoken } from './spoken.ts';

/** What a sentence is checked with: the index of the visit and what the verifier knows. */
export interface Bench {
  readonly spoken: Spoken;
  readonly match: Matcher;
  readonly knowledge: ReviewKnowledge;
}
