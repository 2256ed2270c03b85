import type { ChartAllergy } from '../../contract/chart.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { AllergyGroup, ClinicalRules } from '../../knowledge/rules.ts';
import { byRule, folded, type Finding } from './finding.ts';
import type { TreatedDrug } from './treatment.ts';

/** An allergy, charted or said. */
export interface KnownAllergy {
  readonly name: string;
  readonly kind: ChartAllergy['kind'];
  readonly reactions: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** The charted reactions all read as side effects (cough, nausea), or it is charted as an intolerance. */
export const readsAsSideEffect = (allergy: KnownAllergy, sideEffects: readonly string[]): boolean =>
  allergy.kind === 'intolerance' ||
  (allergy.reactions.length > 0 &&
    allergy.reactions.every((reaction) => sideEffects.includes(reaction.trim().toLowerCase())));

/** Groups named in a text, unless it says "without" them ("CT without contrast"). */
const groupsNamed = (text: string, { allergyNames }: ClinicalRules): AllergyGroup[] => [
  ...new Set(
    allergyNames
      .find(text)
      .filter(({ start }) => !/\b(without|no|non|not|free of)[\s-]*$/i.test(text.slice(0, start)))
      .map(({ entry }) => entry),
  ),
];

const reactionText = ({ reactions }: KnownAllergy): string =>
  reactions.length ? ` (${reactions.join(', ')})` : '';

const against = (drug: TreatedDrug, allergy: KnownAllergy, { drugs, rules }: Knowledge): Finding[] => {
  const evidence = [...drug.evidence, ...allergy.evidence];
  const isMild = readsAsSideEffect(allergy, rules.sideEffects);
  const doubt = isMild ? ' The charted reaction reads as a side effect rather than an allergy.' : '';
  const found = (severity: Finding['severity'], why: string, rule: string): Finding => ({
    key: `allergy ${drug.name} ${allergy.name}`,
    kind: 'allergy',
    severity: isMild ? 'show' : severity,
    message: `${drug.name} although "${allergy.name}"${reactionText(allergy)} is charted as an allergy: ${why}.${doubt}`,
    evidence: [...evidence, byRule(rule)],
  });
  const parts = drugs.find(allergy.name).flatMap((mention) => mention.ingredients);
  const same = parts.find((part) => drug.ingredients.includes(part));
  const findings = same ? [found('interrupt', 'the same substance', 'allergy-same-substance')] : [];
  const drugGroups = groupsNamed(drug.text, rules);
  for (const group of groupsNamed(allergy.name, rules)) {
    const isMember =
      drug.ingredients.some((each) => group.drugs.includes(each)) ||
      (!drug.ingredients.length && drugGroups.includes(group));
    if (isMember) findings.push(found('interrupt', `both are ${group.label}`, `allergy-${group.id}`));
    for (const cross of group.cross) {
      const applies =
        !cross.reaction ||
        allergy.reactions.some((each) => each.toLowerCase().includes(cross.reaction ?? ''));
      if (applies && drug.ingredients.some((each) => cross.drugs.includes(each)))
        findings.push(found(cross.severity, cross.why, `allergy-${group.id}`));
    }
  }
  return findings;
};

/** Medicines (or orders) against allergies: the same substance, its group, and relatives by side chain. */
export const allergyFindings = (
  treatment: readonly TreatedDrug[],
  allergies: readonly KnownAllergy[],
  knowledge: Knowledge,
): Finding[] =>
  folded(treatment.flatMap((drug) => allergies.flatMap((allergy) => against(drug, allergy, knowledge))));
