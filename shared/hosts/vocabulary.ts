import type { Chart } from '../contract/chart.ts';
import type { DrugLexicon } from '../knowledge/drugs.ts';

/** A charted product is heard by its name alone: "metformin 500 mg oral tablet" is said "metformin". */
const spokenName = (charted: string, drugs: DrugLexicon): string => {
  const [mention] = drugs.find(charted);
  return mention ? charted.slice(mention.start, mention.end) : (charted.split(/\s+\d/)[0] ?? charted);
};

/** What this patient's chart makes likely to be said: medicines in use first, then problems; each once. */
export const vocabularyOf = (chart: Chart, drugs: DrugLexicon): readonly string[] => {
  const medicines = chart.medications.filter(({ status }) => status === 'active' || status === 'on-hold');
  const problems = chart.problems.filter(({ status }) => status === 'active');
  const names = [
    ...medicines.map(({ name }) => spokenName(name, drugs)),
    ...problems.map(({ name }) => name),
  ];
  return [...new Set(names.map((name) => name.trim()).filter(Boolean))];
};
