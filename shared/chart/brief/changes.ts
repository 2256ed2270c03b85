import type { Chart, ChartEvent, ChartMedication } from '../../contract/chart.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { byNewest, dateMs, DAY_MS, dayOf } from '../dates.ts';
import { plainName } from '../format.ts';
import type { Draft } from './line.ts';

/** Visits that count as "the last visit": not the visit of the day itself, nor a stay or a cancelled one. */
const isVisit = (encounter: ChartEvent): boolean =>
  encounter.kind !== 'inpatient' &&
  encounter.kind !== 'emergency' &&
  !/cancel|planned|noshow|booked/i.test(encounter.status ?? '');

/** The start of the last visit before the day of `asOf`; undefined where the chart has no encounters. */
export const lastVisit = (chart: Chart, asOf: number): ChartEvent | undefined =>
  chart.encounters
    .filter((encounter) => isVisit(encounter) && (dateMs(encounter.when) ?? Infinity) < asOf - DAY_MS)
    .sort((a, b) => byNewest(a.when, b.when))[0];

interface Window {
  readonly from: number;
  readonly to: number;
}
const within = ({ from, to }: Window, date: string | undefined): boolean => {
  const ms = dateMs(date);
  return ms !== undefined && ms > from && ms <= to;
};

const nameOf = (medication: ChartMedication, { drugs }: Knowledge): string =>
  drugs.find(medication.name).find((mention) => !mention.isGroup)?.name ?? medication.name;

/** "new, 10 mg daily", "changed from 5 mg to 10 mg", or nothing for a renewal of the same. */
const begun = (medication: ChartMedication, earlier: ChartMedication | undefined): string | undefined => {
  if (!earlier)
    return ['new', [medication.dose, medication.frequency].filter(Boolean).join(' ')]
      .filter(Boolean)
      .join(', ');
  if (!earlier.dose || earlier.dose === medication.dose) return undefined;
  return `changed from ${earlier.dose} to ${medication.dose ?? 'a dose not charted'}`;
};

const isOver = ({ status }: ChartMedication): boolean => status === 'stopped' || status === 'completed';

const medicationChanges = (chart: Chart, window: Window, knowledge: Knowledge): Draft[] => {
  const seen = new Set<string>();
  const newest = [...chart.medications].sort((a, b) => byNewest(a.start, b.start));
  return newest.flatMap((medication): Draft[] => {
    const name = nameOf(medication, knowledge);
    const ended = medication.end ?? medication.start;
    const isBegun = within(window, medication.start) && medication.status !== 'stopped';
    if (seen.has(name) || (!isBegun && !(isOver(medication) && within(window, ended)))) return [];
    seen.add(name);
    if (!isBegun)
      return [{ text: `${name}: ${medication.status} (${dayOf(ended)})`, evidence: medication.evidence }];
    const earlier = newest.find(
      (other) => nameOf(other, knowledge) === name && (dateMs(other.start) ?? 0) <= window.from,
    );
    const what = begun(medication, earlier);
    return what
      ? [
          {
            text: `${name}: ${what} (${dayOf(medication.start)})`,
            evidence: [...medication.evidence, ...(earlier?.evidence ?? [])],
          },
        ]
      : [];
  });
};

const problemChanges = (chart: Chart, window: Window): Draft[] =>
  chart.problems.flatMap((problem): Draft[] => {
    if (within(window, problem.ended))
      return [
        {
          text: `Resolved: ${plainName(problem.name)} (${dayOf(problem.ended)})`,
          evidence: problem.evidence,
        },
      ];
    const began = problem.onset ?? problem.recorded;
    return within(window, began) && problem.status !== 'resolved'
      ? [{ text: `New problem: ${plainName(problem.name)} (${dayOf(began)})`, evidence: problem.evidence }]
      : [];
  });

const stays = (chart: Chart, window: Window): Draft[] =>
  chart.encounters
    .filter(
      (encounter) =>
        (encounter.kind === 'inpatient' || encounter.kind === 'emergency') && within(window, encounter.when),
    )
    .map((encounter) => ({
      text: `${encounter.kind === 'inpatient' ? 'Admission' : 'Emergency visit'}: ${encounter.detail ?? encounter.name} (${dayOf(encounter.when)})`,
      evidence: encounter.evidence,
    }));

const events = (list: readonly ChartEvent[], window: Window, title: string): Draft[] =>
  list
    .filter((event) => within(window, event.when) && !/not-done|cancel/i.test(event.status ?? ''))
    .sort((a, b) => byNewest(a.when, b.when))
    .map((event) => ({ text: `${title}: ${event.name} (${dayOf(event.when)})`, evidence: event.evidence }));

const newResults = (chart: Chart, window: Window): Draft[] => {
  const fresh = chart.observations.filter(
    (each) => each.category === 'laboratory' && within(window, each.when),
  );
  if (!fresh.length) return [];
  const odd = fresh.filter((each) => {
    const isOut =
      each.value !== undefined &&
      ((each.low !== undefined && each.value < each.low) ||
        (each.high !== undefined && each.value > each.high));
    return isOut || /high|low|abnormal/i.test(each.interpretation ?? '');
  });
  const named = odd
    .slice(0, 4)
    .map((each) => `${each.name} ${each.value ?? each.text ?? ''} ${each.unit ?? ''}`.trim());
  const text = `${fresh.length} new results${odd.length ? `, out of range: ${named.join('; ')}${odd.length > 4 ? ` and ${odd.length - 4} more` : ''}` : ''}`;
  return [{ text, evidence: (odd.length ? odd : fresh).slice(0, 8).flatMap((each) => each.evidence) }];
};

/** What happened after `from` (ms) and up to `to`: stays first, then problems, medicines, results, procedures, vaccines. */
export const changesOf = (chart: Chart, from: number, to: number, knowledge: Knowledge): Draft[] => {
  const window = { from, to };
  return [
    ...stays(chart, window),
    ...problemChanges(chart, window),
    ...medicationChanges(chart, window, knowledge),
    ...newResults(chart, window),
    ...events(chart.procedures, window, 'Procedure'),
    ...events(chart.immunizations, window, 'Vaccine'),
  ];
};
