import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { spawnNode, type StartNode } from '../../platform/node-program.ts';
import { joinTokens, type Token } from '../words/join-tokens.ts';
import { supervise, type Supervised } from './child.ts';
import {
  onlyLanguage,
  type Engine,
  type Heard,
  type Listening,
  type Passage,
  type Search,
  type Weights,
} from './engine.ts';
import { languageCode } from './languages.ts';
import { reapOrphans } from './orphans.ts';
import { passageWav } from './wav.ts';

export interface NativeSettings extends Weights, Search {
  /** The built `whisper-server`. */
  readonly serverPath: string;
  /** Version of the engine's source, for the transcript's record of what heard it. */
  readonly version: string;
  /** Folder where running engines are written down, so that none outlives a crash unseen. */
  readonly runFolder: string;
  readonly startNode?: StartNode | undefined;
}

/** A model of 1.6 GB from a slow disk still fits; a server that needs longer than this will not come. */
const START_LIMIT_MS = 120_000;
const POLL_MS = 25;

const Detected = z.object({ language: z.string() });

const Answer = Detected.extend({
  segments: z.array(
    z.object({
      avg_logprob: z.number().nullish(),
      words: z
        .array(
          z.object({
            word: z.string(),
            start: z.number().optional(),
            end: z.number().optional(),
            probability: z.number(),
          }),
        )
        .default([]),
    }),
  ),
});

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });

interface Reply {
  readonly status: number;
  readonly body: string;
}

// Not `fetch`: that gives up after five minutes without headers, and a large model on a small machine may need longer.
const ask = (
  where: { port: number; path: string; method: 'GET' | 'POST' },
  body?: { type: string; bytes: Uint8Array },
  signal?: AbortSignal,
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        ...where,
        agent: false,
        ...(signal ? { signal } : {}),
        headers: body ? { 'content-type': body.type, 'content-length': body.bytes.length } : {},
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body?.bytes);
  });

type Fields = Readonly<Record<string, string>>;

/**
 * Left to itself, whisper.cpp hears a passage that it is in doubt about again at rising temperatures, from 0.2 to 1. It
 * then draws words by chance, so that the same sound is not heard the same twice, and divides its doubts by the
 * temperature: sentences that nobody said in loud noise came back with a confidence of 1. What is in doubt is halved and
 * asked again by `listen.ts` instead, and marked if it stays so.
 */
const NO_FALLBACK: Fields = { temperature_inc: '0' };

const listeningFields = ({ language, temperature = 0, prompt }: Listening): Fields => ({
  language,
  temperature: String(temperature),
  ...NO_FALLBACK,
  ...(prompt === undefined ? {} : { prompt }),
});

const DETECTING: Fields = { detect_language: 'true' };

const formOf = async (
  passage: Float32Array,
  fields: Fields,
): Promise<{ type: string; bytes: Uint8Array }> => {
  const form = new FormData();
  form.set('file', new Blob([passageWav(passage)]), 'chunk.wav');
  form.set('response_format', 'verbose_json');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const encoded = new Response(form);
  return {
    type: encoded.headers.get('content-type') ?? 'multipart/form-data',
    bytes: new Uint8Array(await encoded.arrayBuffer()),
  };
};

const heardFrom = (body: string, language: string): Heard => {
  const answer = Answer.parse(JSON.parse(body));
  const tokens = answer.segments.flatMap(({ words }) =>
    words.map<Token>(({ word, start = 0, end = 0, probability }) => ({
      text: word,
      startMs: Math.max(0, Math.round(start * 1000)),
      endMs: Math.max(0, Math.round(end * 1000)),
      probability,
    })),
  );
  const logs = answer.segments.flatMap(({ avg_logprob }) =>
    typeof avg_logprob === 'number' ? [avg_logprob] : [],
  );
  return {
    language: language === 'auto' ? languageCode(answer.language) : language,
    words: joinTokens(tokens),
    meanLogProbability: logs.length > 0 ? logs.reduce((sum, log) => sum + log, 0) / logs.length : null,
  };
};

interface Running {
  readonly child: Supervised;
  readonly port: number;
  readonly secretPath: string;
}

/**
 * whisper.cpp's own server as a child process: loopback only, on a free port, under a random path, the model loaded
 * once. It starts with the first passage; a server that dies is started once more and the passage heard again.
 */
export const makeNativeEngine = (settings: NativeSettings): Engine => {
  let running: Promise<Running | null> | null = null;
  let closed = false;

  const start = async (): Promise<Running | null> => {
    await reapOrphans(settings.runFolder).catch(() => 0);
    const port = await freePort();
    const secret = randomBytes(18).toString('hex');
    const secretPath = `/${secret}`;
    const args = [
      ...['--host', '127.0.0.1', '--port', String(port), '--request-path', secretPath, '--public', ''],
      ...['--model', settings.modelPath, '--threads', String(settings.threads)],
      ...['--beam-size', String(settings.beamSize), '--best-of', String(settings.bestOf)],
      // Without this the server encodes every passage a second time, only to report language probabilities.
      ...['--no-language-probabilities', '--suppress-nst'],
    ];
    const child = supervise(settings.startNode ?? spawnNode, settings.serverPath, args, {
      path: join(settings.runFolder, `${secret.slice(0, 12)}.json`),
      health: `http://127.0.0.1:${String(port)}${secretPath}/health`,
    });
    const deadline = Date.now() + START_LIMIT_MS;
    while (!child.hasExited() && Date.now() < deadline) {
      const ready = await ask({ port, path: `${secretPath}/health`, method: 'GET' }).catch(() => null);
      if (ready?.status === 200) return { child, port, secretPath };
      await wait(POLL_MS);
    }
    await child.end();
    return null;
  };

  const ensure = async (): Promise<Running | null> => {
    const current = await running;
    if (current && !current.child.hasExited()) return current;
    running = start();
    return running;
  };

  const tryOnce = async ({ samples, signal }: Passage, fields: Fields): Promise<Result<string>> => {
    const server = await ensure();
    if (!server) return refuse('engine-missing');
    try {
      const form = await formOf(samples, fields);
      const path = `${server.secretPath}/inference`;
      const reply = await ask({ port: server.port, path, method: 'POST' }, form, signal);
      return reply.status === 200 ? succeed(reply.body) : refuse('engine-failed');
    } catch {
      if (signal?.aborted === true) return refuse('cancelled');
      // A server that died mid-answer must be seen as dead before the retry asks for it.
      if (!server.child.hasExited()) await server.child.end();
      return refuse('engine-failed');
    }
  };

  const answer = async (passage: Passage, fields: Fields): Promise<Result<string>> => {
    if (closed || passage.signal?.aborted === true) return refuse('cancelled');
    const first = await tryOnce(passage, fields);
    if (first.ok || first.error.code !== 'engine-failed') return first;
    return tryOnce(passage, fields);
  };

  return {
    identity: {
      name: 'native',
      version: settings.version,
      model: settings.modelName,
      sha256: settings.modelSha256,
    },
    canDrop: true,
    lanes: [],
    prepare: () => {
      if (!closed) void ensure();
    },
    detectLanguage: async (passage) => {
      const only = onlyLanguage(settings.modelName);
      if (only !== null) return succeed(only);
      const reply = await answer(passage, DETECTING);
      return reply.ok ? succeed(languageCode(Detected.parse(JSON.parse(reply.value)).language)) : reply;
    },
    listen: async (listening) => {
      const reply = await answer(listening, listeningFields(listening));
      return reply.ok ? succeed(heardFrom(reply.value, listening.language)) : reply;
    },
    close: async () => {
      closed = true;
      const server = await running;
      await server?.child.end();
    },
  };
};
