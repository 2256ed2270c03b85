import type { Chart } from '../../contract/chart.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { DrugLexicon } from '../../knowledge/drugs.ts';
import { contentStems } from '../stems.ts';

/** Finds the chart entries that a statement names, as evidence beside the words that were said. */
export type ChartEvidenceFinder = (text: string) => readonly Evidence[];

interface Entry {
  readonly stems: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Words that a chart adds to the name of a problem and nobody says. */
const UNSAID = new Set([
  'disord',
  'diseas',
  'find',
  'situat',
  'essenti',
  'primari',
  'mellitu',
  'type',
  'chronic',
  'unspecifi',
]);

const MOST_ENTRIES = 2;

/**
 * A medicine is named where the lexicon finds the same substance in the statement, a problem or allergy where the
 * statement holds every word of its name that is usually said. Only what is named is cited; a chart entry adds nothing
 * to what a line says.
 */
export const chartEvidenceFinder = (chart: Chart | undefined, drugs: DrugLexicon): ChartEvidenceFinder => {
  if (!chart) return () => [];
  const byDrug = new Map<string, Evidence[]>();
  for (const { name, evidence, status } of chart.medications) {
    if (status !== 'active' && status !== 'on-hold') continue;
    for (const found of drugs.find(name))
      byDrug.set(found.name, [...(byDrug.get(found.name) ?? []), ...evidence]);
  }
  const problems: readonly Entry[] = chart.problems
    .map(({ name, evidence }) => ({
      stems: contentStems(name).filter((stem) => !UNSAID.has(stem) && !/^\d+$/.test(stem)),
      evidence,
    }))
    .filter(({ stems }) => stems.length > 0);
  return (text) => {
    const stems = new Set(contentStems(text));
    const medicines = drugs
      .find(text)
      .flatMap((found) => (byDrug.get(found.name) ?? []).slice(0, MOST_ENTRIES));
    const named = problems
      .filter((problem) => problem.stems.every((stem) => stems.has(stem)))
      .flatMap((problem) => problem.evidence.slice(0, 1))
      .slice(0, MOST_ENTRIES);
    return [...medicines, ...named];
  };
};
