import type { BriefPlot } from '../../contract/brief.ts';
import { dayOf } from '../dates.ts';
import { formatUnit, sparkline } from '../format.ts';
import { rangeOf, type Series } from '../results.ts';
import { robustLine } from './statistics.ts';
import { median } from '../../platform/median.ts';

const FEWEST_TO_PLOT = 3;
const MOST_POINTS = 60;
const MOST_BARS = 12;
const FEWEST_FOR_SLOPE = 4;
const SHORTEST_FOR_SLOPE_DAYS = 365;

/** At most so many items, evenly over the whole, the first and the last among them. */
const spread = <Item>(items: readonly Item[], most: number): Item[] =>
  items.length <= most
    ? [...items]
    : Array.from(
        { length: most },
        (_, at) => items[Math.round((at * (items.length - 1)) / (most - 1))],
      ).filter((item) => item !== undefined);

// Less than this part of a result a year is no slope worth a number.
const LEVEL = 0.001;

const slopeOf = ({ analyte, results }: Series): number | undefined => {
  const days = (results.at(-1)?.day ?? 0) - (results[0]?.day ?? 0);
  if (results.length < FEWEST_FOR_SLOPE || days < SHORTEST_FOR_SLOPE_DAYS) return undefined;
  const middle = Math.abs(median(results.map(({ value }) => value)));
  const perYear = robustLine(results, (analyte.withinPersonCv / 100) * middle).slope * 365.25;
  return Math.abs(perYear) < LEVEL * middle ? 0 : perYear;
};

/** The plot of a series; undefined under three results. */
export const plotOf = (series: Series): BriefPlot | undefined => {
  const { analyte, results } = series;
  const latest = results.at(-1);
  if (!latest || results.length < FEWEST_TO_PLOT) return undefined;
  const { low, high } = rangeOf(series, latest);
  const perYear = slopeOf(series);
  return {
    analyte: analyte.name,
    unit: formatUnit(analyte.unit),
    points: spread(results, MOST_POINTS).map(({ observation, value }) => ({
      when: dayOf(observation.when),
      value,
    })),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(perYear === undefined ? {} : { perYear }),
    spark: sparkline(spread(results, MOST_BARS).map(({ value }) => value)),
  };
};
