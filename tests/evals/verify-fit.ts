import type { Features } from '../../shared/review/features.ts';

interface Row {
  readonly features: Features;
  readonly isWrong: boolean;
}
export interface Fitted {
  readonly bias: number;
  readonly features: Record<string, { weight: number; mean: number; scale: number }>;
}

const RIDGE = 1;
const STEPS = 12;

/** Solves a small symmetric system by elimination with pivots. */
const solve = (matrix: number[][], right: number[]): number[] => {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let r = column + 1; r < n; r += 1)
      if (Math.abs(rows[r]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = r;
    const top = rows[pivot] ?? [];
    rows[pivot] = rows[column] ?? [];
    rows[column] = top;
    for (let r = 0; r < n; r += 1) {
      const row = rows[r];
      if (r === column || !row) continue;
      const factor = (row[column] ?? 0) / (top[column] || 1e-12);
      if (factor) for (let c = column; c <= n; c += 1) row[c] = (row[c] ?? 0) - factor * (top[c] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] || 1e-12));
};

/** Ridge logistic regression by Newton steps on standardised features; the two classes weigh the same in sum. */
export const fitLogistic = (rows: readonly Row[]): Fitted => {
  const names = Object.keys(rows[0]?.features ?? {});
  const mean = names.map(
    (name) => rows.reduce((sum, row) => sum + (row.features[name] ?? 0), 0) / rows.length,
  );
  const scale = names.map((name, k) => {
    const spread =
      rows.reduce((sum, row) => sum + ((row.features[name] ?? 0) - (mean[k] ?? 0)) ** 2, 0) / rows.length;
    return Math.sqrt(spread) + 1e-6;
  });
  const data = rows.map((row) => [
    1,
    ...names.map((name, k) => ((row.features[name] ?? 0) - (mean[k] ?? 0)) / (scale[k] ?? 1)),
  ]);
  const wrong = rows.filter((row) => row.isWrong).length || 1;
  const balance = (rows.length - wrong) / wrong;
  const n = names.length + 1;
  let weights = new Array<number>(n).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = weights.map((weight, k) => (k ? -RIDGE * weight : 0));
    const hessian: number[][] = weights.map((_, i) =>
      weights.map((__, j): number => (i === j ? (i ? RIDGE : 1e-6) : 0)),
    );
    data.forEach((x, r) => {
      const z = x.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0);
      const p = 1 / (1 + Math.exp(-z));
      const isWrong = rows[r]?.isWrong ?? false;
      const importance = isWrong ? balance : 1;
      const error = importance * ((isWrong ? 1 : 0) - p);
      const curve = importance * Math.max(p * (1 - p), 1e-6);
      for (let i = 0; i < n; i += 1) {
        const xi = x[i] ?? 0;
        if (!xi) continue;
        gradient[i] = (gradient[i] ?? 0) + error * xi;
        const row = hessian[i];
        if (row) for (let j = 0; j < n; j += 1) row[j] = (row[j] ?? 0) + curve * xi * (x[j] ?? 0);
      }
    });
    const delta = solve(hessian, gradient);
    weights = weights.map((weight, k) => weight + (delta[k] ?? 0));
  }
  const rounded = (value: number): number => Number(value.toPrecision(4));
  return {
    bias: rounded(weights[0] ?? 0),
    features: Object.fromEntries(
      names.map((name, k) => [
        name,
        { weight: rounded(weights[k + 1] ?? 0), mean: rounded(mean[k] ?? 0), scale: rounded(scale[k] ?? 1) },
      ]),
    ),
  };
};
