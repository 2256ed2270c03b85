import type { Chart, ChartObservation } from '../contract/chart.ts';
import { inOwnUnit, type Analyte, type Analytes } from '../knowledge/analytes.ts';
import { dateMs, DAY_MS } from './dates.ts';

/** A numeric result of a known analyte, in the analyte's own unit. */
export interface Result {
  readonly ms: number;
  readonly day: number;
  readonly value: number;
  readonly observation: ChartObservation;
}

/** Results of one analyte, oldest first; of several on one day the last charted counts. */
export interface Series {
  readonly analyte: Analyte;
  readonly results: readonly Result[];
  /** Whether the usual (adult) range may stand in where a result has none of its own. */
  readonly isAdult: boolean;
  /** Results left out: their unit is unknown, or in it the value cannot be. */
  readonly incomparable: readonly ChartObservation[];
}

const ADULT_DAYS = 18 * 365.25;

/** Range in the analyte's own unit: the result's own where it has one. */
export const rangeOf = (
  { analyte, isAdult }: Pick<Series, 'analyte' | 'isAdult'>,
  { observation }: Result,
): { low?: number; high?: number; own: boolean } => {
  const inUnit = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : inOwnUnit(analyte, value, observation.unit);
  const low = inUnit(observation.low);
  const high = inUnit(observation.high);
  const own = low !== undefined || high !== undefined;
  const usual = isAdult ? { low: analyte.low, high: analyte.high } : { low: undefined, high: undefined };
  const shown = own ? { low, high } : usual;
  return {
    ...(shown.low === undefined ? {} : { low: shown.low }),
    ...(shown.high === undefined ? {} : { high: shown.high }),
    own,
  };
};

export const isOutside = (series: Series, result: Result): boolean => {
  const { low, high } = rangeOf(series, result);
  return (low !== undefined && result.value < low) || (high !== undefined && result.value > high);
};

/** Every analyte's results up to `asOf` (ms). Bounds ("<0.04") and undated results are not numbers to compare. */
export const seriesOf = (chart: Chart, asOf: number, analytes: Analytes): Map<string, Series> => {
  const gathered = new Map<
    string,
    { analyte: Analyte; byDay: Map<number, Result>; incomparable: ChartObservation[] }
  >();
  for (const observation of chart.observations) {
    const analyte = analytes.of(observation);
    const ms = dateMs(observation.when);
    if (
      !analyte ||
      ms === undefined ||
      ms > asOf ||
      observation.value === undefined ||
      observation.comparator
    )
      continue;
    const group = gathered.get(analyte.id) ?? { analyte, byDay: new Map<number, Result>(), incomparable: [] };
    gathered.set(analyte.id, group);
    const value = inOwnUnit(analyte, observation.value, observation.unit);
    const [least, most] = analyte.possible ?? [-Infinity, Infinity];
    if (value === undefined || value < least || value > most) {
      group.incomparable.push(observation);
      continue;
    }
    const day = Math.floor(ms / DAY_MS);
    const earlier = group.byDay.get(day);
    if (!earlier || earlier.ms <= ms) group.byDay.set(day, { ms, day, value, observation });
  }
  const born = dateMs(chart.patient.birthDate);
  const isAdult = born === undefined || asOf - born >= ADULT_DAYS * DAY_MS;
  return new Map(
    [...gathered].map(([id, { analyte, byDay, incomparable }]) => [
      id,
      { analyte, isAdult, incomparable, results: [...byDay.values()].sort((a, b) => a.day - b.day) },
    ]),
  );
};
