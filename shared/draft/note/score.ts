import type { FactKind } from '../../contract/fact.ts';
import type { Claim } from '../facts/claims.ts';
import type { Placed } from './compose.ts';
import { claimFeatures } from './claim-features.ts';
import type { DraftKnowledge } from '../knowledge.ts';
import { best, logistic } from '../linear.ts';

/** What a claim is worth: how much its kind matters, and how likely a clinician's note keeps one like it. */
export const score = (claim: Claim, turns: number, knowledge: DraftKnowledge): number => {
  const kept = logistic(knowledge.models.keep.scores(claimFeatures(claim, turns))[0] ?? 0);
  const { worth } = knowledge;
  return worth.keep * kept + worth.kinds[claim.kind] + (worth.made[claim.made] ?? 0);
};

const PLAN = new Set<FactKind>(['test', 'referral', 'follow-up', 'return-precaution']);
const SURE = 0.55;

/** Where a claim stands: by what it is where that is plain, else by the section model. */
export const sectionOf = (claim: Claim, turns: number, knowledge: DraftKnowledge): Placed['section'] => {
  if (claim.made === 'plan' || claim.made === 'heading') return 'plan';
  if (claim.noun !== undefined && claim.kind === 'symptom') return 'review-of-systems';
  if (claim.speaker !== 'clinician') return claim.kind === 'exam' ? 'exam' : 'history';
  if (PLAN.has(claim.kind)) return 'plan';
  const likely = best(knowledge.models.section, claimFeatures(claim, turns));
  if (likely.share >= SURE) return likely.name as Placed['section'];
  if (claim.kind === 'exam' || claim.kind === 'vital') return 'exam';
  if (claim.kind === 'result') return 'results';
  return claim.made === 'opinion' || claim.kind === 'diagnosis' || claim.kind === 'advice'
    ? 'plan'
    : 'history';
};
