import type { Chart } from '../../contract/chart.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { endOfDay } from '../dates.ts';
import { seriesOf } from '../results.ts';
import { allergyFindings, type KnownAllergy } from '../safety/allergies.ts';
import { diseaseFindings, labFindings } from '../safety/drug-rules.ts';
import { folded, toFlags, type Finding } from '../safety/finding.ts';
import { interactionsOf } from '../safety/interactions.ts';
import { currentTreatment, treatmentOf, type TreatedDrug } from '../safety/treatment.ts';
import { medicineConflicts } from './medicines.ts';
import { isMeant, isOrder, isStopped, saidDrugs, type SaidDrug } from './said.ts';
import { allergyConflicts, personConflicts, resultConflicts, sideConflicts } from './statements.ts';

const treated = (said: readonly SaidDrug[], knowledge: Knowledge): TreatedDrug[] => {
  const byName = new Map<string, TreatedDrug>();
  for (const { fact, drug, entry } of said) {
    const known = byName.get(entry.name);
    const one = treatmentOf(`${entry.name} ${drug.route ?? ''}`, fact.evidence, knowledge, drug.name);
    byName.set(entry.name, known ? { ...known, evidence: [...known.evidence, ...one.evidence] } : one);
  }
  return [...byName.values()];
};

const saidAllergies = (facts: readonly Fact[]): KnownAllergy[] =>
  facts
    .filter((fact) => fact.kind === 'allergy' && fact.polarity === 'affirmed' && isMeant(fact))
    .map((fact) => ({
      name: fact.drug?.name ?? fact.text,
      kind: 'unknown',
      reactions: [],
      evidence: fact.evidence,
    }));

const isNamed = (drug: TreatedDrug, said: readonly SaidDrug[]): boolean =>
  said.some(
    ({ entry }) =>
      entry.ingredients.length > 0 && entry.ingredients.every((each) => drug.ingredients.includes(each)),
  );

/** What was newly ordered, or is taken and not charted, against everything the chart knows. */
const orderFindings = (
  said: readonly SaidDrug[],
  facts: readonly Fact[],
  chart: Chart,
  asOf: number,
  knowledge: Knowledge,
): Finding[] => {
  const stopped = said.filter(isStopped);
  const orders = treated(said.filter(isOrder), knowledge);
  const reported = treated(
    said.filter(
      (each) =>
        !isOrder(each) &&
        !isStopped(each) &&
        each.fact.polarity === 'affirmed' &&
        each.fact.time.relation !== 'past',
    ),
    knowledge,
  );
  const charted = currentTreatment(chart, asOf, knowledge).filter((drug) => !isNamed(drug, stopped));
  const isCharted = (drug: TreatedDrug): boolean => charted.some((each) => each.name === drug.name);
  const uncharted = reported.filter((drug) => !isCharted(drug));
  const added = [...orders, ...uncharted.filter((drug) => !orders.some((order) => order.name === drug.name))];
  const others = charted.filter((drug) => !added.some((each) => each.name === drug.name));
  const allergies = [
    ...chart.allergies.filter((allergy) => allergy.status === 'active'),
    ...saidAllergies(facts),
  ];
  return [
    ...allergyFindings(added, allergies, knowledge),
    ...interactionsOf([...added, ...others], knowledge.rules.interactions, added),
    ...diseaseFindings(added, chart.problems, knowledge.rules),
    ...labFindings(added, seriesOf(chart, asOf, knowledge.analytes), asOf, knowledge.rules),
  ];
};

export interface ConflictOptions {
  /** Day of the visit. */
  readonly asOf: string;
  /** Keys of flags dismissed in earlier visits; they stay dismissed. */
  readonly dismissed?: readonly string[];
}

/**
 * Where visit and chart disagree, and what is wrong with what was ordered: flags with both sources, interrupting ones
 * first, each thing once. Ids are stable for the same pair of medicines, allergy or analyte, so that a dismissal holds.
 * Never fails.
 */
export const findConflicts = (
  facts: readonly Fact[],
  chart: Chart,
  knowledge: Knowledge,
  options: ConflictOptions,
): Flag[] => {
  const asOf = endOfDay(options.asOf);
  const said = saidDrugs(facts, knowledge);
  const series = seriesOf(chart, asOf, knowledge.analytes);
  const findings = folded([
    ...orderFindings(said, facts, chart, asOf, knowledge),
    ...medicineConflicts(said, chart.medications, asOf, knowledge),
    ...allergyConflicts(facts, chart, knowledge),
    ...sideConflicts(facts, chart),
    ...resultConflicts(facts, series, asOf, knowledge),
    ...personConflicts(facts, chart, asOf, knowledge),
  ]);
  return toFlags('visit', findings).filter((flag) => !options.dismissed?.includes(flag.id));
};
