import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  SetupMessage,
  type ModelManifest,
  type Reach,
  type SetupEvent,
  type SetupJob,
} from '../../shared/contract/setup.ts';
import { sha256 } from '../../shared/platform/hash.ts';
import { findInstalled, runSetup, type RunSetup } from '../../shared/setup/run.ts';
import { startHub, stopsAfter, whole, type Answer, type LoopbackHub } from '../unit/setup/loopback-hub.ts';

// The real child process against a real server on this machine; only the weights are made up.
const FILE = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 17 + (i >> 9)) & 0xff));
const root = resolve(import.meta.dirname, '../..');

let cache = '';
let hub: LoopbackHub | undefined;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'footnote-setup-'));
});
afterEach(async () => {
  await hub?.close();
  hub = undefined;
  await rm(cache, { recursive: true, force: true });
});

const path = (): string => join(cache, 'models', 'ggml-toy.bin');
const part = (): string => join(cache, 'downloads', 'ggml-toy.bin.part');

const manifestAt = (url: string, change: Partial<ModelManifest['models'][number]> = {}): ModelManifest => ({
  version: 1,
  source: 'made up',
  date: '2026-01-01',
  default: 'toy',
  hub: { url, hosts: ['127.0.0.1'] },
  models: [
    {
      name: 'toy',
      aliases: [],
      file: 'ggml-toy.bin',
      languages: ['en'],
      bytes: FILE.length,
      sha256: sha256(FILE),
      licence: 'MIT',
      ...change,
    },
  ],
});

const serve = async (answers?: readonly Answer[]): Promise<ModelManifest> => {
  hub = await startHub(FILE, answers);
  return manifestAt(hub.url);
};

const events: SetupEvent[] = [];
const setup = (manifest: ModelManifest, options: Partial<RunSetup> = {}) => {
  events.length = 0;
  return runSetup({
    cache,
    manifest,
    engine: 'prebuilt',
    yes: true,
    onProgress: (event) => events.push(event),
    ...options,
  });
};

/** Starts the child as `runSetup` does, but leaves its process id with the test. */
const startChild = (manifest: ModelManifest) => {
  const entry = join(root, 'shared/setup/main.ts');
  const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
  const child = spawn(process.execPath, ['--import', loader, entry], {
    cwd: cache,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const job: SetupJob = {
    cache,
    model: 'toy',
    engine: 'prebuilt',
    route: 'hub',
    agreed: true,
    manifest,
    keepDownloads: false,
  };
  child.stdin.write(`${JSON.stringify(job)}\n`);
  const messages = createInterface({ input: child.stdout });
  const until = (wanted: (message: SetupMessage) => boolean): Promise<SetupMessage> =>
    new Promise((done) =>
      messages.on('line', (line) => {
        const message = SetupMessage.parse(JSON.parse(line));
        if (wanted(message)) done(message);
      }),
    );
  const ended = new Promise<void>((done) =>
    child.once('close', () => {
      done();
    }),
  );
  return { child, until, ended };
};

const arrived = (bytes: number) => (message: SetupMessage) =>
  message.type === 'progress' && message.step === 'fetch' && message.done >= bytes;

/** Command lines of running processes that name a path (Linux; elsewhere there is no /proc to read). */
const commandLinesWith = (path: string): readonly string[] =>
  (existsSync('/proc') ? readdirSync('/proc') : [])
    .filter((name) => /^\d+$/u.test(name))
    .map((id) => {
      try {
        return readFileSync(join('/proc', id, 'cmdline'), 'utf8');
      } catch {
        // It ended while it was looked at.
        return '';
      }
    })
    .filter((line) => line.includes(path));

describe('setup in its own process', () => {
  it('installs, and does nothing the second time', async () => {
    const manifest = await serve();
    const first = await setup(manifest);
    expect(first).toMatchObject({
      ok: true,
      value: { model: { name: 'toy', path: path(), sha256: sha256(FILE) }, engine: { name: 'prebuilt' } },
    });
    expect((await readFile(path())).equals(FILE)).toBe(true);
    expect(events).toContainEqual({ type: 'route', route: 'hub' });
    expect(existsSync(part())).toBe(false);
    const requests = hub?.asked.length;
    expect(await setup(manifest)).toEqual(first);
    expect(events).toEqual([
      { type: 'present', what: 'weights' },
      { type: 'present', what: 'engine' },
    ]);
    expect(hub?.asked.length).toBe(requests);
  });

  it('shows its hosts and asks once, and reaches nothing without a yes', async () => {
    const manifest = await serve();
    const asked: (readonly Reach[])[] = [];
    const answer = (yes: boolean): Partial<RunSetup> => ({
      yes: false,
      ask: (reach) => {
        asked.push(reach);
        return Promise.resolve(yes);
      },
    });
    expect(await setup(manifest, answer(false))).toMatchObject({
      ok: false,
      error: { code: 'weights-missing' },
    });
    expect(await setup(manifest, { yes: false })).toMatchObject({
      ok: false,
      error: { code: 'weights-missing' },
    });
    expect(hub?.asked).toEqual([]);
    expect(await setup(manifest, answer(true))).toMatchObject({ ok: true });
    await rm(path());
    expect(await setup(manifest, answer(false))).toMatchObject({ ok: true });
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual([
      { route: 'hub', host: new URL(manifest.hub.url).host, fetches: 'ggml-toy.bin', bytes: FILE.length },
    ]);
  });

  it('says what to put where by hand when there is no network, and takes it', async () => {
    const manifest = manifestAt('http://127.0.0.1:1/');
    const refused = await setup(manifest);
    expect(refused).toMatchObject({ ok: false, error: { code: 'weights-unreachable' } });
    const sentence = refused.ok ? '' : refused.error.message;
    for (const word of ['ggml-toy.bin', join(cache, 'models'), sha256(FILE)])
      expect(sentence).toContain(word);
    await writeFile(path(), FILE);
    expect(await setup(manifest)).toMatchObject({ ok: true, value: { model: { path: path() } } });
  });

  it('deletes what arrived with the wrong hash and says so', async () => {
    const manifest = await serve([whole(Buffer.alloc(FILE.length, 3))]);
    expect(await setup(manifest, { route: 'hub' })).toMatchObject({
      ok: false,
      error: { code: 'weights-corrupt' },
    });
    expect([existsSync(path()), existsSync(part())]).toEqual([false, false]);
  });

  it.each([
    ['cut short', FILE.subarray(0, 1000)],
    ['of the right size but changed', Buffer.from(FILE).fill(0, 500, 600)],
  ])('replaces an installed file that is %s', async (_, bytes) => {
    const manifest = await serve();
    await mkdir(join(cache, 'models'));
    await writeFile(path(), bytes);
    expect(await setup(manifest)).toMatchObject({ ok: true });
    expect(events).toContainEqual({ type: 'damaged', file: 'ggml-toy.bin' });
    expect((await readFile(path())).equals(FILE)).toBe(true);
  });

  it('goes on after its process was killed, and is not held up by what that one had locked', async () => {
    const manifest = await serve([stopsAfter(FILE, 250_000), whole(FILE)]);
    const { child, until, ended } = startChild(manifest);
    await until(arrived(250_000));
    child.kill('SIGKILL');
    await ended;
    expect((await stat(part())).size).toBe(250_000);
    expect(await setup(manifest)).toMatchObject({ ok: true });
    expect(events[0]).toEqual({ type: 'waiting', for: 'another-setup' });
    expect(hub?.asked.at(-1)).toBe('GET bytes=250000-');
    expect((await readFile(path())).equals(FILE)).toBe(true);
  });

  it.each([
    ['the one who asked has gone', (child: ChildProcess) => child.stdin?.end()],
    ['the system says so', (child: ChildProcess) => child.kill('SIGTERM')],
  ])('stops in order when %s', async (_, tell) => {
    const manifest = await serve([stopsAfter(FILE, 100_000)]);
    const { child, until, ended } = startChild(manifest);
    await until(arrived(100_000));
    const refusal = until((message) => message.type === 'refused');
    tell(child);
    expect(await refusal).toMatchObject({ error: { code: 'cancelled' } });
    await ended;
    expect((await stat(part())).size).toBe(100_000);
    expect(existsSync(join(cache, 'setup.lock'))).toBe(false);
  });

  it('can be stopped, keeping what was fetched', async () => {
    const manifest = await serve([stopsAfter(FILE, 100_000), whole(FILE)]);
    const stop = new AbortController();
    const onProgress = (event: SetupEvent): void => {
      if (event.type === 'progress' && event.done >= 100_000) stop.abort();
    };
    const stopped = await setup(manifest, { onProgress, signal: stop.signal });
    expect(stopped).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect((await stat(part())).size).toBe(100_000);
    expect(await setup(manifest)).toMatchObject({ ok: true });
  });

  it('lets a second one wait for the first and fetches once', async () => {
    const manifest = await serve([
      (request, response) => {
        // Held back until the second setup says that it waits.
        void waiting.then(() => {
          whole(FILE)(request, response);
        });
      },
    ]);
    let secondWaits = (): void => undefined;
    const waiting = new Promise<void>((done) => {
      secondWaits = done;
    });
    const { until, ended } = startChild(manifest);
    const first = until((message) => message.type === 'installed');
    await expect.poll(() => hub?.asked.length, { timeout: 20_000 }).toBe(1);
    const second = await setup(manifest, {
      onProgress: (event) => {
        events.push(event);
        if (event.type === 'waiting') secondWaits();
      },
    });
    expect(await first).toMatchObject({ type: 'installed' });
    expect(second).toMatchObject({ ok: true });
    expect(events).toContainEqual({ type: 'present', what: 'weights' });
    expect(hub?.asked).toEqual(['GET all']);
    await ended;
  });

  it.each([
    ['there is no cmake', 'no-cmake', []],
    ['there is no compiler', 'no-compiler', ['cmake']],
    ['building fails', 'build-failed', ['cmake', 'c++']],
  ])('takes the prebuilt engine and says why when %s', async (_, reason, tools) => {
    const manifest = await serve();
    const bin = join(cache, 'bin');
    await mkdir(bin);
    // Tools that know their version and fail at everything else, as a broken toolchain does.
    for (const tool of tools)
      await writeFile(join(bin, tool), '#!/bin/sh\ntest "$1" = --version\n', { mode: 0o755 });
    const path = process.env['PATH'];
    process.env['PATH'] = bin;
    try {
      const installed = await setup(manifest, { engine: 'auto' });
      expect(installed).toMatchObject({ ok: true, value: { engine: { name: 'prebuilt' } } });
      expect(events).toContainEqual({ type: 'fallback', engine: 'prebuilt', reason });
      expect(await findInstalled('toy', 'auto', { cache, manifest })).toEqual(installed);
      const native = await setup(manifest, { engine: 'native' });
      expect(native).toMatchObject({ ok: false, error: { code: 'engine-missing' } });
    } finally {
      process.env['PATH'] = path;
    }
    const left = (await readdir(join(cache, 'engines'))).filter((name) => !name.endsWith('.failed.json'));
    expect(left).toEqual([]);
  });

  it('can be stopped while the engine is built, with nothing left running or half built', async () => {
    const manifest = await serve();
    const stop = new AbortController();
    const onProgress = (event: SetupEvent): void => {
      if (event.type === 'progress' && event.step === 'build') stop.abort();
    };
    const stopped = await setup(manifest, { engine: 'native', onProgress, signal: stop.signal });
    expect(stopped).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await readdir(join(cache, 'engines'))).toEqual([]);
    await expect.poll(() => commandLinesWith(cache), { timeout: 10_000 }).toEqual([]);
  });

  it('says so when the disk is too small or the folder cannot be written', async () => {
    const url = (await serve()).hub.url;
    expect(await setup(manifestAt(url, { bytes: 2 ** 50 }))).toMatchObject({
      ok: false,
      error: { code: 'disk-full' },
    });
    const blocked = join(cache, 'a-file');
    await writeFile(blocked, '');
    const refused = await setup(manifestAt(url), { cache: join(blocked, 'cache') });
    expect(refused).toMatchObject({ ok: false, error: { code: 'out-unwritable' } });
  });
});
