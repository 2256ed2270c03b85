import { median } from '../../platform/median.ts';

export interface Point {
  /** Days since any fixed day. */
  readonly day: number;
  readonly value: number;
}

/** Normal-equivalent spread from the median absolute deviation. */
export const robustSpread = (values: readonly number[]): number => {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
};

/** Theil-Sen: the median of the slopes between all pairs (per day). Outliers up to 29 % of the points do not move it far. */
export const theilSen = (points: readonly Point[]): number => {
  const slopes: number[] = [];
  points.forEach((a, at) => {
    for (const b of points.slice(at + 1))
      if (b.day !== a.day) slopes.push((b.value - a.value) / (b.day - a.day));
  });
  return median(slopes);
};

// Abramowitz and Stegun 26.2.17, error below 7.5e-8.
const upperTail = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
};

/**
 * Mann-Kendall: two-sided probability that a series without trend would show as many rises (or falls), with the
 * correction for ties and for continuity.
 */
export const mannKendall = (points: readonly Point[]): number => {
  let score = 0;
  points.forEach((a, at) => {
    for (const b of points.slice(at + 1)) score += Math.sign(b.value - a.value);
  });
  const n = points.length;
  const tied = new Map<number, number>();
  for (const { value } of points) tied.set(value, (tied.get(value) ?? 0) + 1);
  const lost = [...tied.values()].reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0);
  const variance = (n * (n - 1) * (2 * n + 5) - lost) / 18;
  if (variance <= 0 || score === 0) return 1;
  return Math.min(1, 2 * upperTail((Math.abs(score) - 1) / Math.sqrt(variance)));
};

/**
 * How much a least-squares or Theil-Sen line would rise over the whole series by chance alone, as a standard deviation,
 * where each value scatters by `spread`: spread / sqrt(sum of squared days) × span.
 */
export const chanceChange = (points: readonly Point[], spread: number): number => {
  const mean = points.reduce((sum, { day }) => sum + day, 0) / points.length;
  const squares = points.reduce((sum, { day }) => sum + (day - mean) ** 2, 0);
  const span = (points.at(-1)?.day ?? 0) - (points[0]?.day ?? 0);
  return squares > 0 ? (spread / Math.sqrt(squares)) * span : Infinity;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Slope (per day) and level at the middle day. */
export interface Line {
  readonly slope: number;
  readonly level: number;
}

const meanDay = (points: readonly Point[]): number => mean(points.map(({ day }) => day));

/** What the line leaves over of each value. */
export const residualsOf = (points: readonly Point[], { slope, level }: Line): number[] => {
  const middle = meanDay(points);
  return points.map(({ day, value }) => value - level - slope * (day - middle));
};

const CLIP = 2;
const ROUNDS = 5;

/**
 * A line by least squares in which no value pulls by more than two spreads (Huber 1964), begun at Theil-Sen. As sharp as
 * least squares where all is well, and not led astray by one wild result.
 */
export const robustLine = (points: readonly Point[], spread: number): Line => {
  const middle = meanDay(points);
  const slope = theilSen(points);
  let line: Line = { slope, level: median(points.map(({ day, value }) => value - slope * (day - middle))) };
  const squares = sum(points.map(({ day }) => (day - middle) ** 2));
  for (let round = 0; round < ROUNDS && squares > 0; round += 1) {
    const { slope: steep, level } = line;
    const pulled = residualsOf(points, line).map((residual, at) => {
      const fitted = level + steep * ((points[at]?.day ?? middle) - middle);
      return fitted + Math.max(-CLIP * spread, Math.min(CLIP * spread, residual));
    });
    const products = points.map(({ day }, at) => (day - middle) * (pulled[at] ?? 0));
    line = { slope: sum(products) / squares, level: mean(pulled) };
  }
  return line;
};

// What leaving out the largest of six to twenty normal residuals takes from their spread, about.
const WITHOUT_LARGEST = 1.18;

/** How much values scatter around their line, as a standard deviation, whatever the one furthest off. */
export const scatterOf = (residuals: readonly number[]): number => {
  const centre = median(residuals);
  const squares = residuals.map((each) => (each - centre) ** 2).sort((a, b) => a - b);
  return WITHOUT_LARGEST * Math.sqrt(sum(squares.slice(0, -1)) / Math.max(1, residuals.length - 3));
};
