import { setTimeout as wait } from 'node:timers/promises';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { ModelEndpoint } from '../../../contract/connections.ts';
import type { Generated, GenerateRequest, LanguageModel, ModelMessage } from '../../../contract/drafters.ts';
import { isOnThisMachine } from '../../../contract/egress.ts';
import { refuse, succeed, type ErrorCode, type Result } from '../../../contract/errors.ts';
import { sha256 } from '../../../platform/hash.ts';
import { isLost, readAnswer } from '../read-answer.ts';

/** As `fetch`, behind the list of allowed hosts. */
export type Send = (url: string, init: RequestInit) => Promise<Result<Response>>;

export interface Patience {
  /** ms until the first word, in which a slow machine reads the question. */
  readonly firstMs: number;
  /** ms between words. */
  readonly nextMs: number;
  /** ms for one answer. */
  readonly wholeMs: number;
  /** ms before asking again; doubled each time, or what the server asks for. */
  readonly againMs: number;
}
export const USUAL_PATIENCE: Patience = { firstMs: 120_000, nextMs: 30_000, wholeMs: 600_000, againMs: 1000 };

const TRIES = 3;
const LONGEST_WAIT_MS = 30_000;
// No token is longer than this many characters on average; an answer beyond it will never end.
const CHARACTERS_A_TOKEN = 12;

/** A refusal on its way through the client library, which wraps what `fetch` throws. */
class Refusal extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

const OUTWARD: Partial<Record<ErrorCode, ErrorCode>> = {
  'egress-refused': 'model-host-refused',
  'egress-certificate': 'model-certificate',
  'egress-failed': 'model-unreachable',
};

/** `fetch` for the client library: through the one way out, and only for what streams as a model server does. */
const makeFetch =
  (send: Send) =>
  async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const answer = await send(url instanceof Request ? url.url : String(url), init);
    if (!answer.ok) throw new Refusal(OUTWARD[answer.error.code] ?? 'model-unreachable');
    const kind = answer.value.headers.get('content-type') ?? '';
    const speaks = answer.value.ok ? /^text\/event-stream/i : /json|^text\/plain|^$/i;
    if (speaks.test(kind)) return answer.value;
    await answer.value.body?.cancel();
    throw new Refusal('model-not-one');
  };

type Ended =
  | { readonly as: 'answer'; readonly text: string; readonly whole: boolean; readonly used: Used }
  | { readonly as: 'failure'; readonly code: ErrorCode; readonly again: boolean; readonly waitMs?: number }
  | { readonly as: 'no-schema' };
interface Used {
  readonly tokensIn: number;
  readonly tokensOut: number;
}

const retryAfter = (error: InstanceType<typeof OpenAI.APIError>): number | undefined => {
  const seconds = Number(error.headers?.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : undefined;
};

const ofStatus = (error: InstanceType<typeof OpenAI.APIError>, asked: boolean): Ended => {
  const status = Number(error.status ?? 0);
  const says = error.message;
  if (status === 400 && asked && /response_format|json_schema|grammar/i.test(says))
    return { as: 'no-schema' };
  if (status === 400 && /context|too (?:long|many tokens)|maximum.*tokens/i.test(says))
    return { as: 'failure', code: 'model-window', again: false };
  const waitMs = retryAfter(error);
  if (status === 429 || status === 503)
    return { as: 'failure', code: 'model-busy', again: true, ...(waitMs ? { waitMs } : {}) };
  return status >= 500
    ? { as: 'failure', code: 'model-unreachable', again: true }
    : { as: 'failure', code: 'model-refused', again: false };
};

const failureOf = (cause: unknown, asked: boolean, signal: AbortSignal, late: AbortSignal): Ended => {
  if (signal.aborted) return { as: 'failure', code: 'cancelled', again: false };
  if (late.aborted) return { as: 'failure', code: 'model-timeout', again: false };
  const inner = cause instanceof Error && cause.cause instanceof Refusal ? cause.cause : cause;
  if (inner instanceof Refusal)
    return { as: 'failure', code: inner.code, again: inner.code === 'model-unreachable' };
  if (cause instanceof OpenAI.APIError && cause.status !== undefined) return ofStatus(cause, asked);
  // The connection broke, or what came over it was not the protocol.
  return { as: 'failure', code: 'model-unreachable', again: true };
};

/** Fires `late` when no word came in time. */
const makeClock = (patience: Patience): { late: AbortController; word: () => void; stop: () => void } => {
  const late = new AbortController();
  const fire = (): void => {
    late.abort();
  };
  const whole = setTimeout(fire, patience.wholeMs);
  let next = setTimeout(fire, patience.firstMs);
  return {
    late,
    word: () => {
      clearTimeout(next);
      next = setTimeout(fire, patience.nextMs);
    },
    stop: () => {
      clearTimeout(whole);
      clearTimeout(next);
    },
  };
};

type Ask<Value> = Pick<
  GenerateRequest<Value>,
  'task' | 'system' | 'schema' | 'maxTokens' | 'signal' | 'onProgress'
> & { readonly messages: readonly ModelMessage[]; readonly held: boolean };

const askOnce = async <Value>(
  client: OpenAI,
  model: string,
  patience: Patience,
  ask: Ask<Value>,
): Promise<Ended> => {
  const clock = makeClock(patience);
  const signal = AbortSignal.any([ask.signal, clock.late.signal]);
  try {
    const stream = await client.chat.completions.create(
      {
        model,
        stream: true,
        stream_options: { include_usage: true },
        temperature: 0,
        max_tokens: ask.maxTokens,
        messages: [{ role: 'system', content: ask.system }, ...ask.messages],
        ...(ask.held ? { response_format: zodResponseFormat(ask.schema, ask.task) } : {}),
      },
      { signal },
    );
    let text = '';
    let finish: string | null = null;
    let used: Used | undefined;
    for await (const chunk of stream) {
      clock.word();
      const choice = chunk.choices[0];
      text += choice?.delta.content ?? '';
      finish = choice?.finish_reason ?? finish;
      if (chunk.usage)
        used = { tokensIn: chunk.usage.prompt_tokens, tokensOut: chunk.usage.completion_tokens };
      ask.onProgress?.(text.length);
      if (text.length > ask.maxTokens * CHARACTERS_A_TOKEN || isLost(text)) {
        finish = 'length';
        break;
      }
    }
    // An aborted stream ends the loop like a finished one.
    if (signal.aborted) return failureOf(undefined, ask.held, ask.signal, clock.late.signal);
    return { as: 'answer', text, whole: finish !== 'length', used: used ?? { tokensIn: 0, tokensOut: 0 } };
  } catch (cause) {
    return failureOf(cause, ask.held, ask.signal, clock.late.signal);
  } finally {
    clock.stop();
  }
};

const AGAIN = (wrong: string): ModelMessage => ({
  role: 'user',
  content: `Your answer could not be used: ${wrong}. Answer again, with one JSON object of the schema and nothing else.`,
});

/** Asks until an answer fits the schema, at most three times. */
const generate = async <Value>(
  client: OpenAI,
  endpoint: ModelEndpoint,
  patience: Patience,
  request: GenerateRequest<Value>,
): Promise<Result<Generated<Value>>> => {
  const begun = performance.now();
  const used = { tokensIn: 0, tokensOut: 0 };
  let messages = request.messages;
  let held = true;
  let code: ErrorCode = 'model-invalid';
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const ended = await askOnce(client, endpoint.model, patience, { ...request, messages, held });
    if (ended.as === 'no-schema') {
      held = false;
      continue;
    }
    if (ended.as === 'failure') {
      code = ended.code;
      if (!ended.again || tries === TRIES) return refuse(code);
      const pause = ended.waitMs ?? patience.againMs * 2 ** (tries - 1);
      await wait(pause, undefined, { signal: request.signal }).catch(() => undefined);
      if (request.signal.aborted) return refuse('cancelled');
      continue;
    }
    used.tokensIn += ended.used.tokensIn;
    used.tokensOut += ended.used.tokensOut;
    if (!ended.whole) return refuse('model-cut-off');
    const answer = readAnswer(ended.text, request.schema);
    if (answer.ok) {
      const ms = Math.round(performance.now() - begun);
      return succeed({ value: answer.value, ...used, tries, ms });
    }
    code = 'model-invalid';
    messages = [...request.messages, AGAIN(answer.wrong)];
  }
  return refuse(code);
};

/**
 * A model behind any server that speaks the chat-completions protocol (Ollama, llama.cpp, vLLM, LM Studio, a cloud).
 * `send` is the only way it reaches the network. Nothing is logged.
 */
export const makeServerModel = (
  endpoint: ModelEndpoint,
  send: Send,
  patience: Patience = USUAL_PATIENCE,
): LanguageModel => {
  const { host } = new URL(endpoint.url);
  const client = new OpenAI({
    baseURL: endpoint.url.replace(/\/$/, ''),
    apiKey: endpoint.key ?? 'none',
    organization: null,
    project: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout: patience.wholeMs,
    fetch: makeFetch(send),
  });
  return {
    identity: {
      driver: 'server',
      name: endpoint.model,
      host,
      sha256: sha256(`${host}\n${endpoint.model}`),
    },
    capabilities: {
      jsonSchema: true,
      contextTokens: endpoint.contextTokens,
      local: isOnThisMachine(endpoint.url),
    },
    generate: (request) => generate(client, endpoint, patience, request),
    close: () => Promise.resolve(),
  };
};
