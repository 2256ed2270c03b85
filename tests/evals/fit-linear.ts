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

const indexed = (examples: readonly Example[], allowed: (feature: string) => boolean) => {
  const index = new Map<string, number>();
  const rows = examples.map((example) =>
    example.features.filter(allowed).map((feature) => {
      const id = index.get(feature) ?? index.size;
      index.set(feature, id);
      return id;
    }),
  );
  return { index, rows };
};

const probabilities = (scores: Float64Array): Float64Array => {
  if (scores.length === 1) return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const top = Math.max(...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
  return scores.map((score) => Math.exp(score - top) / sum);
};

const shuffler = () => {
  let seed = 12345;
  return (order: number[]): void => {
    for (let each = order.length - 1; each > 0; each -= 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const other = seed % (each + 1);
      [order[each], order[other]] = [order[other]!, order[each]!];
    }
  };
};

/** Logistic (one class) or softmax regression with L2, by AdaGrad over a fixed shuffle: the same every time. */
export const fit = (
  examples: readonly Example[],
  classes: number,
  allowed: (feature: string) => boolean,
  ridge: number,
): Fitted => {
  const { rows, index } = indexed(examples, allowed);
  const weights = new Float64Array(index.size * classes);
  const squares = new Float64Array(index.size * classes).fill(1);
  const bias = new Float64Array(classes);
  const biasSquares = new Float64Array(classes).fill(1);
  const scores = new Float64Array(classes);
  const step = (example: Example, ids: readonly number[]): void => {
    scores.set(bias);
    for (const id of ids) for (let c = 0; c < classes; c += 1) scores[c]! += weights[id * classes + c]!;
    const guesses = probabilities(scores);
    for (let c = 0; c < classes; c += 1) {
      const error = (guesses[c]! - example.target[c]!) * example.importance;
      biasSquares[c]! += error * error;
      bias[c]! -= (RATE * error) / Math.sqrt(biasSquares[c]!);
      for (const id of ids) {
        const cell = id * classes + c;
        const gradient = error + ridge * weights[cell]!;
        squares[cell]! += gradient * gradient;
        weights[cell]! -= (RATE * gradient) / Math.sqrt(squares[cell]!);
      }
    }
  };
  const shuffle = shuffler();
  const order = examples.map((_, each) => each);
  for (let pass = 0; pass < PASSES; pass += 1) {
    shuffle(order);
    for (const at of order) step(examples[at]!, rows[at]!);
  }
  return {
    bias: [...bias],
    weights: new Map(
      [...index].map(([feature, id]) => [feature, [...weights.subarray(id * classes, (id + 1) * classes)]]),
    ),
  };
};
