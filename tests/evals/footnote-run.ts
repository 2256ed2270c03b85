import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const bin = join(resolve(import.meta.dirname, '../..'), 'shared/hosts/cli/bin.mjs');
const MOST_OUTPUT = 64 * 1024 * 1024;

/** Runs the command line as a script would; rejects when it does not end well. */
export const footnote = async (...args: readonly string[]): Promise<void> => {
  await execute(process.execPath, [bin, ...args], { maxBuffer: MOST_OUTPUT });
};

/** Runs a shared scorer and gives what it printed. */
export const scorer = async (shared: string, name: string, ...args: readonly string[]): Promise<string> => {
  const script = join(shared, 'eval', name);
  const { stdout } = await execute('python3', [script, ...args], { maxBuffer: MOST_OUTPUT });
  return stdout;
};

/** The figure that a pattern's first group holds in a scorer's output; a scorer that printed none is a fault. */
export const figure = (printed: string, pattern: RegExp): number => {
  const found = pattern.exec(printed)?.[1];
  if (found === undefined) throw new Error(`the scorer printed nothing like ${String(pattern)}`);
  return Number(found);
};
