import { z } from 'zod';

/**
 * A linear model in a readable file: for each feature one weight per class. With one class the score goes through the
 * logistic function; with several, softmax. Features that are not in the file count nothing.
 */
export const LinearFile = z.object({
  source: z.string(),
  date: z.string(),
  trainedBy: z.string(),
  classes: z.array(z.string()).min(1),
  bias: z.array(z.number()),
  weights: z.record(z.string(), z.array(z.number())),
});
export type LinearFile = z.infer<typeof LinearFile>;

export interface Linear {
  readonly classes: readonly string[];
  /** Weighted sum per class. */
  readonly scores: (features: readonly string[]) => readonly number[];
}

export const linear = (file: LinearFile): Linear => {
  const weights = new Map(Object.entries(file.weights));
  return {
    classes: file.classes,
    scores: (features) => {
      const sums = [...file.bias];
      for (const feature of features) {
        const row = weights.get(feature);
        if (row)
          for (let index = 0; index < sums.length; index += 1)
            sums[index] = (sums[index] ?? 0) + (row[index] ?? 0);
      }
      return sums;
    },
  };
};

export const logistic = (score: number): number => 1 / (1 + Math.exp(-score));

/** The class with the highest score, and its share by softmax. */
export const best = (
  model: Linear,
  features: readonly string[],
): { readonly name: string; readonly share: number } => {
  const scores = model.scores(features);
  const top = Math.max(...scores);
  const index = scores.indexOf(top);
  const sum = scores.reduce((total, each) => total + Math.exp(each - top), 0);
  return { name: model.classes[index] ?? '', share: 1 / sum };
};
