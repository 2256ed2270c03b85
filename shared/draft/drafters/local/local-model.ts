import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  THIS_MACHINE,
  type Generated,
  type GenerateRequest,
  type LanguageModel,
} from '../../../contract/drafters.ts';
import { refuse, succeed, type Result } from '../../../contract/errors.ts';
import { readAnswer } from '../read-answer.ts';
import { grammarSchema } from './grammar-schema.ts';

export interface LocalModelOptions {
  /** Entry file of the add-on, as a file: URL, and weights as a path. */
  readonly addon: string;
  readonly weights: string;
  readonly name: string;
  readonly sha256: string;
  /** One while speech is recognised: more only slow both down. */
  readonly threads: number;
  readonly contextTokens: number;
  /** ms until the weights are read, and for one answer. */
  readonly patience?: { readonly loadMs: number; readonly answerMs: number };
}

const USUAL_PATIENCE = { loadMs: 120_000, answerMs: 900_000 };
const TRIES = 2;

const FromWorker = z.discriminatedUnion('as', [
  z.object({ as: z.literal('ready') }),
  z.object({ as: z.literal('unusable') }),
  z.object({ as: z.literal('grown'), id: z.number(), characters: z.number() }),
  z.object({
    as: z.literal('answer'),
    id: z.number(),
    text: z.string(),
    whole: z.boolean(),
    tokensIn: z.number(),
    tokensOut: z.number(),
  }),
  z.object({ as: z.literal('too-long'), id: z.number() }),
  z.object({ as: z.literal('cancelled'), id: z.number() }),
  z.object({ as: z.literal('failed'), id: z.number() }),
]);
type FromWorker = z.infer<typeof FromWorker>;
type Answer = Extract<FromWorker, { as: 'answer' }>;

/** What it means where a question ends without an answer. */
const ENDED = { 'too-long': 'model-window', cancelled: 'cancelled', failed: 'model-unreachable' } as const;

/** Gives every message of the worker to one listener, and its end as undefined. */
const listen = (child: ChildProcess, on: (message: FromWorker | undefined) => void): (() => void) => {
  const onMessage = (raw: unknown): void => {
    const message = FromWorker.safeParse(raw);
    if (message.success) on(message.data);
  };
  const onExit = (): void => {
    on(undefined);
  };
  child.on('message', onMessage).on('exit', onExit);
  return () => {
    child.off('message', onMessage).off('exit', onExit);
  };
};

const start = (options: LocalModelOptions): Promise<Result<ChildProcess>> => {
  const { addon, weights, threads, contextTokens, patience = USUAL_PATIENCE } = options;
  const worker = fileURLToPath(new URL('./local-worker.mjs', import.meta.url));
  // The vault's folder and every other setting of ours stay out of its environment.
  const child = fork(worker, [addon, weights, String(threads), String(contextTokens)], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  });
  if (child.pid !== undefined) setPriority(child.pid, 10);
  return new Promise((done) => {
    const late = setTimeout(() => {
      end(refuse('model-timeout'));
    }, patience.loadMs);
    const stop = listen(child, (message) => {
      if (message?.as === 'ready') end(succeed(child));
      else if (message === undefined || message.as === 'unusable') end(refuse('model-addon-missing'));
    });
    const end = (result: Result<ChildProcess>): void => {
      clearTimeout(late);
      stop();
      if (!result.ok) child.kill('SIGKILL');
      done(result);
    };
  });
};

let questions = 0;

const ask = <Value>(
  child: ChildProcess,
  request: GenerateRequest<Value>,
  messages: readonly string[],
  answerMs: number,
): Promise<Result<Answer>> =>
  new Promise((done) => {
    const id = (questions += 1);
    const end = (result: Result<Answer>): void => {
      clearTimeout(late);
      stop();
      request.signal.removeEventListener('abort', onAbort);
      done(result);
    };
    const onAbort = (): void => {
      child.send({ as: 'cancel', id });
      end(refuse('cancelled'));
    };
    const late = setTimeout(() => {
      child.send({ as: 'cancel', id });
      end(refuse('model-timeout'));
    }, answerMs);
    const stop = listen(child, (message) => {
      if (message === undefined) end(refuse('model-unreachable'));
      else if ('id' in message && message.id === id) {
        if (message.as === 'grown') request.onProgress?.(message.characters);
        else if (message.as === 'answer') end(succeed(message));
        else end(refuse(ENDED[message.as]));
      }
    });
    request.signal.addEventListener('abort', onAbort);
    if (request.signal.aborted) {
      end(refuse('cancelled'));
      return;
    }
    child.send({
      id,
      system: request.system,
      messages,
      schema: grammarSchema(request.schema),
      maxTokens: request.maxTokens,
    });
  });

const generate = async <Value>(
  child: ChildProcess,
  request: GenerateRequest<Value>,
  answerMs: number,
): Promise<Result<Generated<Value>>> => {
  const begun = performance.now();
  const used = { tokensIn: 0, tokensOut: 0 };
  let messages = request.messages.map(({ content }) => content);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const answer = await ask(child, request, messages, answerMs);
    if (!answer.ok) return answer;
    used.tokensIn += answer.value.tokensIn;
    used.tokensOut += answer.value.tokensOut;
    if (!answer.value.whole) return refuse('model-cut-off');
    const read = readAnswer(answer.value.text, request.schema);
    if (read.ok)
      return succeed({ value: read.value, ...used, tries, ms: Math.round(performance.now() - begun) });
    messages = [...request.messages.map(({ content }) => content), read.wrong];
  }
  return refuse('model-invalid');
};

/**
 * A language model in a process of its own on this machine. The process begins with the first question and ends with
 * `close`, or when a question is cancelled: its memory is then given back whole.
 */
export const makeLocalModel = (
  options: LocalModelOptions,
): LanguageModel & { readonly pid: () => number | undefined } => {
  let child: ChildProcess | undefined;
  const end = (): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending?.exitCode !== null || ending.signalCode !== null) return Promise.resolve();
    return new Promise((done) => {
      ending.once('exit', () => {
        done();
      });
      ending.kill('SIGKILL');
    });
  };
  return {
    identity: { driver: 'local-model', name: options.name, host: THIS_MACHINE, sha256: options.sha256 },
    capabilities: { jsonSchema: true, contextTokens: options.contextTokens, local: true },
    pid: () => child?.pid,
    generate: async (request) => {
      if (request.signal.aborted) return refuse('cancelled');
      if (!child || child.exitCode !== null || child.signalCode !== null) {
        const started = await start(options);
        if (!started.ok) return started;
        child = started.value;
      }
      const { answerMs } = options.patience ?? USUAL_PATIENCE;
      const result = await generate(child, request, answerMs);
      // A model in the middle of its question does not hear at once; its process can always be ended.
      if (!result.ok && (result.error.code === 'cancelled' || result.error.code === 'model-timeout'))
        await end();
      return result;
    },
    close: end,
  };
};
