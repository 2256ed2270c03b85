import type { ChartObservation } from '../../shared/contract/chart.ts';

/** Laboratory results by name, each oldest first; the name measured last comes first. */
export const latestResults = (
  observations: readonly ChartObservation[],
): readonly (readonly ChartObservation[])[] => {
  const byName = new Map<string, ChartObservation[]>();
  for (const one of observations) {
    if (one.category !== 'laboratory' && one.category !== 'vital-signs') continue;
    const key = one.code ?? one.name;
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  const when = (one: ChartObservation | undefined): string => one?.when ?? '';
  return [...byName.values()]
    .map((series) => series.sort((one, other) => when(one).localeCompare(when(other))))
    .sort((one, other) => when(other.at(-1)).localeCompare(when(one.at(-1))));
};

/** Points of a polyline in a box of the given size, oldest at the left; a level line lies in the middle. */
export const pointsOf = (values: readonly number[], width: number, height: number): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low;
  return values
    .map((value, index) => {
      const x = values.length === 1 ? width / 2 : (index / (values.length - 1)) * width;
      const y = span === 0 ? height / 2 : height - ((value - low) / span) * height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
};

interface Plot {
  readonly points: readonly { readonly when: string; readonly value: number }[];
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface DrawnPlot {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** The band of the reference range, as much of it as lies in the box. */
  readonly range: { readonly top: number; readonly height: number } | undefined;
}

/** Places of results in a box of the given size: time to the right, true to the days between; values upward. */
export const plotOf = (plot: Plot, size: { readonly width: number; readonly height: number }): DrawnPlot => {
  const values = plot.points.map(({ value }) => value);
  const bounds = [plot.low, plot.high].filter((bound) => bound !== undefined);
  const [low, high] = [Math.min(...values, ...bounds), Math.max(...values, ...bounds)];
  const times = plot.points.map(({ when }) => Date.parse(when));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const y = (value: number): number =>
    high === low ? size.height / 2 : size.height - ((value - low) / (high - low)) * size.height;
  const x = (time: number, index: number): number => {
    // A day that is no date keeps its place in the row.
    if (!Number.isFinite(first + last)) return (index / Math.max(1, times.length - 1)) * size.width;
    return last === first ? size.width / 2 : ((time - first) / (last - first)) * size.width;
  };
  const top = y(plot.high ?? high);
  return {
    points: values.map((value, index) => ({ x: x(times[index] ?? 0, index), y: y(value) })),
    range: bounds.length > 0 ? { top, height: y(plot.low ?? low) - top } : undefined,
  };
};
