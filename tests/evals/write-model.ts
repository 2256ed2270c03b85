import { mkdirSync, writeFileSync } from 'node:fs';

const MODELS = new URL('../../resources/models/', import.meta.url);
/** Weights smaller than this change nothing that is seen. */
const LEAST_WEIGHT = 0.02;

export interface Model {
  readonly bias: readonly number[];
  readonly weights: ReadonlyMap<string, readonly number[]>;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Writes a linear model as `resources/models/NAME`, a feature a line in the order of its letters. `from` is its source, date and maker. */
export const writeModel = (
  name: string,
  from: { readonly source: string; readonly date: string; readonly trainedBy: string },
  classes: readonly string[],
  model: Model,
): void => {
  const rows = [...model.weights]
    .map(([feature, row]): [string, number[]] => [feature, row.map(round)])
    .filter(([, row]) => row.some((value) => Math.abs(value) >= LEAST_WEIGHT))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const head = { ...from, classes, bias: model.bias.map(round) };
  const body = rows
    .map(([feature, row]) => `    ${JSON.stringify(feature)}: ${JSON.stringify(row)}`)
    .join(',\n');
  mkdirSync(MODELS, { recursive: true });
  writeFileSync(
    new URL(name, MODELS),
    `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "weights": {\n${body}\n  }\n}\n`,
  );
  process.stdout.write(`${name}: ${String(rows.length)} features\n`);
};
