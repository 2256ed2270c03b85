import type { BriefPlot } from '../../contract/brief.ts';
import type { ChartObservation } from '../../contract/chart.ts';
import type { ChartEvidence } from '../../contract/evidence.ts';
import { inOwnUnit, type Analyte } from '../../knowledge/analytes.ts';
import { byNewest, dateMs, DAY_MS, dayOf } from '../dates.ts';
import { formatNumber, formatSlope, formatSpan, formatUnit } from '../format.ts';
import { isOutside, rangeOf, type Result, type Series } from '../results.ts';
import { byRule, type Finding } from '../safety/finding.ts';
import type { Draft } from './line.ts';
import { plotOf } from './plot.ts';
import { crossingOf, doublingOf, driftOf, type Drift, type Step } from './trend.ts';

/** Under this age weight, height and many results change because a child grows. */
const GROWN_DAYS = 20 * 365.25;
/** Results older than this beside the newest of the chart say little about now. */
const RECENT_DAYS = 730;
const CITED = 12;

interface Trend {
  readonly series: Series;
  readonly latest: Result;
  readonly drift?: Drift;
  readonly step?: Step;
  readonly isOut: boolean;
}

const isWorse = ({ worse }: Analyte, direction: 'up' | 'down'): boolean =>
  worse === 'both' || worse === direction;

/** Reads one analyte's results; nothing where there are none. */
const trendOf = (series: Series, isGrown: (day: number) => boolean): Trend | undefined => {
  const { analyte, results } = series;
  const latest = results.at(-1);
  if (!latest) return undefined;
  const points = results.filter(({ day }) => isGrown(day));
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
    latest,
    isOut: isOutside(series, latest),
    ...(drift ? { drift } : {}),
    ...(step ? { step } : {}),
  };
};

const withUnit = (value: number, { unit }: Analyte): string =>
  `${formatNumber(value)} ${formatUnit(unit)}`.trim();

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

const STEP_WORDS = {
  doubled: { up: 'doubled', down: 'halved' },
  crossed: { up: 'above its range', down: 'below its range' },
} as const;

const movement = ({ series, latest, drift, step }: Trend): string => {
  const { results } = series;
  if (step) {
    const since = results.at(step.since - results.length)?.observation.when ?? latest.observation.when;
    return `${STEP_WORDS[step.kind][step.direction]} since ${dayOf(since)}`;
  }
  const first = results[0];
  if (!drift || !first) return '';
  const isRanged = Object.keys(rangeOf(series, latest)).length > 1;
  const inside =
    isRanged && results.every((result) => !isOutside(series, result)) ? ', all within range' : '';
  return `steady drift ${drift.direction} over ${formatSpan(latest.day - first.day)}${inside}, ${formatSlope(drift.perYear)}, ${formatNumber(drift.timesChance)} times what chance would explain`;
};

const agoText = (latest: Result, asOfDay: number): string => {
  const days = Math.floor(asOfDay) - latest.day;
  return days > 0 ? `, ${formatSpan(days)} ago` : '';
};

const textOf = (trend: Trend, asOfDay: number): string => {
  const { series, latest } = trend;
  const { analyte, results } = series;
  const before = results.at(-2);
  const earlier = before ? `, before ${formatNumber(before.value)} on ${dayOf(before.observation.when)}` : '';
  const moved = movement(trend);
  const isConverted = inOwnUnit(analyte, 1, latest.observation.unit) !== 1;
  const charted = isConverted
    ? `, charted as ${formatNumber(latest.observation.value ?? 0)} ${latest.observation.unit ?? ''}`
    : '';
  return `${analyte.name} ${withUnit(latest.value, analyte)}${rangeText(series, latest)} on ${dayOf(latest.observation.when)}${agoText(latest, asOfDay)}${charted}${earlier}${moved ? `: ${moved}` : ''}`;
};

const evidenceOf = ({ series }: Trend) =>
  series.results.slice(-CITED).flatMap(({ observation }) => observation.evidence);

const lineOf = (trend: Trend, asOfDay: number): Draft => {
  const plot = plotOf(trend.series);
  return { text: textOf(trend, asOfDay), evidence: evidenceOf(trend), ...(plot ? { plot } : {}) };
};

const hasMoved = (trend: Trend): boolean => !!(trend.drift ?? trend.step);

/** How far outside its range, in widths of the range (or in parts of its one end). */
const distanceOut = ({ series, latest }: Trend): number => {
  const { low, high } = rangeOf(series, latest);
  const beyond = Math.max((low ?? -Infinity) - latest.value, latest.value - (high ?? Infinity));
  const width = (high ?? 0) - (low ?? 0);
  return beyond / (width || 1);
};

// Read at every visit, so it stands where the eye expects it.
const isPressure = ({ series: { analyte } }: Trend): boolean => /^(systolic|diastolic)$/.test(analyte.id);

const byUrgency = (a: Trend, b: Trend): number =>
  Number(hasMoved(b)) - Number(hasMoved(a)) ||
  Number(isPressure(b)) - Number(isPressure(a)) ||
  Number(b.series.analyte.watchDrift) - Number(a.series.analyte.watchDrift) ||
  distanceOut(b) - distanceOut(a);

const unique = (evidence: readonly ChartEvidence[]): ChartEvidence[] => [
  ...new Map(evidence.map((each) => [`${each.resource}${each.path}`, each])).values(),
];

/** Systolic and diastolic where they are of the same day. */
const pairOf = (trends: readonly Trend[]): readonly [Trend, Trend] | readonly [] => {
  const upper = trends.find(({ series }) => series.analyte.id === 'systolic');
  const lower = trends.find(({ series }) => series.analyte.id === 'diastolic');
  return upper && lower?.latest.day === upper.latest.day ? [upper, lower] : [];
};

const pressureText = (upper: Trend, lower: Trend): string =>
  `${Math.round(upper.latest.value)}/${Math.round(lower.latest.value)} ${formatUnit(upper.series.analyte.unit)}`;

/** Systolic and diastolic of the same days are read together. */
const pressureLine = (upper: Trend, lower: Trend, asOfDay: number): Draft => {
  const { latest } = upper;
  const before = upper.series.results.at(-2);
  const lowerBefore = lower.series.results.at(-2);
  const earlier =
    before && before.day === lowerBefore?.day
      ? `, before ${Math.round(before.value)}/${Math.round(lowerBefore.value)} on ${dayOf(before.observation.when)}`
      : '';
  const most = [upper, lower].map((trend) => rangeOf(trend.series, trend.latest).high);
  const range = most.every((high) => high !== undefined) ? ` (usual up to ${most.join('/')})` : '';
  const moved = [upper, lower].flatMap((trend) =>
    hasMoved(trend) ? [`${trend.series.analyte.name} ${movement(trend)}`] : [],
  );
  const plot = plotOf(upper.series);
  return {
    text: `Blood pressure ${pressureText(upper, lower)}${range} on ${dayOf(latest.observation.when)}${agoText(latest, asOfDay)}${earlier}${moved.length ? `: ${moved.join('; ')}` : ''}`,
    evidence: unique([...evidenceOf(upper), ...evidenceOf(lower)]),
    ...(plot ? { plot } : {}),
  };
};

const toLines = (trends: readonly Trend[], asOfDay: number): Draft[] => {
  const [upper, lower] = pairOf(trends);
  const first = trends.find((trend) => trend === upper || trend === lower);
  return trends.flatMap((trend) => {
    if (!upper || !lower || (trend !== upper && trend !== lower)) return [lineOf(trend, asOfDay)];
    return trend === first ? [pressureLine(upper, lower, asOfDay)] : [];
  });
};

const shortOf = ({ series, latest }: Trend): string =>
  `${series.analyte.name} ${withUnit(latest.value, series.analyte)}`;

/** What is in range and does not move: one line. */
const steadyLine = (trends: readonly Trend[]): Draft[] => {
  const [upper, lower] = pairOf(trends);
  const shorts = trends.flatMap((trend) => {
    if (!upper || !lower || (trend !== upper && trend !== lower)) return [shortOf(trend)];
    return trend === upper ? [`Blood pressure ${pressureText(upper, lower)}`] : [];
  });
  return shorts.length
    ? [
        {
          text: `In range, no drift found: ${shorts.join(', ')}`,
          evidence: unique(trends.flatMap(({ latest }) => latest.observation.evidence)),
        },
      ]
    : [];
};

const asCharted = ({ name, value, unit, when }: ChartObservation): string =>
  `${name} ${formatNumber(value ?? 0)} ${unit ?? ''} (${dayOf(when)})`;

/** Units that are unknown or cannot be right: the newest of each, as charted. */
const incomparableLine = (series: ReadonlyMap<string, Series>): Draft[] => {
  const newest = [...series.values()].flatMap(
    ({ incomparable }) => incomparable.toSorted((a, b) => byNewest(a.when, b.when))[0] ?? [],
  );
  return newest.length
    ? [
        {
          text: `Not compared, unit unknown or not possible: ${newest.map(asCharted).join(', ')}`,
          evidence: newest.flatMap((each) => each.evidence),
        },
      ]
    : [];
};

export interface Trends {
  readonly lines: readonly Draft[];
  /** What stands under the lines, however many these are. */
  readonly last: readonly Draft[];
  readonly plots: readonly BriefPlot[];
  readonly findings: readonly Finding[];
}

/**
 * Analyte by analyte: what moved for the worse first, then what is out of range; then on one line what is in range. A
 * finding of kind `trend` for each that moved. `asOf` in ms.
 */
export const trendsOf = (
  series: ReadonlyMap<string, Series>,
  asOf: number,
  birthDate: string | undefined,
): Trends => {
  const born = dateMs(birthDate);
  const isGrown = (day: number): boolean => born === undefined || day - born / DAY_MS >= GROWN_DAYS;
  const trends = [...series.values()].flatMap((each) => trendOf(each, isGrown) ?? []);
  const newest = trends.reduce((day, { latest }) => Math.max(day, latest.day), -Infinity);
  const isRecent = ({ latest }: Trend): boolean => newest - latest.day < RECENT_DAYS;
  const asOfDay = asOf / DAY_MS;
  const shown = trends.filter((trend) => hasMoved(trend) || (trend.isOut && isRecent(trend))).sort(byUrgency);
  // One half of a blood pressure is never shown without the other.
  const whole = shown.some(isPressure)
    ? [...shown, ...trends.filter((trend) => isPressure(trend) && !shown.includes(trend))]
    : shown;
  const steady = trends.filter(
    (trend) =>
      isRecent(trend) && (trend.series.analyte.watchDrift || isPressure(trend)) && !whole.includes(trend),
  );
  return {
    lines: toLines(whole, asOfDay),
    last: [...steadyLine(steady), ...incomparableLine(series)],
    plots: trends.flatMap((trend) => plotOf(trend.series) ?? []),
    findings: trends.filter(hasMoved).map((trend) => ({
      key: `trend ${trend.series.analyte.id}`,
      kind: 'trend',
      severity: 'show',
      message: `${textOf(trend, asOfDay)}.`,
      evidence: [...evidenceOf(trend), byRule(trend.step ? `trend-${trend.step.kind}` : 'trend-drift')],
    })),
  };
};
