import type { Chart, ChartMedication } from '../../contract/chart.ts';
import type { Drug, Fact, MedicationChange } from '../../contract/fact.ts';
import type { Matter } from './matters.ts';
import type { MedicineStatement } from './medicine-statement.ts';
import type { SameMedicine } from './same-medicine.ts';
import type { Standing, Standings } from './standing.ts';

const fromChart = (statement: MedicineStatement, chart: Chart | undefined): MedicineStatement => {
  const { drug } = statement;
  if (drug.change !== 'same' || drug.dose || drug.frequency) return statement;
  const named = (medication: ChartMedication): boolean =>
    medication.status === 'active' && medication.name.toLowerCase().includes(drug.name.toLowerCase().trim());
  const charted = chart?.medications.filter(named) ?? [];
  const [only] = charted;
  // Two charted entries of one name may differ in dose: then nothing is said rather than the wrong one.
  if (!only?.dose || charted.length > 1) return statement;
  return {
    ...statement,
    drug: { ...drug, dose: only.dose, ...(only.frequency ? { frequency: only.frequency } : {}) },
    evidence: [...statement.evidence, ...only.evidence],
  };
};

const detailsOf = (drug: Drug): Partial<Drug> => ({
  ...(drug.dose ? { dose: drug.dose } : {}),
  ...(drug.frequency ? { frequency: drug.frequency } : {}),
  ...(drug.route ? { route: drug.route } : {}),
});

interface Standed {
  readonly matter: Matter;
  readonly fact: Fact & { readonly drug: Drug };
  readonly standing: Standing;
}

/** To stop and to go on in one visit, and neither takes the other back: which counts is for the clinician to say. */
const isAtOdds = (about: readonly Standed[], corrects: Standings['corrects']): boolean => {
  const changes = about.filter(({ standing }) => standing === 'change');
  const stops = changes.filter(({ fact }) => fact.drug.change === 'stopped');
  const last = changes.at(-1);
  return stops.length > 0 && stops.length < changes.length && !(last && corrects(last.fact));
};

const isStart = ({ standing, fact: { drug } }: Standed): boolean =>
  standing === 'change' && drug.change === 'new' && !drug.manner;

/**
 * The change that counts: the last. "Increase it to 40 mg … let us try it, then", "continue it … order it, 100 mg once a
 * day": what says to start takes nothing back from a change before it, and counts where no other was said.
 */
const lastChange = (about: readonly Standed[]): Standed | undefined => {
  const changes = about.filter(({ standing }) => standing === 'change');
  const hasDetails = ({ fact: { drug } }: Standed): boolean => Boolean(drug.dose ?? drug.frequency);
  return changes.findLast((each) => !isStart(each)) ?? changes.findLast(hasDetails) ?? changes.at(-1);
};

const GOES_ON: readonly (MedicationChange | undefined)[] = ['same', 'changed'];

/** The order of a medicine that goes on, with how to take it, unless it is of another dose. */
const orderOf = (chosen: Standed, about: readonly Standed[]): Standed | undefined => {
  const { change, dose } = chosen.fact.drug;
  if (!GOES_ON.includes(change)) return undefined;
  return about.findLast(
    (each) => isStart(each) && (!dose || !each.fact.drug.dose || each.fact.drug.dose === dose),
  );
};

/** Facts about one medicine as one statement: the last change counts, and only "same" borrows the dose told before. */
const gather = (about: readonly Standed[]): MedicineStatement | undefined => {
  const chosen = lastChange(about) ?? about.findLast(({ standing }) => standing !== 'told') ?? about.at(-1);
  if (!chosen) return undefined;
  const { drug } = chosen.fact;
  const borrows = drug.change === 'same' || (!drug.change && chosen.standing === 'told');
  const told = borrows ? about.filter((each) => !each.fact.drug.change) : [];
  const agrees = (each: Standed): boolean =>
    each.standing === chosen.standing && each.fact.drug.change === drug.change;
  const order = orderOf(chosen, about);
  const used = about.filter(
    (each) => agrees(each) || told.includes(each) || each === order || each.fact.drug.purpose !== undefined,
  );
  const purpose = used.map((each) => each.fact.drug.purpose).findLast(Boolean);
  // "Increase it to 4 puffs", and later only "by increasing it": one change, told with what was said of it.
  const isBare = !drug.dose && !drug.frequency;
  const same = isBare ? about.findLast((each) => agrees(each) && each.fact.drug.dose) : undefined;
  const details = [...told, ...(same ? [same] : []), ...(order ? [order] : [])].reduce<Partial<Drug>>(
    (sum, each) => ({ ...sum, ...detailsOf(each.fact.drug) }),
    {},
  );
  return {
    drug: { ...details, ...drug, ...(purpose ? { purpose } : {}) },
    standing: chosen.standing,
    isConditional: chosen.fact.certainty === 'conditional',
    facts: used.flatMap((each) => each.matter.facts),
    evidence: used.flatMap((each) => each.fact.evidence),
  };
};

export interface Gathered {
  readonly statements: readonly MedicineStatement[];
  /** Matters about a medicine that no row holds; they are told in words or not at all. */
  readonly others: readonly Matter[];
}

/** One statement a medicine by whatever name it goes, plus one for each conditional instruction ("double it if …"). */
export const gatherMedicines = (
  matters: readonly Matter[],
  chart: Chart | undefined,
  standings: Standings,
  { keyOf, withoutKinds }: SameMedicine,
): Gathered => {
  const byName = new Map<string, Standed[]>();
  const others: Matter[] = [];
  for (const matter of matters) {
    const { fact } = matter;
    const standing = standings.of(fact);
    if (!fact.drug || !standing) {
      others.push(matter);
      continue;
    }
    const key = keyOf(fact.drug.name);
    byName.set(key, [...(byName.get(key) ?? []), { matter, fact: { ...fact, drug: fact.drug }, standing }]);
  }
  const statements = [...byName.values()].flatMap((group) => {
    const conditional = group.filter(({ fact }) => fact.certainty === 'conditional');
    const plain = group.filter(({ fact }) => fact.certainty !== 'conditional');
    return [plain, ...conditional.map((each) => [each])]
      .filter((each) => !isAtOdds(each, standings.corrects))
      .map(gather)
      .filter((statement) => statement !== undefined)
      .map((statement) => fromChart(statement, chart));
  });
  return { statements: withoutKinds(statements), others };
};
