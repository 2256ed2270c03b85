import type { Claim } from './claims.ts';
import { windowClauses } from './coverage.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import type { Matcher } from './matching.ts';
import type { Item } from './reading.ts';
import type { Mention, Spoken } from './spoken.ts';

/** Whether the visit affirms or denies what the claim affirms or denies; 0 agreement, 1 opposition. */
export interface Polarity {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** Words of the claim on which the visit has a say. */
  readonly words: number;
  /** The claim opens with a denial, or says outright who reports or denies what. */
  readonly opensDenied: boolean;
  readonly isOutright: boolean;
  readonly opposing?: { readonly item: Item; readonly mention: Mention };
}

/** Closeness of a mention to the claim: how much of the claim is said around it. */
const closenessTo = (
  claim: Claim,
  spoken: Spoken,
  match: Matcher,
  knowledge: ReviewKnowledge,
): ((mention: Mention) => number) => {
  const byClause = new Map<number, number>();
  for (const item of claim.reading.items) {
    if (item.kind === 'word' && knowledge.frameStems.has(item.key)) continue;
    const seen = new Map<number, number>();
    for (const { mention, weight } of match(item))
      if ((seen.get(mention.clause) ?? 0) < weight) seen.set(mention.clause, weight);
    const rarity = item.kind === 'word' ? knowledge.rarity(item.key) : 3;
    for (const [clause, weight] of seen) byClause.set(clause, (byClause.get(clause) ?? 0) + weight * rarity);
  }
  return ({ clause }) => {
    let sum = byClause.get(clause) ?? 0;
    for (const near of windowClauses(spoken, Math.max(0, clause - 1)))
      if (near !== clause) sum += 0.4 * (byClause.get(near) ?? 0);
    return sum + 0.5;
  };
};

/** A looser match than this says too little to oppose. */
const LEAST_MATCH = 0.4;

const OUTRIGHT =
  /\b(?:denies|denied|reports|reported|endorses|complains|has|states|notes|positive|negative)\b/i;

/** The share of what is said of one item, nearest the claim, that says the opposite; undefined where nothing is said. */
const oppositionTo = (
  item: Item,
  match: Matcher,
  closeness: (mention: Mention) => number,
): { readonly opposed: number; readonly worst?: Mention } | undefined => {
  const wanted = item.negated ? -1 : 1;
  let total = 0;
  let against = 0;
  let strongest = 0;
  let worst: Mention | undefined;
  for (const { mention, weight } of match(item)) {
    if (mention.polarity === 0 || weight < LEAST_MATCH) continue;
    const near = closeness(mention);
    const share = near * near * weight;
    total += share;
    if (mention.polarity === wanted) continue;
    against += share;
    if (share <= strongest) continue;
    strongest = share;
    worst = mention;
  }
  return total ? { opposed: against / total, ...(worst ? { worst } : {}) } : undefined;
};

export const comparePolarity = (
  claim: Claim,
  spoken: Spoken,
  match: Matcher,
  knowledge: ReviewKnowledge,
): Polarity => {
  const closeness = closenessTo(claim, spoken, match, knowledge);
  const seen = new Set<string>();
  const items = claim.reading.items.filter((item) => {
    if ((item.kind !== 'word' && item.kind !== 'drug') || seen.has(item.key)) return false;
    seen.add(item.key);
    return item.kind === 'drug' || !knowledge.frameStems.has(item.key);
  });
  let weights = 0;
  let sum = 0;
  let least = 1;
  let most = 0;
  let words = 0;
  let opposing: Polarity['opposing'];
  for (const item of items) {
    const view = oppositionTo(item, match, closeness);
    if (!view) continue;
    const rarity = item.kind === 'word' ? knowledge.rarity(item.key) : 3;
    words += 1;
    weights += rarity;
    sum += rarity * view.opposed;
    least = Math.min(least, view.opposed);
    if (view.opposed <= most) continue;
    most = view.opposed;
    if (view.worst) opposing = { item, mention: view.worst };
  }
  const first = items[0];
  return {
    mean: weights ? sum / weights : 0.3,
    least: words ? least : 0.3,
    most: words ? most : 0.3,
    words,
    opensDenied: first?.negated ?? false,
    isOutright: OUTRIGHT.test(claim.text) || (first?.negated ?? false),
    ...(opposing ? { opposing } : {}),
  };
};
