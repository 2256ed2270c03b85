import type { Claim } from './claims.ts';
import type { Coverage } from './coverage.ts';
import { weightOf } from './coverage.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import type { Matcher } from './matching.ts';
import type { Item } from './reading.ts';
import { keyOf, type Mention, type Spoken } from './spoken.ts';

/** Positions within which a word of the visit can say what a value belongs to. */
const REACH = 36;
const FADE = 10;
/** Words of the claim this many tokens apart count half for each other. */
const CLOSE = 6;
/** A word said everywhere tells nothing of where; the occurrences looked at are bounded so that time is linear. */
const MOST_OCCURRENCES = 150;

export type ValueKind = 'drug' | 'number' | 'side';

/** How well a value of the claim fits where the visit says it, against the other values that could stand there. */
export interface Binding {
  readonly item: Item;
  readonly kind: ValueKind;
  readonly isSaid: boolean;
  /** Fit of the value itself and of its best rival, 0..1: the claim's other words found near where it was said. */
  readonly own: number;
  readonly rival: number;
  readonly ownMention?: Mention;
  readonly rivalMention?: Mention;
  /** Times the value was said, with a unit that fits. */
  readonly said: number;
  readonly unitFits: boolean;
  readonly rivalHasUnit: boolean;
  readonly inWindow: boolean;
  readonly rivalInWindow: boolean;
  /** The nearest value of the other kind in the claim (dose of a drug, drug of a dose) was said beside this one. */
  readonly pair: number;
  readonly rivalPair: number;
  readonly anchors: number;
}

const lowerBound = (mentions: readonly Mention[], position: number): number => {
  let low = 0;
  let high = mentions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mentions[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
};

const INTERCHANGEABLE: ReadonlyMap<string, string> = new Map([
  ['night', 'day'],
  ['dose', 'tablet'],
  ['drop', 'tablet'],
  ['spray', 'puff'],
  ['episode', 'time'],
]);
const unitGroup = (unit: string): string => INTERCHANGEABLE.get(unit) ?? unit;
const unitsFit = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || unitGroup(a) === unitGroup(b);

interface Anchor {
  readonly item: Item;
  readonly weight: number;
}

const anchorsOf = (claim: Claim, value: Item, knowledge: ReviewKnowledge): readonly Anchor[] => {
  const best = new Map<string, Anchor>();
  for (const item of claim.reading.items) {
    if (item === value || item.at === value.at) continue;
    if (item.kind === 'word' && knowledge.frameStems.has(item.key)) continue;
    const distance = Math.abs(item.at - value.at);
    const weight = (weightOf(item, knowledge) * CLOSE) / (CLOSE + distance);
    const known = best.get(keyOf(item));
    if (!known || known.weight < weight) best.set(keyOf(item), { item, weight });
  }
  return [...best.values()];
};

/** Adds up, for each spoken value, how near to it the anchors of the claim were said. */
const fitOf = (
  values: readonly Mention[],
  anchors: readonly Anchor[],
  match: Matcher,
): ReadonlyMap<Mention, number> => {
  const fit = new Map<Mention, number>();
  for (const { item, weight } of anchors) {
    const near = new Map<Mention, number>();
    for (const { mention, weight: degree } of match(item).slice(0, MOST_OCCURRENCES)) {
      for (let k = lowerBound(values, mention.position - REACH); k < values.length; k += 1) {
        const value = values[k];
        if (!value || value.position > mention.position + REACH) break;
        if (value.position === mention.position) continue;
        const closeness = degree * Math.exp(-Math.abs(value.position - mention.position) / FADE);
        if ((near.get(value) ?? 0) < closeness) near.set(value, closeness);
      }
    }
    for (const [value, closeness] of near) fit.set(value, (fit.get(value) ?? 0) + weight * closeness);
  }
  return fit;
};

const PAIR_REACH = 14;

/** How close a mention of `partner` was said to the value, 0..1. */
const pairedness = (value: Mention | undefined, partner: Item | undefined, match: Matcher): number => {
  if (!value || !partner) return 0;
  let best = 0;
  for (const { mention, weight } of match(partner)) {
    const distance = Math.abs(mention.position - value.position);
    if (distance > 0 && distance <= PAIR_REACH)
      best = Math.max(best, weight * (1 - distance / (2 * PAIR_REACH)));
  }
  return best;
};

const partnerOf = (claim: Claim, value: Item): Item | undefined => {
  const wanted = value.kind === 'drug' ? 'number' : value.kind === 'number' ? 'drug' : 'word';
  let best: Item | undefined;
  for (const item of claim.reading.items) {
    if (item.kind !== wanted || item.at === value.at) continue;
    // Of a side, the partner is the word that follows it: "left knee".
    if (value.kind === 'side' && item.at < value.at) continue;
    if (!best || Math.abs(item.at - value.at) < Math.abs(best.at - value.at)) best = item;
  }
  return best && Math.abs(best.at - value.at) <= 8 ? best : undefined;
};

const strongest = (mentions: readonly Mention[], fit: ReadonlyMap<Mention, number>): Mention | undefined => {
  let best: Mention | undefined;
  for (const mention of mentions) if (!best || (fit.get(mention) ?? 0) > (fit.get(best) ?? 0)) best = mention;
  return best;
};

/** Binds one value of the claim; `coverage` says where in the visit the claim as a whole belongs. */
export const bind = (
  claim: Claim,
  item: Item,
  kind: ValueKind,
  spoken: Spoken,
  match: Matcher,
  coverage: Coverage,
  knowledge: ReviewKnowledge,
): Binding => {
  const anchors = anchorsOf(claim, item, knowledge);
  const values = spoken.byKind[kind];
  const fit = fitOf(values, anchors, match);
  const total = anchors.reduce((sum, anchor) => sum + anchor.weight, 0) || 1;
  const claimed = new Set(
    claim.reading.items.filter((other) => other.kind === kind).map((other) => other.key),
  );
  const same = values.filter((mention) => mention.item.key === item.key);
  const fitting = same.filter((mention) => unitsFit(mention.item.unit, item.unit));
  const rivals = values.filter(
    (mention) =>
      !claimed.has(mention.item.key) &&
      mention.item.key !== 'both' &&
      unitsFit(mention.item.unit, item.unit) &&
      mention.item.weak !== true,
  );
  const ownMention = strongest(fitting.length ? fitting : same, fit);
  const rivalMention = strongest(rivals, fit);
  const partner = partnerOf(claim, item);
  const inWindow = (mention: Mention | undefined): boolean =>
    mention !== undefined &&
    coverage.window >= 0 &&
    mention.clause >= coverage.window - 1 &&
    mention.clause <= coverage.window + 5;
  return {
    item,
    kind,
    isSaid: same.length > 0,
    own: ownMention ? (fit.get(ownMention) ?? 0) / total : 0,
    rival: rivalMention ? (fit.get(rivalMention) ?? 0) / total : 0,
    ...(ownMention ? { ownMention } : {}),
    ...(rivalMention ? { rivalMention } : {}),
    said: fitting.length,
    unitFits: same.some((mention) => item.unit === undefined || mention.item.unit === item.unit),
    rivalHasUnit: item.unit !== undefined && rivalMention?.item.unit === item.unit,
    inWindow: same.some(inWindow),
    rivalInWindow: rivals.some(inWindow),
    pair: Math.max(0, ...fitting.slice(0, 40).map((mention) => pairedness(mention, partner, match))),
    rivalPair: Math.max(0, ...rivals.slice(0, 200).map((mention) => pairedness(mention, partner, match))),
    anchors: anchors.length,
  };
};
