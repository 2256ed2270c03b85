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
