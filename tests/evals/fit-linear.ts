/** One example: the features it shows, a target in 0..1 per class, and how much it counts. */
export interface Example {
  readonly features: readonly string[];
  readonly target: readonly number[];
  readonly importance: number;
}

export interface Fitted {
  readonly bias: readonly number[];
  readonly weights: ReadonlyMap<string, number[]>;
}

const PASSES = 12;
const RATE = 0.25;

/** Logistic (one class) or softmax regression with L2, by AdaGrad over a fixed shuffle: the same every time. */
export const fit = (
  examples: readonly Example[],
  classes: number,
  allowed: (feature: string) => boolean,
  ridge: number,
): Fitted => {
  const index = new Map<string, number>();
  const rows = examples.map((example) => {
    const ids: number[] = [];
    for (const feature of example.features) {
      if (!allowed(feature)) continue;
      const id = index.get(feature) ?? index.size;
      index.set(feature, id);
      ids.push(id);
    }
    return ids;
  });
  const weights = new Float64Array(index.size * classes);
  const squares = new Float64Array(index.size * classes).fill(1);
  const bias = new Float64Array(classes);
  const biasSquares = new Float64Array(classes).fill(1);
  const scores = new Float64Array(classes);
  let seed = 12345;
  const order = examples.map((_, each) => each);
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (let each = order.length - 1; each > 0; each -= 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const other = seed % (each + 1);
      [order[each], order[other]] = [order[other] ?? 0, order[each] ?? 0];
    }
    for (const at of order) {
      const example = examples[at];
      const ids = rows[at];
      if (!example || !ids) continue;
      scores.set(bias);
      for (const id of ids)
        for (let c = 0; c < classes; c += 1) scores[c] = (scores[c] ?? 0) + (weights[id * classes + c] ?? 0);
      const top = Math.max(...scores);
      const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
      for (let c = 0; c < classes; c += 1) {
        const guess =
          classes === 1 ? 1 / (1 + Math.exp(-(scores[0] ?? 0))) : Math.exp((scores[c] ?? 0) - top) / sum;
        const error = (guess - (example.target[c] ?? 0)) * example.importance;
        biasSquares[c] = (biasSquares[c] ?? 0) + error * error;
        bias[c] = (bias[c] ?? 0) - (RATE * error) / Math.sqrt(biasSquares[c] ?? 1);
        for (const id of ids) {
          const cell = id * classes + c;
          const gradient = error + ridge * (weights[cell] ?? 0);
          squares[cell] = (squares[cell] ?? 0) + gradient * gradient;
          weights[cell] = (weights[cell] ?? 0) - (RATE * gradient) / Math.sqrt(squares[cell] ?? 1);
        }
      }
    }
  }
  return {
    bias: [...bias],
    weights: new Map(
      [...index].map(([feature, id]) => [feature, [...weights.subarray(id * classes, (id + 1) * classes)]]),
    ),
  };
};
