import type { Chart, ChartEvent, ChartMedication, ChartObservation } from '../../contract/chart.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { byNewest, dateMs, DAY_MS, dayOf } from '../dates.ts';
import { plainName } from '../format.ts';
import { isOutside, type Series } from '../results.ts';
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

export interface ChangesContext {
  readonly series: ReadonlyMap<string, Series>;
  readonly knowledge: Knowledge;
}

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

/**
 * "new, 10 mg daily", "changed from 25 mg to 50 mg, then 75 mg", or nothing for a renewal of the same. `later` holds the
 * entries begun in the window, newest first.
 */
const begun = (
  later: readonly ChartMedication[],
  earlier: ChartMedication | undefined,
): string | undefined => {
  const [newest] = later;
  if (!earlier)
    return ['new', [newest?.dose, newest?.frequency].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  const doses = [earlier, ...later.toReversed()].map(({ dose }) => dose);
  const steps = doses.filter((dose, at) => dose !== undefined && dose !== doses[at - 1]);
  const [from, to, ...then] = steps;
  if (from === undefined || earlier.dose === undefined) return undefined;
  if (newest?.dose === undefined) return `changed from ${from} to a dose not charted`;
  return to === undefined ? undefined : [`changed from ${from} to ${to}`, ...then].join(', then ');
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
    const later = newest.filter(
      (other) =>
        nameOf(other, knowledge) === name && within(window, other.start) && other.start !== undefined,
    );
    const what = begun(later, earlier);
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

const events = (list: readonly ChartEvent[], window: Window): ChartEvent[] =>
  list
    .filter((event) => within(window, event.when) && !/not-done|cancel/i.test(event.status ?? ''))
    .sort((a, b) => byNewest(a.when, b.when));

const isOwnOut = ({ value, low, high, interpretation }: ChartObservation): boolean =>
  (value !== undefined && ((low !== undefined && value < low) || (high !== undefined && value > high))) ||
  /high|low|abnormal/i.test(interpretation ?? '');

/** Results in the order charted; out of range by their own range, or by the usual one where they have none. */
const newResults = (chart: Chart, window: Window, { series, knowledge }: ChangesContext): Draft[] => {
  const fresh = chart.observations.filter(
    (each) => each.category === 'laboratory' && within(window, each.when),
  );
  if (!fresh.length) return [];
  const outside = new Set(
    [...series.values()].flatMap((each) =>
      each.results.filter((result) => isOutside(each, result)).map(({ observation }) => observation),
    ),
  );
  const odd = fresh.filter((each) => outside.has(each) || isOwnOut(each));
  const nameOfOne = (each: ChartObservation): string => knowledge.analytes.of(each)?.name ?? each.name;
  const names = [...new Set(odd.map(nameOfOne))];
  const named = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
  return [
    {
      text: `${fresh.length} new results${names.length ? `, out of range: ${named}` : ', none out of range'}`,
      evidence: (odd.length ? odd : fresh).slice(0, 8).flatMap((each) => each.evidence),
    },
  ];
};

const vaccines = (chart: Chart, window: Window): Draft[] => {
  const given = events(chart.immunizations, window);
  if (!given.length) return [];
  const text = given.map(({ name, when }) => `${name} (${dayOf(when)})`).join(', ');
  return [
    {
      text: `${given.length > 1 ? 'Vaccines' : 'Vaccine'}: ${text}`,
      evidence: given.flatMap((each) => each.evidence),
    },
  ];
};

/** What happened after `from` (ms) and up to `to`: stays first, then problems, medicines, results, procedures, vaccines. */
export const changesOf = (chart: Chart, from: number, to: number, context: ChangesContext): Draft[] => {
  const { knowledge } = context;
  const window = { from, to };
  return [
    ...stays(chart, window),
    ...problemChanges(chart, window),
    ...medicationChanges(chart, window, knowledge),
    ...newResults(chart, window, context),
    ...events(chart.procedures, window)
      .filter(({ name }) => !knowledge.problemList.isPaperwork(name))
      .map(({ name, when, evidence }) => ({
        text: `Procedure: ${plainName(name)} (${dayOf(when)})`,
        evidence,
      })),
    ...vaccines(chart, window),
  ];
};
