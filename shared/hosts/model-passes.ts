import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ModelIdentity, ModelTask } from '../contract/drafters.ts';
import { writeWhole } from '../platform/atomic-write.ts';
import { footnoteFolders } from '../platform/folders.ts';

/** The result of the evaluation of one model for one task. `evaluation` is the hash of the cases that it was put. */
export const ModelPass = z.object({
  model: ModelIdentity,
  task: ModelTask,
  evaluation: z.string(),
  passed: z.boolean(),
  /** Statements without an error of polarity, dose, number or person, and of those asked for, how many were there. */
  figures: z.object({ cases: z.number(), errors: z.number(), asked: z.number(), kept: z.number() }),
  at: z.iso.datetime(),
});
export type ModelPass = z.infer<typeof ModelPass>;

const PassFile = z.object({ version: z.literal(1), passes: z.array(ModelPass) });

export const passesFile = (): string => join(footnoteFolders().cache, 'drafters', 'passes.json');

/** What was measured on this machine; a file that cannot be read counts as nothing measured. */
export const readPasses = async (path: string): Promise<readonly ModelPass[]> => {
  try {
    return PassFile.parse(JSON.parse(await readFile(path, 'utf8'))).passes;
  } catch {
    return [];
  }
};

const sameQuestion = (one: ModelPass, model: ModelIdentity, task: ModelTask): boolean =>
  one.model.sha256 === model.sha256 && one.task === task;

/** Whether a model may be used for a task: only what was measured, on these very weights, and good enough. */
export const hasPassed = (passes: readonly ModelPass[], model: ModelIdentity, task: ModelTask): boolean =>
  passes.some((one) => sameQuestion(one, model, task) && one.passed);

/** Puts a result in the place of the one before. */
export const keepPass = async (path: string, pass: ModelPass): Promise<void> => {
  const others = (await readPasses(path)).filter((one) => !sameQuestion(one, pass.model, pass.task));
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, `${JSON.stringify({ version: 1, passes: [...others, pass] }, null, 1)}\n`);
};
