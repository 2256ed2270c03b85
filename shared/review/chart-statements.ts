import type { Chart } from '../contract/chart.ts';
import type { ChartEvidence } from '../contract/evidence.ts';

export interface ChartStatement {
  readonly text: string;
  readonly evidence: ChartEvidence;
}

const joined = (...parts: readonly (string | number | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ');

/** The chart as short statements, each with the resource it comes from, so that a note can rest on it as on speech. */
export const chartStatements = (chart: Chart): readonly ChartStatement[] => {
  const state = (entry: { evidence: readonly ChartEvidence[] }, text: string): ChartStatement[] => {
    const evidence = entry.evidence[0];
    return evidence ? [{ text, evidence }] : [];
  };
  return [
    ...chart.problems.flatMap((entry) =>
      state(entry, joined(entry.name, entry.status, entry.onset && `since ${entry.onset}`)),
    ),
    ...chart.medications.flatMap((entry) =>
      state(
        entry,
        joined('medication', entry.name, entry.sig ?? joined(entry.dose, entry.route, entry.frequency)),
      ),
    ),
    ...chart.allergies.flatMap((entry) =>
      state(entry, joined('allergy to', entry.name, entry.reactions.join(', '))),
    ),
    ...chart.observations.flatMap((entry) =>
      state(entry, joined(entry.name, entry.value, entry.unit, entry.text, entry.when && `on ${entry.when}`)),
    ),
    ...[
      ...chart.procedures,
      ...chart.immunizations,
      ...chart.encounters,
      ...chart.reports,
      ...chart.orders,
    ].flatMap((entry) => state(entry, joined(entry.name, entry.status, entry.when && `on ${entry.when}`))),
  ];
};
