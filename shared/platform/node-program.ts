import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface NodeProgramOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Lines by standard input and output; closing the input asks the program to end. */
  readonly pipes?: boolean;
  /** Messages (structured clones) both ways. */
  readonly channel?: boolean;
  /** It starts programs of its own, which end with it. */
  readonly ownGroup?: boolean;
}

/** A Node program of ours in a process of its own. It ends, at the latest, when this process does. */
export interface NodeProgram {
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly isRunning: () => boolean;
  /** Lost where the program has ended: its end is told by `exited`. */
  readonly send: (message: object) => void;
  /** Gives the way to stop listening. */
  readonly onMessage: (listener: (message: unknown) => void) => () => void;
  /** Resolves once it has ended and all it said was heard, also where it could not be started. */
  readonly exited: Promise<void>;
  /** At once, whatever it is doing. */
  readonly kill: () => void;
}

/**
 * How a host starts one: this process's own Node, or, in the packaged desktop app, whose binary is no Node, a utility
 * process (`electron/adapters`). `program` is a path.
 */
export type StartNode = (
  program: string,
  args: readonly string[],
  options?: NodeProgramOptions,
) => NodeProgram;

/** The path of a program beside the module that names it; sources are TypeScript, the packaged app is not. */
export const programBeside = (module: string, name: string): string =>
  fileURLToPath(new URL(`${name}${module.endsWith('.ts') ? '.ts' : '.js'}`, module));

const loaderFor = (program: string): readonly string[] =>
  program.endsWith('.ts')
    ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
    : [];

/** By this process's own Node. */
export const spawnNode: StartNode = (
  program,
  args,
  { cwd, env = process.env, pipes = false, channel = false, ownGroup = false } = {},
) => {
  const pipe = pipes ? 'pipe' : 'ignore';
  const inGroup = ownGroup && process.platform !== 'win32';
  const child = spawn(process.execPath, [...loaderFor(program), program, ...args], {
    ...(cwd !== undefined && { cwd }),
    env,
    stdio: channel ? [pipe, pipe, 'ignore', 'ipc'] : [pipe, pipe, 'ignore'],
    serialization: 'advanced',
    detached: inGroup,
    windowsHide: true,
  });
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    const settle = (): void => {
      gone = true;
      resolve();
    };
    child.once('close', settle).once('error', settle);
  });
  // A program that has already ended cannot be written to.
  child.stdin?.on('error', () => undefined);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    isRunning: () => !gone && child.exitCode === null && (!channel || child.connected),
    send: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
      return () => child.off('message', listener);
    },
    exited,
    kill: () => {
      try {
        if (child.pid !== undefined) process.kill(inGroup ? -child.pid : child.pid, 'SIGKILL');
      } catch {
        // Already gone, which is what was wanted.
      }
    },
  };
};
