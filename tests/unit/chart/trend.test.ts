import { describe, expect, it } from 'vitest';
import { mannKendall, robustLine, theilSen, type Point } from '../../../shared/chart/brief/statistics.ts';
import { crossingOf, doublingOf, driftOf } from '../../../shared/chart/brief/trend.ts';
import { simulatedSeries } from '../../fixtures/chart/series.ts';
import { median } from '../../../shared/platform/median.ts';

const SERIES = 200;
const found = (drifts: boolean, perYear: number, scatter = 1): number =>
  Array.from({ length: SERIES }, (_, seed) => simulatedSeries(seed + 1, { drifts, perYear, scatter })).filter(
    ({ points, cv }) => driftOf(points, cv) !== undefined,
  ).length;

describe('a drift inside the range over four years', () => {
  it.each([4, 2])('is found in at least 95 %% of 200 series, %i results a year', (perYear) => {
    expect(found(true, perYear)).toBeGreaterThanOrEqual(0.95 * SERIES);
  });
  it.each([4, 2])('is seen in at most 3 %% of 200 flat series, %i results a year', (perYear) => {
    expect(found(false, perYear)).toBeLessThanOrEqual(0.03 * SERIES);
  });
  it.each([3, 5])('is seen in few of 200 flat series that scatter %i times as much', (scatter) => {
    expect(found(false, 2, scatter)).toBeLessThanOrEqual(0.06 * SERIES);
  });
  it('is not one step that settled years ago', () => {
    const fell = [80, 80.2, 79.9, 80, 73, 73.1, 72.9, 73, 73, 73.1].map((value, at) => ({
      day: at * 365,
      value,
    }));
    expect(driftOf(fell, 0.8)).toBeUndefined();
  });
  it('survives one wild result', () => {
    const { points, cv } = simulatedSeries(8, { drifts: true, perYear: 4 });
    const wild = points.map((point, at) => (at === 6 ? { ...point, value: point.value * 3 } : point));
    expect(driftOf(points, cv)?.direction).toBe('down');
    expect(driftOf(wild, cv)?.direction).toBe('down');
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
    // Least squares would say 20: the wild value pulls by two spreads at most.
    expect(robustLine(line, 1).slope).toBeCloseTo(2.9, 1);
    // S = 10, variance 16.667: z = 9 / 4.082 = 2.204.
    expect(mannKendall(line)).toBeCloseTo(0.0275, 3);
    expect(mannKendall([5, 5, 5, 5].map((value, day) => ({ day, value })))).toBe(1);
  });
});
