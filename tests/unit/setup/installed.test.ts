import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../../shared/contract/setup.ts';
import { sha256 } from '../../../shared/platform/hash.ts';
import { listModels, removeModel } from '../../../shared/setup/models.ts';
import { findInstalled } from '../../../shared/setup/run.ts';

const FILE = Buffer.from('weights, or what stands for them here');
const manifest: ModelManifest = {
  version: 1,
  source: 'made up',
  date: '2026-01-01',
  default: 'toy',
  hub: { url: 'http://127.0.0.1:1/', hosts: [] },
  models: [
    {
      name: 'toy',
      aliases: ['toy-q8_0'],
      file: 'ggml-toy.bin',
      languages: ['en'],
      bytes: FILE.length,
      sha256: sha256(FILE),
      licence: 'MIT',
    },
  ],
};

let cache = '';
const path = (): string => join(cache, 'models', 'ggml-toy.bin');
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await mkdir(join(cache, 'models'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const found = (name?: string) => findInstalled(name, 'prebuilt', { cache, manifest });
const state = async (): Promise<string | undefined> => {
  const listing = await listModels({ cache, manifest });
  return listing.ok ? listing.value[0]?.state : listing.error.code;
};

describe('models on disk', () => {
  it('are missing until they are there, and no network is asked', async () => {
    expect(await found()).toMatchObject({ ok: false, error: { code: 'weights-missing' } });
    expect(await state()).toBe('missing');
  });

  it('are accepted when laid there by hand, if the hash is right', async () => {
    await writeFile(path(), FILE);
    for (const name of [undefined, 'toy', 'toy-q8_0'])
      expect(await found(name)).toMatchObject({
        ok: true,
        value: { model: { name: 'toy', path: path(), sha256: sha256(FILE), bytes: FILE.length } },
      });
    expect(await state()).toBe('installed');
  });

  it.each([
    ['cut short', FILE.subarray(0, 10)],
    ['changed inside', Buffer.from(FILE).fill(0, 3, 5)],
    ['empty', Buffer.alloc(0)],
  ])('are listed as damaged and deleted when used, if they are %s', async (_, bytes) => {
    await writeFile(path(), bytes);
    expect(await state()).toBe('damaged');
    expect(existsSync(path())).toBe(true);
    expect(await found()).toMatchObject({ ok: false, error: { code: 'weights-corrupt' } });
    expect(existsSync(path())).toBe(false);
    expect(await found()).toMatchObject({ ok: false, error: { code: 'weights-missing' } });
  });

  it('are hashed again when the file changed after it was found right', async () => {
    await writeFile(path(), FILE);
    expect(await found()).toMatchObject({ ok: true });
    await writeFile(path(), Buffer.alloc(FILE.length, 1));
    await utimes(path(), new Date(), new Date(Date.now() + 5000));
    expect(await found()).toMatchObject({ ok: false, error: { code: 'weights-corrupt' } });
  });

  it('are removed with what is half fetched of them', async () => {
    await mkdir(join(cache, 'downloads'));
    const part = join(cache, 'downloads', 'ggml-toy.bin.part');
    await writeFile(part, 'half');
    await writeFile(path(), FILE);
    expect(await removeModel('toy-q8_0', { cache, manifest })).toEqual({
      ok: true,
      value: { removed: true },
    });
    expect([existsSync(path()), existsSync(part)]).toEqual([false, false]);
    expect(await removeModel('toy', { cache, manifest })).toEqual({ ok: true, value: { removed: false } });
  });

  it('are refused by a name that nobody knows, with the names there are', async () => {
    const refused = { ok: false, error: { code: 'model-unknown' } };
    expect(await found('giant')).toMatchObject(refused);
    const removal = await removeModel('giant', { cache, manifest });
    expect(removal).toMatchObject(refused);
    expect(removal.ok ? '' : removal.error.message).toContain('toy');
  });
});
