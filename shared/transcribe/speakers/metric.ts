/**
 * A space in which distance tells voices apart and not sounds: one in which a voice, from one moment to the next, varies
 * by one unit in every direction. Points are rows of features; `width` values each.
 */
export interface Metric {
  /** A point of the feature space in this one. */
  readonly place: (point: Float64Array) => Float64Array;
}

/** Share of the covariance off the diagonal that is believed; the rest is chance in a short visit. */
const BELIEVED = 0.7;
/** Fewer differences than this say nothing of how the features go together. */
const LEAST_DIFFERENCES = 40;
/** Keeps a feature that never varies from dividing by nothing. */
const LEAST_VARIANCE = 1e-9;

const covarianceOf = (differences: readonly Float64Array[], width: number): readonly Float64Array[] => {
  const covariance = Array.from({ length: width }, () => new Float64Array(width));
  for (const row of differences) {
    for (let i = 0; i < width; i += 1) {
      const target = covariance[i];
      if (target)
        for (let j = 0; j <= i; j += 1) target[j] = (target[j] ?? 0) + (row[i] ?? 0) * (row[j] ?? 0);
    }
  }
  const count = differences.length || 1;
  const believed = differences.length < LEAST_DIFFERENCES ? 0 : BELIEVED;
  covariance.forEach((target, i) => {
    for (let j = 0; j <= i; j += 1) {
      const mean = (target[j] ?? 0) / count;
      target[j] = i === j ? mean + LEAST_VARIANCE : mean * believed;
    }
  });
  return covariance;
};

/** Lower triangle L with L L' the covariance (Cholesky); rows of what is at least nearly positive definite. */
const triangleOf = (covariance: readonly Float64Array[]): readonly Float64Array[] => {
  const rows: Float64Array[] = [];
  covariance.forEach((source, i) => {
    const row = new Float64Array(covariance.length);
    rows.push(row);
    for (let j = 0; j <= i; j += 1) {
      const other = rows[j] ?? row;
      let rest = source[j] ?? 0;
      for (let k = 0; k < j; k += 1) rest -= (row[k] ?? 0) * (other[k] ?? 0);
      row[j] = i === j ? Math.sqrt(Math.max(rest, LEAST_VARIANCE)) : rest / (other[j] ?? 1);
    }
  });
  return rows;
};

/**
 * The metric of a visit, from differences between neighbouring moments of one voice: whoever it was, it was the same
 * person a moment before. (Within-class covariance normalisation without the classes.)
 */
export const metricOf = (differences: readonly Float64Array[], width: number): Metric => {
  const triangle = triangleOf(covarianceOf(differences, width));
  return {
    place: (point) => {
      const placed = new Float64Array(width);
      triangle.forEach((row, i) => {
        let rest = point[i] ?? 0;
        for (let k = 0; k < i; k += 1) rest -= (row[k] ?? 0) * (placed[k] ?? 0);
        placed[i] = rest / (row[i] ?? 1);
      });
      return placed;
    },
  };
};
