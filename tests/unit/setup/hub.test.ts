import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../shared/platform/hash.ts';
import {
  fetchFromHub,
  hubAnswers,
  type HubFile,
  type HubOutcome,
  type HubPatience,
} from '../../../shared/setup/weights/hub.ts';
import { stopsAfter, startHub, whole, type Answer, type LoopbackHub } from './loopback-hub.ts';

const FILE = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) & 0xff));
const PATIENCE: HubPatience = { answerMs: 500, stallMs: 500, pausesMs: [1, 1, 1] };

let folder = '';
let hub: LoopbackHub | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-hub-'));
});
afterEach(async () => {
  await hub?.close();
  hub = undefined;
  await rm(folder, { recursive: true, force: true });
});

const fileAt = (url: string, hosts = ['127.0.0.1']): HubFile => ({
  url: new URL('model.bin', url).href,
  hosts,
  bytes: FILE.length,
  sha256: sha256(FILE),
});
const places = () => ({ part: join(folder, 'model.bin.part'), path: join(folder, 'model.bin') });
const seen: number[] = [];

/** Fetches from a hub that answers so; `onBytes` may break the connection where it wants. */
const fetched = async (
  answers: readonly Answer[],
  onBytes: (done: number) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<HubOutcome> => {
  hub = await startHub(FILE, answers);
  seen.length = 0;
  const bytes = (done: number): void => {
    seen.push(done);
    onBytes(done);
  };
  const on = { bytes, retry: () => undefined, checking: () => undefined };
  return fetchFromHub(fileAt(hub.url), places(), on, signal, PATIENCE);
};

describe('fetching from the hub', () => {
  it('brings the file and tells how far it is', async () => {
    expect(await fetched([whole(FILE)])).toBe('fetched');
    expect((await readFile(places().path)).equals(FILE)).toBe(true);
    expect(seen.at(-1)).toBe(FILE.length);
    expect(existsSync(places().part)).toBe(false);
  });

  it('goes on where the connection broke, twice', async () => {
    const breaks = (done: number): void => {
      if (done === 100_000 || done === 150_000) hub?.cut();
    };
    const answers = [stopsAfter(FILE, 100_000), stopsAfter(FILE, 50_000), whole(FILE)];
    expect(await fetched(answers, breaks)).toBe('fetched');
    expect((await readFile(places().path)).equals(FILE)).toBe(true);
    expect(hub?.asked).toEqual(['GET all', 'GET bytes=100000-', 'GET bytes=150000-']);
  });

  it('goes on with what an earlier run left', async () => {
    await writeFile(places().part, FILE.subarray(0, 200_000));
    expect(await fetched([whole(FILE)])).toBe('fetched');
    expect(hub?.asked).toEqual(['GET bytes=200000-']);
  });

  it('starts over when the server cannot go on in the middle', async () => {
    await writeFile(places().part, FILE.subarray(0, 200_000));
    const fromTheStart: Answer = (_, response) => response.end(FILE);
    expect(await fetched([fromTheStart])).toBe('fetched');
    expect((await readFile(places().path)).equals(FILE)).toBe(true);
  });

  it('deletes a file of the right size and the wrong hash', async () => {
    expect(await fetched([whole(Buffer.alloc(FILE.length, 7))])).toBe('corrupt');
    expect([existsSync(places().part), existsSync(places().path)]).toEqual([false, false]);
  });

  it('stops reading and deletes when more arrives than belongs to the file', async () => {
    const endless: Answer = (_, response) => {
      const more = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(65_536))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    expect(await fetched([endless])).toBe('corrupt');
    expect(existsSync(places().part)).toBe(false);
  });

  it('gives up when no byte arrives any more, and keeps what did', async () => {
    const silent: Answer = () => undefined;
    expect(await fetched([stopsAfter(FILE, 100_000), silent])).toBe('unreachable');
    expect((await stat(places().part)).size).toBe(100_000);
  });

  it('gives up at once when the hub does not hold the file', async () => {
    const missing: Answer = (_, response) => response.writeHead(404).end();
    expect(await fetched([missing])).toBe('unreachable');
    expect(hub?.asked).toEqual(['GET all']);
  });

  it('tries again when the hub is busy', async () => {
    const busy: Answer = (_, response) => response.writeHead(503).end();
    expect(await fetched([busy, busy, whole(FILE)])).toBe('fetched');
  });

  it('stays on the listed hosts', async () => {
    const away: Answer = (_, response) =>
      response.writeHead(302, { location: 'http://localhost:1/elsewhere.bin' }).end();
    expect(await fetched([away])).toBe('unreachable');
    await hub?.close();
    expect(
      await fetched([(_, response) => response.writeHead(302, { location: '/there' }).end(), whole(FILE)]),
    ).toBe('fetched');
  });

  it('keeps its part when it is stopped and goes on from there', async () => {
    const stop = new AbortController();
    const stops = (done: number): void => {
      if (done === 150_000) stop.abort();
    };
    const stopped = fetched([stopsAfter(FILE, 150_000)], stops, stop.signal);
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect((await stat(places().part)).size).toBe(150_000);
    await hub?.close();
    expect(await fetched([whole(FILE)])).toBe('fetched');
    expect(hub?.asked).toEqual(['GET bytes=150000-']);
  });
});

describe('whether the hub answers', () => {
  it('says yes for a file of the right size and no for another, as behind a log-in page', async () => {
    hub = await startHub(FILE);
    expect(await hubAnswers(fileAt(hub.url), PATIENCE)).toBe(true);
    expect(await hubAnswers({ ...fileAt(hub.url), bytes: 9 }, PATIENCE)).toBe(false);
  });

  it('says no in time when nothing answers, or nobody is there', async () => {
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const before = performance.now();
    expect(await hubAnswers(fileAt(`http://127.0.0.1:${String(port)}/`), PATIENCE)).toBe(false);
    expect(performance.now() - before).toBeLessThan(3000);
    mute.close();
    expect(await hubAnswers(fileAt('http://127.0.0.1:1/'), PATIENCE)).toBe(false);
  });
});
