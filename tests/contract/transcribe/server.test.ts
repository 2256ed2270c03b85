import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeEgress } from '../../../shared/egress/egress.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import { makeServerEngine } from '../../../shared/transcribe/engines/server.ts';
import { freeAddress, startSpeechServer } from '../../fixtures/speech-server.ts';
import { samplesOf, speak, SPOKEN } from '../../fixtures/spoken.ts';

let folder = '';
let samples = new Float32Array(0);
let real: { readonly url: string; readonly process: ChildProcess };
const faulty: Server[] = [];
const open: Engine[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-server-'));
  samples = await samplesOf(await speak(folder, SPOKEN));
  real = await startSpeechServer('tiny.en-q8_0');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.close()));
  for (const server of faulty.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(async () => {
  real.process.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** A server that gets it wrong in one way, and how often it was asked. */
const faultyServer = async (
  answer: RequestListener,
): Promise<{ readonly url: string; readonly asked: () => number }> => {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (!request.url?.endsWith('/audio/transcriptions')) {
      response.writeHead(404).end();
      return;
    }
    asked += 1;
    answer(request, response);
  });
  faulty.push(server);
  const { port, url } = await freeAddress();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url, asked: () => asked };
};

const engineOf = (...urls: readonly string[]): Engine => {
  const egress = makeEgress(() => urls.map((url) => new URL(url).host));
  const engine = makeServerEngine({
    servers: urls.map((url) => ({ url })),
    model: 'tiny.en',
    send: egress.fetch,
    patience: { answerMs: 20_000, restMs: 20 },
  });
  open.push(engine);
  return engine;
};

const textHeard = async (engine: Engine): Promise<string> => {
  const heard = await engine.listen({ samples, language: 'en' });
  if (!heard.ok) throw new Error(heard.error.code);
  return heard.value.words.map(({ text }) => text).join(' ');
};

const json =
  (body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

const FAULTS: Readonly<Record<string, RequestListener>> = {
  'answers with an error': (_, response) => {
    response.writeHead(500, { 'content-type': 'text/plain' }).end('out of memory');
  },
  'is busy': (_, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end();
  },
  'answers with a page': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in</p>');
  },
  'answers with something else': json({ choices: [] }),
  'breaks the connection': (request) => {
    request.socket.destroy();
  },
  'stops in the middle': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"text": "My left');
    setImmediate(() => response.destroy());
  },
  'points elsewhere': (_, response) => {
    response.writeHead(307, { location: 'http://192.0.2.1/v1/audio/transcriptions' }).end();
  },
};

describe('speech servers in turn', () => {
  it.each(Object.entries(FAULTS))('hears by the next one when one %s', async (_, fault) => {
    const bad = await faultyServer(fault);
    const engine = engineOf(bad.url, real.url);
    expect(await textHeard(engine)).toMatch(/knee hurts/iu);
    expect(bad.asked()).toBe(1);
  });

  it('gives up on one that never answers, and asks the next', async () => {
    const silent = await faultyServer(() => undefined);
    const egress = makeEgress(() => [silent.url, real.url].map((url) => new URL(url).host));
    const engine = makeServerEngine({
      servers: [{ url: silent.url }, { url: real.url }],
      model: 'tiny.en',
      send: egress.fetch,
      patience: { answerMs: 15_000, restMs: 20 },
    });
    open.push(engine);
    expect(await textHeard(engine)).toMatch(/knee hurts/iu);
  });

  it('leaves one that keeps failing alone for longer each time, and comes back when it is well', async () => {
    let well = false;
    const answer = json({
      text: 'well again',
      words: [
        { word: 'well', start: 0, end: 0.4 },
        { word: 'again', start: 0.5, end: 1 },
      ],
    });
    const moody = await faultyServer((request, response) => {
      if (well) answer(request, response);
      else response.writeHead(502).end();
    });
    const engine = engineOf(moody.url);
    expect(await engine.listen({ samples, language: 'en' })).toMatchObject({
      error: { code: 'speech-server-silent' },
    });
    expect(moody.asked()).toBe(3);
    well = true;
    expect(await textHeard(engine)).toBe('well again');
  });

  it('times words within their segment where a server gives no more, and claims no confidence', async () => {
    const plain = await faultyServer(
      json({ text: ' One two.', language: 'english', segments: [{ text: ' One two.', start: 1, end: 3 }] }),
    );
    const heard = await engineOf(plain.url).listen({ samples, language: 'auto' });
    expect(heard).toMatchObject({
      ok: true,
      value: {
        language: 'en',
        words: [
          { text: 'One', startMs: 1000, confidence: null },
          { text: 'two.', endMs: 3000, confidence: null },
        ],
      },
    });
  });

  it('sends nothing to a host that is not allowed', async () => {
    const engine = makeServerEngine({
      servers: [{ url: real.url }],
      model: 'tiny.en',
      send: makeEgress(() => []).fetch,
      patience: { answerMs: 5000, restMs: 1 },
    });
    open.push(engine);
    expect(await engine.listen({ samples, language: 'en' })).toMatchObject({ ok: false });
  });
});
