import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNative, programName } from '../../../shared/setup/engine/find.ts';
import { placesIn } from '../../../shared/setup/places.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-shipped-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the engine of an installed app', () => {
  it('is the one that lies beside the app, also where none was ever built', async () => {
    const engine = join(folder, 'app', 'engine');
    await mkdir(engine, { recursive: true });
    await writeFile(join(engine, 'engine.json'), JSON.stringify({ version: '1.9.1' }));
    expect(await findNative(placesIn(join(folder, 'cache')), join(folder, 'app'))).toEqual({
      name: 'native',
      path: join(engine, programName('whisper-server')),
      version: '1.9.1',
    });
  });

  it('is not taken for there where the installer left none', async () => {
    await mkdir(join(folder, 'app'), { recursive: true });
    expect(await findNative(placesIn(join(folder, 'cache')), join(folder, 'app'))).toBeUndefined();
  });
});
