/** Rows of equal length in one array, so that an hour of frames is not an hour of small objects. */
export interface Rows {
  readonly width: number;
  readonly values: Float32Array;
}

/** A mixture of Gaussians with diagonal covariance. */
export interface Mixture {
  readonly logWeights: Float64Array;
  readonly means: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
  /** Per component, what its density needs of the variances alone. */
  readonly constants: readonly number[];
}

const ITERATIONS = 8;
const LEAST_VARIANCE = 0.05;

const rowCount = ({ width, values }: Rows): number => Math.floor(values.length / width);

/** The part of a Gaussian's log density that does not depend on the row. */
const constantOf = (variance: Float64Array): number =>
  variance.reduce((sum, spread) => sum + Math.log(2 * Math.PI * spread), 0);

const logGaussian = (
  rows: Rows,
  row: number,
  mean: Float64Array,
  variance: Float64Array,
  constant: number,
): number => {
  let sum = constant;
  for (let k = 0; k < rows.width; k += 1) {
    sum += ((rows.values[row * rows.width + k] ?? 0) - (mean[k] ?? 0)) ** 2 / (variance[k] ?? 1);
  }
  return -sum / 2;
};

const logSum = (values: Float64Array): number => {
  const highest = Math.max(...values);
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
};

/** Log likelihood of one row under each component, weights included, written to `into`; gives their log sum. */
const componentLogs = (mixture: Mixture, rows: Rows, row: number, into: Float64Array): number => {
  mixture.means.forEach((mean, c) => {
    into[c] =
      (mixture.logWeights[c] ?? 0) +
      logGaussian(rows, row, mean, mixture.variances[c] ?? mean, mixture.constants[c] ?? 0);
  });
  return logSum(into);
};

/** Log likelihood of one row. */
export const logLikelihood = (mixture: Mixture, rows: Rows, row: number): number =>
  componentLogs(mixture, rows, row, new Float64Array(mixture.means.length));

/** Start: components at rows evenly spread over the data, which is ordered by time and so by what was said. */
const startingPoint = (rows: Rows, components: number): Mixture => {
  const count = rowCount(rows);
  const means = Array.from({ length: components }, (_, c) => {
    const row = Math.floor(((c + 0.5) * count) / components);
    return Float64Array.from(rows.values.subarray(row * rows.width, (row + 1) * rows.width));
  });
  const variances = means.map((mean) => mean.map(() => 1));
  return {
    logWeights: new Float64Array(components).fill(-Math.log(components)),
    means,
    variances,
    constants: variances.map(constantOf),
  };
};

const improve = (mixture: Mixture, rows: Rows): Mixture => {
  const components = mixture.means.length;
  const mass = new Float64Array(components).fill(1e-6);
  const sums = mixture.means.map((mean) => new Float64Array(mean.length));
  const squares = mixture.means.map((mean) => new Float64Array(mean.length));
  const logs = new Float64Array(components);
  const count = rowCount(rows);
  for (let row = 0; row < count; row += 1) {
    const total = componentLogs(mixture, rows, row, logs);
    for (let c = 0; c < components; c += 1) {
      const share = Math.exp((logs[c] ?? 0) - total);
      if (share < 1e-4) continue;
      mass[c] = (mass[c] ?? 0) + share;
      const sum = sums[c] ?? logs;
      const square = squares[c] ?? logs;
      for (let k = 0; k < rows.width; k += 1) {
        const value = rows.values[row * rows.width + k] ?? 0;
        sum[k] = (sum[k] ?? 0) + share * value;
        square[k] = (square[k] ?? 0) + share * value * value;
      }
    }
  }
  const means = sums.map((sum, c) => sum.map((value) => value / (mass[c] ?? 1)));
  const variances = squares.map((square, c) =>
    square.map((value, k) => Math.max(LEAST_VARIANCE, value / (mass[c] ?? 1) - (means[c]?.[k] ?? 0) ** 2)),
  );
  return {
    logWeights: mass.map((value) => Math.log(value / (count || 1))),
    means,
    variances,
    constants: variances.map(constantOf),
  };
};

/** Fits a mixture to rows scaled to about unit variance, by expectation-maximisation. */
export const fitMixture = (rows: Rows, components: number): Mixture => {
  let mixture = startingPoint(rows, components);
  for (let round = 0; round < ITERATIONS; round += 1) mixture = improve(mixture, rows);
  return mixture;
};
