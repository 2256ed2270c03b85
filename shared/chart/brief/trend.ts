import {
  chanceChange,
  mannKendall,
  residualsOf,
  robustLine,
  robustSpread,
  scatterOf,
  type Point,
} from './statistics.ts';
import { median } from '../../platform/median.ts';

export interface TrendRules {
  readonly fewestResults: number;
  readonly shortestDays: number;
  /** How many times what chance would bring the change must be. */
  readonly timesChance: number;
  /** The change must also exceed this many within-person variations, or it is real and does not matter. */
  readonly leastVariations: number;
  /** From how many times the published variation on a series' own scatter counts instead, and what is asked of it then. */
  readonly plainlyMore: number;
  readonly timesOwnScatter: number;
  readonly rarity: number;
  /** By how many times chance the later half may fall short of the line before the drift counts as over. */
  readonly shortfall: number;
}

/**
 * A drift is reported where all of these hold: at least six results over at least a year; the robust line through them
 * changes, over the series, by more than 2.45 times what scatter alone would bring, and by more than two within-person
 * variations; and the later half does not fall short of that line, which would say that it is over. Scatter is the published within-person variation, unless the
 * series plainly scatters more (1.75 times): then it is the series' own, the change must be 3.5 times what that would
 * bring, and the order of the values rare (Mann-Kendall at most 0.005). Sources: Theil 1950, Sen 1968, Huber 1964, Mann
 * 1945, Kendall 1975; the comparison with within-person variation after Harris and Yasaka 1983. The thresholds were
 * chosen on simulated series (tests/evals/chart-trends.ts), not reviewed clinically.
 */
export const TREND_RULES: TrendRules = {
  fewestResults: 6,
  shortestDays: 365,
  timesChance: 2.45,
  leastVariations: 2,
  plainlyMore: 1.75,
  timesOwnScatter: 3.5,
  rarity: 0.005,
  shortfall: 2.2,
};

export interface Drift {
  readonly kind: 'drift';
  readonly direction: 'up' | 'down';
  readonly perYear: number;
  /** Change of the fitted line over the whole series. */
  readonly change: number;
  /** How many times what scatter alone would bring that is. */
  readonly timesChance: number;
}

const SAME_IN_A_ROW = 4;

/**
 * A rise that has settled: the newest results are all the same, or the later half moves less than the whole by more than
 * chance explains.
 */
const isOver = (points: readonly Point[], slope: number, spread: number, shortfall: number): boolean => {
  const newest = points.slice(-SAME_IN_A_ROW);
  if (newest.every(({ value }) => value === newest[0]?.value)) return true;
  const later = points.slice(points.length >> 1);
  const days = (later.at(-1)?.day ?? 0) - (later[0]?.day ?? 0);
  const missing = (slope - robustLine(later, spread).slope) * Math.sign(slope) * days;
  return missing > shortfall * chanceChange(later, spread);
};

/** A steady drift in a series in order of time, or undefined. `cv` is the within-person variation in percent. */
export const driftOf = (
  points: readonly Point[],
  cv: number,
  rules: TrendRules = TREND_RULES,
): Drift | undefined => {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < rules.fewestResults || last.day - first.day < rules.shortestDays)
    return undefined;
  const published = (cv / 100) * Math.abs(median(points.map((point) => point.value)));
  const line = robustLine(points, published);
  const change = line.slope * (last.day - first.day);
  const own = scatterOf(residualsOf(points, line));
  const isRestless = own > rules.plainlyMore * published;
  const spread = isRestless ? own : published;
  const timesChance = Math.abs(change) / chanceChange(points, spread);
  if (timesChance <= (isRestless ? rules.timesOwnScatter : rules.timesChance)) return undefined;
  if (isRestless && mannKendall(points) > rules.rarity) return undefined;
  if (Math.abs(change) < rules.leastVariations * published) return undefined;
  if (isOver(points, line.slope, spread, rules.shortfall)) return undefined;
  return {
    kind: 'drift',
    direction: change > 0 ? 'up' : 'down',
    perYear: line.slope * 365.25,
    change,
    timesChance,
  };
};

export interface Step {
  readonly kind: 'crossed' | 'doubled';
  readonly direction: 'up' | 'down';
  /** Place of the first result of the new level. */
  readonly since: number;
}

const EARLIER = 4;
const CONFIRMING = 2;

/** The last two results are outside the range, and at least four before were all inside. */
export const crossingOf = (
  points: readonly Point[],
  low: number | undefined,
  high: number | undefined,
): Step | undefined => {
  const before = points.slice(0, -CONFIRMING);
  const after = points.slice(-CONFIRMING);
  if (before.length < EARLIER) return undefined;
  const isIn = ({ value }: Point): boolean =>
    (low === undefined || value >= low) && (high === undefined || value <= high);
  if (!before.every(isIn)) return undefined;
  if (high !== undefined && after.every(({ value }) => value > high))
    return { kind: 'crossed', direction: 'up', since: before.length };
  if (low !== undefined && after.every(({ value }) => value < low))
    return { kind: 'crossed', direction: 'down', since: before.length };
  return undefined;
};

/** The last two results are at least double (or at most half) what the earlier ones, at least four, were around. */
export const doublingOf = (points: readonly Point[]): Step | undefined => {
  const before = points.slice(0, -CONFIRMING).map((point) => point.value);
  const after = points.slice(-CONFIRMING).map((point) => point.value);
  if (before.length < EARLIER) return undefined;
  const level = median(before);
  const spread = robustSpread(before);
  if (level <= 0 || after.some((value) => Math.abs(value - level) < 3 * spread)) return undefined;
  if (after.every((value) => value >= 2 * level))
    return { kind: 'doubled', direction: 'up', since: before.length };
  if (after.every((value) => value <= level / 2))
    return { kind: 'doubled', direction: 'down', since: before.length };
  return undefined;
};
