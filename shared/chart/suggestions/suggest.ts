import type { Chart } from '../../contract/chart.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Suggestion, SuggestionReason } from '../../contract/suggestion.ts';
import { inOwnUnit } from '../../knowledge/analytes.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Complaint, Explanation } from '../../knowledge/rules.ts';
import { isMeant } from '../conflicts/said.ts';
import { byNewest, dayOf, endOfDay } from '../dates.ts';
import { formatNumber, formatUnit } from '../format.ts';
import { seriesOf, type Series } from '../results.ts';
import { allergyFindings } from '../safety/allergies.ts';
import { diseaseFindings, isCondition, labFindings } from '../safety/drug-rules.ts';
import { interactionsOf } from '../safety/interactions.ts';
import { currentTreatment, treatmentOf, type TreatedDrug } from '../safety/treatment.ts';

const PRESENT: readonly Fact['kind'][] = ['chief-complaint', 'symptom'];

const contains = (text: string, words: readonly string[]): boolean =>
  words.some((word) =>
    new RegExp(`(^|[^a-z])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'i').test(text),
  );

interface Situation {
  readonly facts: readonly Fact[];
  readonly chart: Chart;
  readonly treatment: readonly TreatedDrug[];
  readonly series: ReadonlyMap<string, Series>;
  readonly asOf: number;
  readonly knowledge: Knowledge;
}

const said = (
  facts: readonly Fact[],
  words: readonly string[] | undefined,
  polarity: Fact['polarity'],
): SuggestionReason[] =>
  facts
    .filter(
      (fact) =>
        fact.polarity === polarity && fact.kind !== 'return-precaution' && contains(fact.text, words ?? []),
    )
    .map((fact) => ({ text: fact.text, evidence: fact.evidence }));

const resultReason = ({ result }: Explanation, series: ReadonlyMap<string, Series>): SuggestionReason[] => {
  const found = result && series.get(result.analyte);
  const latest = found?.results.at(-1);
  const threshold = found && inOwnUnit(found.analyte, result.threshold, result.unit);
  if (!result || !found || !latest || threshold === undefined) return [];
  if (result.operator === '<' ? latest.value >= threshold : latest.value <= threshold) return [];
  const text = `${found.analyte.name} ${formatNumber(latest.value)} ${formatUnit(found.analyte.unit)} on ${dayOf(latest.observation.when)}`;
  return [{ text, evidence: latest.observation.evidence }];
};

const chartReasons = (
  explanation: Explanation,
  { chart, treatment, series, knowledge }: Situation,
): SuggestionReason[] => {
  const drugs = treatment.filter((drug) => explanation.drugs?.some((id) => drug.classes.has(id)));
  const problems = chart.problems.filter(
    (problem) =>
      problem.status === 'active' &&
      explanation.conditions?.some((id) => {
        const condition = knowledge.rules.conditions.get(id);
        return condition && isCondition(problem, condition);
      }),
  );
  return [
    ...drugs.map((drug) => ({ text: `takes ${drug.name}`, evidence: [...drug.evidence] })),
    ...problems.map((problem) => ({ text: problem.name, evidence: problem.evidence })),
    ...resultReason(explanation, series),
  ];
};

const explanations = (complaint: Complaint, situation: Situation): Suggestion[] =>
  complaint.explanations.flatMap((explanation, at): Suggestion[] => {
    const { facts } = situation;
    const isConcluded = facts.some(
      (fact) => fact.kind === 'diagnosis' && contains(fact.text, [explanation.name]),
    );
    const reasons = [...said(facts, explanation.for, 'affirmed'), ...chartReasons(explanation, situation)];
    const against = [
      ...said(facts, explanation.against, 'affirmed'),
      ...said(facts, explanation.for, 'denied'),
    ];
    if (isConcluded || reasons.length < explanation.needs || against.length > reasons.length) return [];
    const rule = `${complaint.id}-explanation-${at + 1}`;
    return [
      {
        id: `suggestion-${rule}`,
        kind: 'explanation',
        complaint: complaint.label,
        text: explanation.name,
        for: reasons,
        against,
        rule,
      },
    ];
  });

/** What the chart holds against a medicine: allergies, interactions, diagnoses and results. */
const objections = (
  drug: string,
  { chart, treatment, series, asOf, knowledge }: Situation,
): SuggestionReason[] => {
  const order = treatmentOf(drug, [], knowledge);
  const allergies = chart.allergies.filter((allergy) => allergy.status === 'active');
  const findings = [
    ...allergyFindings([order], allergies, knowledge),
    ...interactionsOf(
      [order, ...treatment.filter((each) => each.name !== order.name)],
      knowledge.rules.interactions,
      [order],
    ),
    ...diseaseFindings([order], chart.problems, knowledge.rules),
    ...labFindings([order], series, asOf, knowledge.rules),
  ];
  return findings.map(({ message, evidence }) => ({ text: message, evidence: [...evidence] }));
};

const paths = (complaint: Complaint, present: readonly Fact[], situation: Situation): Suggestion[] =>
  complaint.paths.map((path, at) => {
    const rule = `${complaint.id}-path-${at + 1}`;
    return {
      id: `suggestion-${rule}`,
      kind: 'path',
      complaint: complaint.label,
      text: path.name,
      differs: path.differs,
      for: present.map((fact) => ({ text: fact.text, evidence: fact.evidence })),
      against: path.drug ? objections(path.drug, situation) : [],
      rule,
    };
  });

const complaintsIn = (facts: readonly Fact[], { rules }: Knowledge) =>
  rules.complaints.flatMap((complaint) => {
    const present = facts.filter(
      (fact) =>
        PRESENT.includes(fact.kind) && fact.polarity === 'affirmed' && contains(fact.text, complaint.words),
    );
    return present.length ? [{ complaint, present }] : [];
  });

/**
 * A separate list for the clinician, never in the note: explanations that what was said and charted leaves open, most
 * supported first, and ways to treat with what the chart holds against each. Empty when no complaint of the rules is
 * present; paths come only with an explanation. Never fails.
 */
export const suggestionsFor = (
  facts: readonly Fact[],
  chart: Chart,
  knowledge: Knowledge,
  options: { readonly asOf: string },
): Suggestion[] => {
  const asOf = endOfDay(options.asOf);
  const situation: Situation = {
    facts: facts.filter(isMeant),
    chart,
    treatment: currentTreatment(chart, asOf, knowledge),
    series: seriesOf(chart, asOf, knowledge.analytes),
    asOf,
    knowledge,
  };
  return complaintsIn(situation.facts, knowledge).flatMap(({ complaint, present }) => {
    const found = explanations(complaint, situation).sort((a, b) => b.for.length - a.for.length);
    return found.length ? [...found, ...paths(complaint, present, situation)] : [];
  });
};

/** A present complaint beside the same in the chart: "cough: 3 times since 2019; last 2023-11-02". */
export const symptomHistory = (
  facts: readonly Fact[],
  chart: Chart,
  knowledge: Knowledge,
  options: { readonly asOf: string },
): SuggestionReason[] => {
  const asOf = options.asOf.slice(0, 10);
  return complaintsIn(facts.filter(isMeant), knowledge).flatMap(({ complaint, present }) => {
    const charted = [
      ...chart.encounters.map((each) => ({
        ...each,
        text: `${each.name} ${each.detail ?? ''}`,
        when: each.when,
      })),
      ...chart.problems.map((each) => ({ ...each, text: each.name, when: each.onset ?? each.recorded })),
    ].filter(
      (each) => each.when !== undefined && dayOf(each.when) < asOf && contains(each.text, complaint.words),
    );
    const days = new Map(charted.map((each) => [dayOf(each.when), each]));
    const newest = [...days.values()].sort((a, b) => byNewest(a.when, b.when));
    const [last] = newest;
    if (!last) return [];
    const first = dayOf(newest.at(-1)?.when).slice(0, 4);
    const times = newest.length === 1 ? 'once before' : `${newest.length} times since ${first}`;
    return [
      {
        text: `${complaint.label}: ${times}; last ${dayOf(last.when)}`,
        evidence: [...present.flatMap((fact) => fact.evidence), ...newest.flatMap((each) => each.evidence)],
      },
    ];
  });
};
