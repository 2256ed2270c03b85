import type { InteractionRule } from '../../knowledge/rules.ts';
import { byRule, folded, type Finding } from './finding.ts';
import type { TreatedDrug } from './treatment.ts';

interface Pair {
  readonly rule: InteractionRule;
  readonly a: TreatedDrug;
  readonly b: TreatedDrug;
}

const isOf = (drug: TreatedDrug, classes: readonly string[]): boolean =>
  classes.some((id) => drug.classes.has(id));

const keyOf = ({ a, b }: Pair): string => [a.name, b.name].sort().join(' + ');

const RANK = { interrupt: 0, show: 1 } as const;

/** The label's limit for this pair is kept by the charted dose. */
const isWithin = (rule: InteractionRule, drug: TreatedDrug): boolean =>
  !!rule.withinDaily &&
  drug.ingredients.includes(rule.withinDaily.drug) &&
  drug.dailyMg !== undefined &&
  drug.dailyMg <= rule.withinDaily.mg;

/** At most one rule per pair of medicines: the most severe, then the first. */
const bestPairs = (pairs: readonly Pair[]): Pair[] => {
  const best = new Map<string, Pair>();
  for (const pair of pairs) {
    const known = best.get(keyOf(pair));
    if (!known || RANK[pair.rule.severity] < RANK[known.rule.severity]) best.set(keyOf(pair), pair);
  }
  return [...best.values()];
};

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const finding = (pairs: readonly Pair[]): Finding[] => {
  const [first] = pairs;
  if (!first) return [];
  const names = [...new Set(pairs.map(({ a }) => a.name))];
  const others = [...new Set(pairs.map(({ b }) => b.name))];
  const evidence = [...new Set(pairs.flatMap(({ a, b }) => [...a.evidence, ...b.evidence]))];
  return [
    {
      key: `interaction ${first.rule.id} ${names.join('+')}`,
      kind: 'interaction',
      severity: first.rule.severity,
      message: `${list(names)} with ${list(others)}: ${first.rule.effect}; ${first.rule.advice}.`,
      evidence: [...evidence, byRule(first.rule.id)],
    },
  ];
};

/**
 * Interactions among the medicines, one line per pair; pairs under one rule that share a medicine are one line ("warfarin
 * with ibuprofen and naproxen"). With `onlyWith`, only pairs that one of these takes part in.
 */
export const interactionsOf = (
  treatment: readonly TreatedDrug[],
  rules: readonly InteractionRule[],
  onlyWith?: readonly TreatedDrug[],
): Finding[] => {
  const pairs: Pair[] = [];
  for (const rule of rules)
    for (const a of treatment) {
      if (!isOf(a, rule.a)) continue;
      for (const b of treatment) {
        if (a === b || !isOf(b, rule.b) || a.ingredients.some((each) => b.ingredients.includes(each)))
          continue;
        if (isWithin(rule, a) || isWithin(rule, b)) continue;
        if (!onlyWith || onlyWith.includes(a) || onlyWith.includes(b)) pairs.push({ rule, a, b });
      }
    }
  const lines = new Map<string, Pair[]>();
  for (const pair of bestPairs(pairs)) {
    const key = `${pair.rule.id} ${pair.a.name}`;
    lines.set(key, [...(lines.get(key) ?? []), pair]);
  }
  return folded([...lines.values()].flatMap(finding));
};
