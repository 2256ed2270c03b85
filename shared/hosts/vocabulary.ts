import type { Chart } from '../contract/chart.ts';
import type { DrugLexicon } from '../knowledge/drugs.ts';
import { readQuantities, tokenise, type Language } from '../language/index.ts';
import type { ChartedDose } from '../transcribe/right-words/dose-twins.ts';
import type { ChartedName } from '../transcribe/right-words/names.ts';

/** A charted product is heard by its name alone: "metformin 500 mg oral tablet" is said "metformin". */
const spokenName = (charted: string, drugs: DrugLexicon): string => {
  const [mention] = drugs.find(charted);
  return mention ? charted.slice(mention.start, mention.end) : (charted.split(/\s+\d/)[0] ?? charted);
};

const isInUse = ({ status }: Chart['medications'][number]): boolean =>
  status === 'active' || status === 'on-hold';

/** The doses of this patient's medicines in use, as far as the chart gives an amount. */
export const chartedDoses = (
  { medications }: Chart,
  drugs: DrugLexicon,
  language: Language,
): readonly ChartedDose[] =>
  medications.filter(isInUse).flatMap(({ name, dose = '' }) => {
    const [mention] = drugs.find(name);
    if (!mention) return [];
    return readQuantities(tokenise(dose), language).flatMap(({ value, unit }) =>
      unit === undefined ? [] : [{ drug: mention.name, value, unit }],
    );
  });

/**
 * What this patient's chart makes likely to be said: medicines in use first, then problems, laboratory tests and the
 * patient's own name; each once.
 */
export const chartedNames = (chart: Chart, drugs: DrugLexicon): readonly ChartedName[] => {
  const medicines = chart.medications.filter(isInUse);
  const problems = chart.problems.filter(({ status }) => status === 'active');
  const tests = chart.observations.filter(({ category }) => category === 'laboratory');
  const names: readonly ChartedName[] = [
    ...medicines.map(({ name }): ChartedName => ({ kind: 'drug', name: spokenName(name, drugs) })),
    ...problems.map(({ name }): ChartedName => ({ kind: 'problem', name })),
    ...tests.map(({ name }): ChartedName => ({ kind: 'lab', name })),
    ...chart.patient.name.split(/\s+/u).map((name): ChartedName => ({ kind: 'name', name })),
  ];
  const seen = new Set<string>();
  return names.flatMap(({ kind, name }) => {
    const said = name.trim();
    if (said === '' || seen.has(said)) return [];
    seen.add(said);
    return [{ kind, name: said }];
  });
};

/** The names among them that the recogniser is told to expect; tests are too many, and a name could come back as text. */
export const vocabularyOf = (charted: readonly ChartedName[]): readonly string[] =>
  charted.filter(({ kind }) => kind === 'drug' || kind === 'problem').map(({ name }) => name);
