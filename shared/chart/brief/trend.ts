import { chanceChange, mannKendall, median, robustSpread, theilSen, type Point } from './statistics.ts';

export interface TrendRules {
  readonly fewestResults: number;
  readonly shortestDays: number;
  /** How many times what chance would bring the change must be, and how rare the order of the values. */
  readonly timesChance: number;
  readonly rarity: number;
  /** The change must also exceed this many within-person variations, or it is real and does not matter. */
  readonly leastVariations: number;
  /** From how many times the published variation on a series' own scatter counts instead. */
  readonly plainlyMore: number;
}

/**
 * A drift is reported where all of these hold: at least six results over at least a year; the Theil-Sen line changes,
 * over the series, by more than 2.8 times what scatter alone would bring; Mann-Kendall at most 0.05; and the change
 * exceeds two within-person variations; and it still goes on in the last third of the series. Scatter is the published within-person variation unless the series plainly
 * scatters more (by 1.8 times), then its own. Sources: Theil 1950, Sen 1968, Mann 1945, Kendall 1975; the comparison
 * with within-person variation after Harris and Yasaka 1983.
 */
export const TREND_RULES: TrendRules = {
  fewestResults: 6,
  shortestDays: 365,
  timesChance: 2.8,
  rarity: 0.05,
  leastVariations: 2,
  plainlyMore: 1.8,
};

export interface Drift {
  readonly kind: 'drift';
  readonly direction: 'up' | 'down';
  readonly perYear: number;
  /** Change of the fitted line over the whole series. */
  readonly change: number;
  readonly rarity: number;
}

/** Whether it still goes on: the last third is further along than the middle third, by a tenth of the whole at least. */
const goesOn = (points: readonly Point[], change: number): boolean => {
  const third = Math.max(2, Math.round(points.length / 3));
  const values = points.map((point) => point.value);
  const moved = median(values.slice(-third)) - median(values.slice(-2 * third, -third));
  return Math.sign(moved) === Math.sign(change) && Math.abs(moved) >= Math.abs(change) / 10;
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
  const slope = theilSen(points);
  const change = slope * (last.day - first.day);
  const residuals = points.map(({ day, value }) => value - slope * (day - first.day));
  const own = robustSpread(residuals) * Math.sqrt(points.length / (points.length - 2));
  const published = (cv / 100) * Math.abs(median(points.map((point) => point.value)));
  const spread = own > rules.plainlyMore * published ? own : published;
  const rarity = mannKendall(points);
  const isBeyondChance = Math.abs(change) > rules.timesChance * chanceChange(points, spread);
  if (!isBeyondChance || rarity > rules.rarity || Math.abs(change) < rules.leastVariations * published)
    return undefined;
  if (!goesOn(points, change)) return undefined;
  return { kind: 'drift', direction: change > 0 ? 'up' : 'down', perYear: slope * 365.25, change, rarity };
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
