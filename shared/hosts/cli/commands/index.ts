import type { RunnableCommand } from '../main.ts';

/** Every command, in the order `--help` lists them. */
export const commands: readonly RunnableCommand[] = [];
