import { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/**
 * One thing a host can be asked to do. The command line, the loopback routes, the preload bridge and the renderer's
 * client are all derived from these; both ends parse.
 */
export interface Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** One line for `--help` and the documents. */
  readonly summary?: string;
  /** Input fields that the command line takes by place rather than by name. */
  readonly positional?: readonly string[];
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly ErrorCode[];
}

export const operation = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Operation<Input, Output>,
): Operation<Input, Output> => definition;

/** What an operation answers that has nothing to tell but that it was done. */
export const Done = z.object({ done: z.literal(true) });
export const DONE: z.infer<typeof Done> = { done: true };
