import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ProgramEnd {
  /** Exit status; null when it could not be started or was ended by a signal. */
  readonly status: number | null;
}

/** Ends a program and what it started: on POSIX it leads a process group of its own. */
const end = (pid: number): void => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended by itself in the meantime.
  }
};

/**
 * Runs a program with arguments (never through a shell) and waits for its end. A program that does not exist ends with
 * status null. Its lines go to `onLine`; nothing is kept.
 */
export const runProgram = (
  command: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly onLine?: (line: string) => void;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<ProgramEnd> =>
  new Promise((resolve) => {
    const [program, ...parameters] = command;
    if (program === undefined || options.signal?.aborted) {
      resolve({ status: null });
      return;
    }
    const child = spawn(program, parameters, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => options.onLine?.(line));
    const stop = (): void => {
      if (child.pid !== undefined) end(child.pid);
    };
    options.signal?.addEventListener('abort', stop, { once: true });
    const settle = (status: number | null): void => {
      options.signal?.removeEventListener('abort', stop);
      resolve({ status });
    };
    child.once('error', () => {
      settle(null);
    });
    child.once('close', settle);
  });

/** The first of several commands that answers `--version`, or undefined. */
export const firstThatRuns = async (
  commands: readonly (readonly string[])[],
): Promise<readonly string[] | undefined> => {
  for (const command of commands) {
    if ((await runProgram([...command, '--version'])).status === 0) return command;
  }
  return undefined;
};
