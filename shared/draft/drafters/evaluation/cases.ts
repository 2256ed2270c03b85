import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ModelTask } from '../../../contract/drafters.ts';
import { sha256 } from '../../../platform/hash.ts';
import { loadPrompt } from '../prompts.ts';

const FOLDER = new URL('../../../../resources/evaluations/', import.meta.url);

/** Patterns (regular expressions, any case): what must stand in an answer, and what must not. */
const patterns = { must: z.array(z.string()), never: z.array(z.string()) };
const Dialogue = z.array(z.tuple([z.string(), z.string()])).min(1);
const source = { source: z.string(), date: z.iso.date() };

/** A conversation, and what some line of the note has to say, or no line may. */
export const DialogueCases = z.object({
  ...source,
  cases: z.array(z.object({ id: z.string(), dialogue: Dialogue, ...patterns })).min(1),
});
export type DialogueCase = z.infer<typeof DialogueCases>['cases'][number];

/** Lines to be put in other words; the patterns are held against all the lines that come back, joined by blanks. */
export const RewordCases = z.object({
  ...source,
  cases: z
    .array(z.object({ id: z.string(), ask: z.string(), lines: z.array(z.string()).min(1), ...patterns }))
    .min(1),
});
export type RewordCase = z.infer<typeof RewordCases>['cases'][number];

const textOf = (task: ModelTask): string => readFileSync(new URL(`${task}.json`, FOLDER), 'utf8');

/** The shipped cases of a task. A file of another shape throws. */
export const casesOf = <Cases>(task: ModelTask, shape: z.ZodType<Cases>): Cases =>
  shape.parse(JSON.parse(textOf(task)));

/** How answers are judged (evaluate.ts). Counted up whenever that changes. */
const JUDGING = 2;

/** Other cases, another prompt or another judging are another evaluation: what was passed before does not count for it. */
export const evaluationOf = (task: ModelTask): string =>
  sha256(`${textOf(task)}${loadPrompt(task).sha256}${String(JUDGING)}`);
