import type { BriefPlot } from '../../contract/brief.ts';
import { escapeHtml } from '../../platform/escape.ts';
import { dateMs } from '../dates.ts';
import { formatNumber } from '../format.ts';

const WIDTH = 200;
const HEIGHT = 48;
const PAD = 5;
const RADIUS = 2.2;

/** Two decimals are finer than any printer. */
const at = (place: number): string => String(Math.round(place * 100) / 100);

type Scale = (value: number) => number;

const scaleOf = (from: number, to: number, start: number, end: number): Scale =>
  to > from ? (value) => start + ((value - from) / (to - from)) * (end - start) : () => (start + end) / 2;

const isOut = ({ low, high }: BriefPlot, value: number): boolean =>
  (low !== undefined && value < low) || (high !== undefined && value > high);

/** The range as a band; open ends run to the edge of the plot. */
const bandOf = ({ low, high }: BriefPlot, y: Scale): string => {
  if (low === undefined && high === undefined) return '';
  const top = high === undefined ? 0 : y(high);
  const bottom = low === undefined ? HEIGHT : y(low);
  return `<rect x="0" y="${at(top)}" width="${WIDTH}" height="${at(Math.max(0, bottom - top))}" class="band"/>`;
};

const summaryOf = (plot: BriefPlot): string => {
  const { analyte, unit, points, low, high } = plot;
  const first = points[0];
  const last = points.at(-1);
  const value = (point: typeof first): string =>
    point ? `${formatNumber(point.value)} ${unit} on ${point.when}` : '';
  const ends = [low, high].map((end) => (end === undefined ? 'open' : formatNumber(end)));
  const range = low === undefined && high === undefined ? '' : `, range ${ends.join(' to ')}`;
  return `${analyte}: ${points.length} results, from ${value(first)} to ${value(last)}${range}`;
};

/**
 * A trend as one SVG element of 200 by 48 units: time from left to right, the reference range as a band, a line through
 * the results; a result outside the range is a hollow square, so that nothing is told by colour alone. Pure; carries its
 * own description for a screen reader. Undated points are left out.
 */
export const renderTrendPlot = (plot: BriefPlot): string => {
  const dated = plot.points.flatMap(({ when, value }) => {
    const ms = dateMs(when);
    return ms === undefined ? [] : [{ ms, value }];
  });
  const values = [
    ...dated.map(({ value }) => value),
    ...[plot.low, plot.high].filter((end) => end !== undefined),
  ];
  const days = dated.map(({ ms }) => ms);
  const x = scaleOf(Math.min(...days), Math.max(...days), PAD, WIDTH - PAD);
  const y = scaleOf(Math.min(...values), Math.max(...values), HEIGHT - PAD, PAD);
  const line = dated.map(({ ms, value }) => `${at(x(ms))},${at(y(value))}`).join(' ');
  const marks = dated.map(({ ms, value }) =>
    isOut(plot, value)
      ? `<rect x="${at(x(ms) - RADIUS)}" y="${at(y(value) - RADIUS)}" width="${2 * RADIUS}" height="${2 * RADIUS}" class="out"/>`
      : `<circle cx="${at(x(ms))}" cy="${at(y(value))}" r="${at(RADIUS * 0.7)}" class="in"/>`,
  );
  return `<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(summaryOf(plot))}">${bandOf(plot, y)}<polyline points="${line}" class="line"/>${marks.join('')}</svg>`;
};
