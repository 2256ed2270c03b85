import type { FactKind } from '../contract/fact.ts';
import type { Claim } from './claims.ts';
import type { Placed } from './compose.ts';

const WORTH: Readonly<Record<FactKind, number>> = {
  'chief-complaint': 1,
  symptom: 0.8,
  condition: 0.7,
  procedure: 0.6,
  'family-history': 0.6,
  'social-history': 0.55,
  medication: 0.8,
  allergy: 0.9,
  immunization: 0.4,
  vital: 0.7,
  exam: 0.7,
  result: 0.7,
  diagnosis: 0.75,
  test: 0.8,
  referral: 0.85,
  'follow-up': 0.75,
  'return-precaution': 0.8,
  advice: 0.6,
  question: 0.2,
  choice: 0.4,
  other: 0.25,
};

export const score = (claim: Claim): number =>
  WORTH[claim.kind] * (claim.made === 'join' || claim.made === 'label' ? 1.1 : 1);

const PLAN = new Set<FactKind>(['diagnosis', 'test', 'referral', 'follow-up', 'return-precaution', 'advice']);

export const sectionOf = (claim: Claim): Placed['section'] => {
  if (claim.kind === 'exam' || claim.kind === 'vital') return 'exam';
  if (claim.kind === 'result') return 'results';
  if (claim.made === 'plan' || claim.made === 'heading' || PLAN.has(claim.kind)) return 'plan';
  return claim.noun !== undefined && claim.kind === 'symptom' ? 'review-of-systems' : 'history';
};
