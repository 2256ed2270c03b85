import type { BriefPlot } from '../../contract/brief.ts';
import type { Flag } from '../../contract/flag.ts';
import { inOwnUnit, type Analyte } from '../../knowledge/analytes.ts';
import { dateMs, DAY_MS, dayOf } from '../dates.ts';
import { formatNumber, formatSpan, formatUnit, sparkline } from '../format.ts';
import { rangeOf, type Result, type Series } from '../results.ts';
import { byRule, type Finding } from '../safety/finding.ts';
import type { Draft } from './line.ts';
import { crossingOf, doublingOf, driftOf, type Drift, type Step } from './trend.ts';

/** Under this age weight, height and many results change because a child grows. */
const GROWN_DAYS = 20 * 365.25;
const PLOTTED = 12;
const FEWEST_TO_PLOT = 3;

export interface Trend {
  readonly series: Series;
  readonly drift?: Drift;
  readonly step?: Step;
  readonly isOut: boolean;
}

const isWorse = ({ worse }: Analyte, direction: 'up' | 'down'): boolean =>
  worse === 'both' || worse === direction;

const pointsOf = (series: Series) => series.results.map(({ day, value }) => ({ day, value }));

const isOutside = (series: Series, result: Result): boolean => {
  const { low, high } = rangeOf(series, result);
  return (low !== undefined && result.value < low) || (high !== undefined && result.value > high);
};

/** Reads one analyte's results; nothing where there are none. */
const trendOf = (series: Series, isGrown: (day: number) => boolean): Trend | undefined => {
  const latest = series.results.at(-1);
  if (!latest) return undefined;
  const { analyte } = series;
  const points = pointsOf(series).filter(({ day }) => isGrown(day));
  const { low, high } = rangeOf(series, latest);
  const found = analyte.watchDrift && !analyte.foldInto ? driftOf(points, analyte.withinPersonCv) : undefined;
  const isBack =
    found?.direction === 'up' ? latest.value < (low ?? -Infinity) : latest.value > (high ?? Infinity);
  // On its way back into the range it gets better.
  const drift = found && !isBack && isWorse(analyte, found.direction) ? found : undefined;
  const stepped = crossingOf(points, low, high) ?? (analyte.foldInto ? undefined : doublingOf(points));
  const step = stepped && isWorse(analyte, stepped.direction) ? stepped : undefined;
  return {
    series,
    isOut: isOutside(series, latest),
    ...(drift ? { drift } : {}),
    ...(step ? { step } : {}),
  };
};

const withUnit = (value: number, { unit }: Analyte): string =>
  unit === '1' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;

const rangeText = (series: Series, latest: Result): string => {
  const { low, high, own } = rangeOf(series, latest);
  if (low === undefined && high === undefined) return '';
  const ends =
    low === undefined
      ? `up to ${formatNumber(high ?? 0)}`
      : high === undefined
        ? `from ${formatNumber(low)}`
        : `${formatNumber(low)} to ${formatNumber(high)}`;
  return ` (${own ? 'range' : 'usual range'} ${ends})`;
};

const plotOf = (series: Series): BriefPlot => {
  const { analyte, results } = series;
  const shown = results.slice(-PLOTTED);
  const latest = shown.at(-1);
  const { low, high } = latest ? rangeOf(series, latest) : {};
  return {
    analyte: analyte.name,
    unit: formatUnit(analyte.unit),
    points: shown.map(({ observation, value }) => ({ when: dayOf(observation.when), value })),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    spark: sparkline(shown.map(({ value }) => value)),
  };
};

const movement = ({ series, drift, step }: Trend): string => {
  const { results } = series;
  const first = results[0];
  const last = results.at(-1);
  if (!first || !last) return '';
  if (step) {
    const since = results.at(step.since - results.length)?.observation.when;
    const what =
      step.kind === 'doubled'
        ? step.direction === 'up'
          ? 'doubled'
          : 'halved'
        : step.direction === 'up'
          ? 'above its range'
          : 'below its range';
    return `${what} since ${dayOf(since ?? last.observation.when)}`;
  }
  if (!drift) return '';
  const isRanged = Object.keys(rangeOf(series, last)).length > 1;
  const inside =
    isRanged && results.every((result) => !isOutside(series, result)) ? ', all within range' : '';
  const rate = `${drift.perYear > 0 ? '+' : ''}${formatNumber(drift.perYear)} a year`;
  return `steady drift ${drift.direction} over ${formatSpan(last.day - first.day)}${inside}, ${rate}, ${formatNumber(drift.timesChance)} times what chance would explain`;
};

const textOf = (trend: Trend, asOfDay: number): string => {
  const { analyte, results } = trend.series;
  const latest = results.at(-1);
  if (!latest) return '';
  const before = results.at(-2);
  const earlier = before ? `, before ${formatNumber(before.value)} on ${dayOf(before.observation.when)}` : '';
  const moved = movement(trend);
  const days = Math.floor(asOfDay) - latest.day;
  const ago = days > 0 ? `, ${formatSpan(days)} ago` : '';
  const isConverted = inOwnUnit(analyte, 1, latest.observation.unit) !== 1;
  const charted = isConverted
    ? `, charted as ${formatNumber(latest.observation.value ?? 0)} ${latest.observation.unit ?? ''}`
    : '';
  return `${analyte.name} ${withUnit(latest.value, analyte)}${rangeText(trend.series, latest)} on ${dayOf(latest.observation.when)}${ago}${charted}${earlier}${moved ? `: ${moved}` : ''}`;
};

const evidenceOf = ({ series }: Trend) =>
  series.results.slice(-PLOTTED).flatMap(({ observation }) => observation.evidence);

const RANK = { moved: 0, out: 1, watched: 2, other: 3 } as const;
const rankOf = (trend: Trend): number =>
  trend.drift || trend.step
    ? RANK.moved
    : trend.isOut
      ? RANK.out
      : trend.series.analyte.watchDrift
        ? RANK.watched
        : RANK.other;

export interface Trends {
  readonly lines: readonly Draft[];
  readonly findings: readonly Finding[];
}

/**
 * Analyte by analyte, what moved first, then what is out of range, then the watched ones of the last two years. A
 * finding of kind `trend` for each that moved for the worse. `asOf` in ms.
 */
export const trendsOf = (
  series: ReadonlyMap<string, Series>,
  asOf: number,
  birthDate: string | undefined,
): Trends => {
  const born = dateMs(birthDate);
  const isGrown = (day: number): boolean => born === undefined || day - born / DAY_MS >= GROWN_DAYS;
  const trends = [...series.values()].flatMap((each) => trendOf(each, isGrown) ?? []);
  const newest = Math.max(...trends.map(({ series: each }) => each.results.at(-1)?.day ?? 0));
  const recent = ({ series: each }: Trend): boolean => newest - (each.results.at(-1)?.day ?? 0) < 730;
  const asOfDay = asOf / DAY_MS;
  const shown = trends
    .filter(
      (trend) =>
        rankOf(trend) === RANK.moved ||
        (recent(trend) &&
          rankOf(trend) < RANK.other &&
          (trend.isOut || trend.series.results.length >= FEWEST_TO_PLOT)),
    )
    .sort(
      (a, b) =>
        rankOf(a) - rankOf(b) || (b.series.results.at(-1)?.ms ?? 0) - (a.series.results.at(-1)?.ms ?? 0),
    );
  return {
    lines: shown.map((trend) => ({
      text: textOf(trend, asOfDay),
      evidence: evidenceOf(trend),
      ...(trend.series.results.length >= FEWEST_TO_PLOT ? { plot: plotOf(trend.series) } : {}),
    })),
    findings: trends
      .filter((trend) => trend.drift ?? trend.step)
      .map((trend) => ({
        key: `trend ${trend.series.analyte.id}`,
        kind: 'trend' as const,
        severity: 'show' as Flag['severity'],
        message: `${textOf(trend, asOfDay)}.`,
        evidence: [...evidenceOf(trend), byRule(trend.step ? `trend-${trend.step.kind}` : 'trend-drift')],
      })),
  };
};
