import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ModelPass, type ModelIdentity, type ModelTask } from '../contract/drafters.ts';
import { evaluationOf } from '../draft/drafters/evaluation/cases.ts';
import { writeWhole } from '../platform/atomic-write.ts';
import { footnoteFolders } from '../platform/folders.ts';

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

/** What was measured of a model, by the cases and prompts of today: others were another question. */
export const passesOf = (passes: readonly ModelPass[], model: ModelIdentity): readonly ModelPass[] =>
  passes.filter((one) => one.model.sha256 === model.sha256 && one.evaluation === evaluationOf(one.task));

/** Whether a model may be used for a task: only what was measured, on these very weights, and good enough. */
export const hasPassed = (passes: readonly ModelPass[], model: ModelIdentity, task: ModelTask): boolean =>
  passesOf(passes, model).some((one) => one.task === task && one.passed);

/** Puts a result in the place of the one before. */
export const keepPass = async (path: string, pass: ModelPass): Promise<void> => {
  const others = (await readPasses(path)).filter((one) => !sameQuestion(one, pass.model, pass.task));
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, `${JSON.stringify({ version: 1, passes: [...others, pass] }, null, 1)}\n`);
};
