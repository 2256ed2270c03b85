import type { ForkOptions, UtilityProcess } from 'electron';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NodeProgram, StartNode } from '../../shared/platform/node-program.ts';

/** The part of Electron's `utilityProcess` that is used. */
export interface UtilityForks {
  readonly fork: (modulePath: string, args: string[], options: ForkOptions) => UtilityProcess;
}

/** What goes over the channel besides the program's own messages: lines of its standard input, and their end. */
export type ToUtility =
  { readonly input: Uint8Array } | { readonly inputEnd: true } | { readonly message: object };

const CHILD = join(import.meta.dirname, 'utility-child.mjs');

const asEnvironment = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/**
 * Programs of ours as utility processes: in the packaged app the binary cannot be started as plain Node. Such a process
 * has no standard input and one channel, so `utility-child.mjs` gives the program what it expects, over that channel.
 * Chromium ends it with the app.
 */
export const utilityPrograms =
  (utility: UtilityForks): StartNode =>
  (program, args, { cwd, env = process.env, pipes = false } = {}): NodeProgram => {
    const child = utility.fork(CHILD, [program, ...args], {
      ...(cwd !== undefined && { cwd }),
      env: asEnvironment(env),
      stdio: ['ignore', pipes ? 'pipe' : 'ignore', 'ignore'],
      serviceName: 'Footnote',
    });
    let running = true;
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        running = false;
        resolve();
      });
    });
    const post = (message: ToUtility): void => {
      if (running) child.postMessage(message);
    };
    const stdin = new Writable({
      write: (chunk: Uint8Array, _encoding, done) => {
        post({ input: chunk });
        done();
      },
      final: (done) => {
        post({ inputEnd: true });
        done();
      },
    });
    return {
      stdin: pipes ? stdin : null,
      stdout: child.stdout as NodeProgram['stdout'],
      isRunning: () => running,
      send: (message) => {
        post({ message });
      },
      onMessage: (listener) => {
        child.on('message', listener);
        return () => child.off('message', listener);
      },
      exited,
      kill: () => {
        child.kill();
      },
    };
  };
