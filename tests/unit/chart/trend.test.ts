import { describe, expect, it } from 'vitest';
import { mannKendall, median, theilSen, type Point } from '../../../shared/chart/brief/statistics.ts';
import { crossingOf, doublingOf, driftOf } from '../../../shared/chart/brief/trend.ts';

/** mulberry32 and Box-Muller: the same series on every machine. */
const noise = (seed: number): (() => number) => {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
};

// Usual adult range and published within-person variation (percent), some of each kind of analyte.
const ANALYTES = [
  { low: 0.6, high: 1.2, cv: 4.5 },
  { low: 3.5, high: 5.1, cv: 4.1 },
  { low: 12, high: 16, cv: 2.7 },
  { low: 70, high: 99, cv: 5 },
  { low: 150, high: 450, cv: 7.3 },
  { low: 7, high: 45, cv: 10.1 },
  { low: 0.4, high: 4.5, cv: 17.7 },
  { low: 8.6, high: 10.2, cv: 1.8 },
];
const SERIES = 200;
const YEARS = 4;

/** Results every quarter for four years, from a quarter of the way through the range to three quarters, or flat. */
const simulated = (seed: number, drifts: boolean, perYear: number): { points: Point[]; cv: number } => {
  const next = noise(seed);
  const { low, high, cv } = ANALYTES[seed % ANALYTES.length]!;
  const count = YEARS * perYear + 1;
  const isUp = seed % 2 === 0;
  const points = Array.from({ length: count }, (_, at) => {
    const through = drifts ? 0.25 + 0.5 * (isUp ? at / (count - 1) : 1 - at / (count - 1)) : 0.5;
    const level = low + (high - low) * through;
    return { day: (at * 365.25) / perYear, value: level * (1 + (cv / 100) * next()) };
  });
  return { points, cv };
};
const found = (drifts: boolean, perYear: number): number =>
  Array.from({ length: SERIES }, (_, seed) => simulated(seed + 1, drifts, perYear)).filter(
    ({ points, cv }) => driftOf(points, cv) !== undefined,
  ).length;

describe('a drift inside the range over four years', () => {
  it('is found in at least 95 % of 200 series of a result a quarter', () => {
    expect(found(true, 4)).toBeGreaterThanOrEqual(0.95 * SERIES);
  });
  it('is found in four of five series with only two results a year', () => {
    expect(found(true, 2)).toBeGreaterThanOrEqual(0.8 * SERIES);
  });
  it.each([4, 2])('is seen in at most 2 of 200 flat series, %i results a year', (perYear) => {
    expect(found(false, perYear)).toBeLessThanOrEqual(2);
  });
  it('survives one wild result', () => {
    const { points, cv } = simulated(3, true, 4);
    const wild = points.map((point, at) => (at === 6 ? { ...point, value: point.value * 3 } : point));
    expect(driftOf(wild, cv)?.direction).toBe(driftOf(points, cv)?.direction);
  });
  it('needs six results over a year', () => {
    const rising = Array.from({ length: 8 }, (_, at) => ({ day: at * 100, value: 10 + at }));
    expect(driftOf(rising, 2)?.direction).toBe('up');
    expect(driftOf(rising.slice(0, 5), 2)).toBeUndefined();
    expect(
      driftOf(
        rising.map(({ day, value }) => ({ day: day / 10, value })),
        2,
      ),
    ).toBeUndefined();
  });
});

describe('steps', () => {
  const series = (...values: number[]): Point[] => values.map((value, at) => ({ day: at * 100, value }));
  it('two results outside after four inside have crossed; one has not', () => {
    expect(crossingOf(series(1, 1.1, 0.9, 1, 1.4, 1.5), 0.6, 1.2)).toMatchObject({
      direction: 'up',
      since: 4,
    });
    expect(crossingOf(series(1, 1.1, 0.9, 1, 1, 1.5), 0.6, 1.2)).toBeUndefined();
    expect(crossingOf(series(1, 1.3, 0.9, 1, 1.4, 1.5), 0.6, 1.2)).toBeUndefined();
  });
  it('two results of at least double have doubled', () => {
    expect(doublingOf(series(20, 22, 21, 19, 45, 50))).toMatchObject({ kind: 'doubled', direction: 'up' });
    expect(doublingOf(series(20, 22, 21, 19, 45, 30))).toBeUndefined();
    expect(doublingOf(series(5, 60, 10, 40, 55, 60))).toBeUndefined();
  });
});

describe('the statistics agree with worked examples', () => {
  it('median, Theil-Sen and Mann-Kendall', () => {
    expect(median([3, 1, 2, 10])).toBe(2.5);
    const line = [2, 4, 6, 8, 100].map((value, day) => ({ day, value }));
    expect(theilSen(line)).toBe(2);
    // S = 10, variance 16.667: z = 9 / 4.082 = 2.204.
    expect(mannKendall(line)).toBeCloseTo(0.0275, 3);
    expect(mannKendall([5, 5, 5, 5].map((value, day) => ({ day, value })))).toBe(1);
  });
});
