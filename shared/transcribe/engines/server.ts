import { setTimeout as wait } from 'node:timers/promises';
import OpenAI, { toFile } from 'openai';
import { SAMPLE_RATE } from '../../contract/capture.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Engine, Heard, Listening } from './engine.ts';
import { readAnswer } from './server-answer.ts';
import { passageWav } from './wav.ts';

/** A server that speaks the transcriptions protocol; `url` ends before `/audio/transcriptions`. */
export interface SpeechServer {
  readonly url: string;
  readonly key?: string | undefined;
}

/** As `fetch`, behind the list of allowed hosts. */
export type Send = (url: string, init: RequestInit) => Promise<Result<Response>>;

export interface ServerPatience {
  /** ms for one passage. */
  readonly answerMs: number;
  /** ms that a server which failed is left alone; doubled with every failure, up to a minute. */
  readonly restMs: number;
}
const USUAL_PATIENCE: ServerPatience = { answerMs: 180_000, restMs: 500 };
const LONGEST_REST_MS = 60_000;

export interface ServerSettings {
  /** In order of preference; at least one. */
  readonly servers: readonly SpeechServer[];
  readonly model: string;
  readonly send: Send;
  readonly patience?: ServerPatience;
}

/** How often each server is asked about one passage before it is given up. */
const ROUNDS = 3;

/** A server as it has behaved: after failures it rests, longer each time, and is asked again when nobody else is left. */
interface Known {
  readonly client: OpenAI;
  failures: number;
  restsUntil: number;
}

const passageFile = (samples: Float32Array): Promise<File> =>
  toFile(passageWav(samples), 'passage.wav', { type: 'audio/wav' });

const askOnce = async (
  { client }: Known,
  model: string,
  listening: Listening,
  answerMs: number,
): Promise<Heard | null> => {
  const { samples, language, temperature = 0, prompt, signal } = listening;
  const late = AbortSignal.timeout(answerMs);
  try {
    const answer: unknown = await client.audio.transcriptions.create(
      {
        file: await passageFile(samples),
        model,
        response_format: 'verbose_json',
        timestamp_granularities: ['word', 'segment'],
        temperature,
        ...(language === 'auto' ? {} : { language }),
        ...(prompt === undefined ? {} : { prompt }),
      },
      { signal: signal ? AbortSignal.any([signal, late]) : late },
    );
    return readAnswer(answer, language, (samples.length / SAMPLE_RATE) * 1000);
  } catch {
    // A failure may quote what was sent; that it failed is all that is told.
    return null;
  }
};

/**
 * Speech by any server of the OpenAI transcriptions protocol (whisper.cpp, speaches, vLLM), several of them in turn. The
 * next one that is well is asked; one that fails (cannot be reached, answers with an error, something else or not in
 * time) rests for a while. A passage that none could hear in three rounds is `engine-failed`; `speech-server-silent`
 * when no server ever answered. `send` is the only way it reaches the network. Confidences are null where a server gives none.
 */
export const makeServerEngine = ({
  servers,
  model,
  send,
  patience = USUAL_PATIENCE,
}: ServerSettings): Engine => {
  const hosts = servers.map(({ url }) => new URL(url).host).join(' ');
  const known = servers.map<Known>(({ url, key }) => ({
    client: new OpenAI({
      baseURL: url.replace(/\/$/u, ''),
      apiKey: key ?? 'none',
      organization: null,
      project: null,
      logLevel: 'off',
      maxRetries: 0,
      timeout: patience.answerMs,
      fetch: async (to, init = {}) => {
        const answer = await send(to instanceof Request ? to.url : String(to), init);
        if (!answer.ok) throw new Error(answer.error.code);
        return answer.value;
      },
    }),
    failures: 0,
    restsUntil: 0,
  }));
  let everHeard = false;
  let closed = false;
  const closing = new AbortController();

  const failed = (server: Known): void => {
    server.failures += 1;
    const rest = Math.min(LONGEST_REST_MS, patience.restMs * 2 ** (server.failures - 1));
    server.restsUntil = performance.now() + rest;
  };
  const well = (server: Known): void => {
    server.failures = 0;
    server.restsUntil = 0;
  };
  /** The first in order that does not rest, or else the one that will be well soonest. */
  const next = (): Known | undefined => {
    const now = performance.now();
    return (
      known.find(({ restsUntil }) => restsUntil <= now) ??
      [...known].sort((a, b) => a.restsUntil - b.restsUntil)[0]
    );
  };

  const listen = async (listening: Listening): Promise<Result<Heard>> => {
    const signal = AbortSignal.any([closing.signal, ...(listening.signal ? [listening.signal] : [])]);
    for (let tries = 0; tries < ROUNDS * known.length; tries += 1) {
      const server = next();
      if (!server) break;
      const rest = Math.max(0, server.restsUntil - performance.now());
      await wait(rest, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return refuse('cancelled');
      const heard = await askOnce(server, model, { ...listening, signal }, patience.answerMs);
      if (signal.aborted) return refuse('cancelled');
      if (heard) {
        everHeard = true;
        well(server);
        return succeed(heard);
      }
      failed(server);
    }
    return refuse(everHeard ? 'engine-failed' : 'speech-server-silent');
  };

  /** Any answer of the protocol means that it is there; a server that does not list its models answers 404. */
  const check = async (server: Known): Promise<void> => {
    try {
      await server.client.models.list({ signal: closing.signal });
    } catch (cause) {
      if (!closed && !(cause instanceof OpenAI.APIError && cause.status !== undefined && cause.status < 500))
        failed(server);
    }
  };

  return {
    identity: { name: 'server', version: hosts, model, sha256: sha256(`${hosts}\n${model}`) },
    // A server that is told to stop may go on all the same, for others to wait for.
    canDrop: false,
    lanes: [],
    prepare: () => {
      for (const server of known) void check(server);
    },
    detectLanguage: async (passage) => {
      const heard = await listen({ ...passage, language: 'auto' });
      return heard.ok ? succeed(heard.value.language) : heard;
    },
    listen,
    close: () => {
      closed = true;
      closing.abort();
      return Promise.resolve();
    },
  };
};
