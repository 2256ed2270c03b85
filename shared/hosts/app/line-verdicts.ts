import type { CheckedSentence, Verdict } from '../../contract/verification.ts';

const WORST: readonly Verdict[] = ['contradicted', 'unsupported', 'supported', 'not-checkable'];

/** What the verifier says of a line as a whole: the worst that it says of its sentences. */
export const worstOf = (sentences: readonly CheckedSentence[]): Verdict =>
  WORST.find((verdict) => sentences.some((one) => one.verdict === verdict)) ?? 'not-checkable';
