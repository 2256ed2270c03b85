import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SpeakerModelManifest } from '../../../shared/contract/speaker-model.ts';
import {
  openSpeakerModel,
  speakerModelCheck,
  speakerModelState,
} from '../../../shared/hosts/speaker-model.ts';
import { framesModel, modelOf } from '../../fixtures/made-speaker-model.ts';

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'footnote-speaker-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const MEL = { kind: 'log-mel', window: 'povey' } as const;

const lay = async (bytes: Uint8Array, change: Partial<SpeakerModelManifest> = {}): Promise<void> => {
  const manifest: SpeakerModelManifest = {
    version: 1,
    name: 'Spread of bands',
    licence: 'Apache-2.0',
    file: 'spread.onnx',
    sha256: modelOf(bytes, MEL).identity.sha256,
    input: MEL,
    ...change,
  };
  await mkdir(join(cache, 'speaker'), { recursive: true });
  await writeFile(join(cache, 'speaker', 'spread.onnx'), bytes);
  await writeFile(join(cache, 'speaker', 'speaker.json'), JSON.stringify(manifest));
};

/** What `doctor` says. */
const said = async (): Promise<string> => speakerModelCheck(await speakerModelState(cache)).text;

describe('the speaker model of this machine', () => {
  it('is none until somebody lays one into the cache folder', async () => {
    expect(await openSpeakerModel(cache)).toBeNull();
    expect(await said()).toMatch(/no speaker model is installed/u);
  });

  it('is used by its name and hash, and doctor says so', async () => {
    await lay(framesModel());
    const model = await openSpeakerModel(cache);
    expect(model?.identity).toEqual(modelOf(framesModel(), MEL, 'Spread of bands').identity);
    await model?.close();
    expect(await said()).toBe('Voices are told apart by the speaker model "Spread of bands".');
  });

  it.each([
    [
      'another file than was described',
      { sha256: '0'.repeat(64) },
      /not the one that its description names/u,
    ],
    ['a file that is not there', { file: 'gone.onnx' }, /is not there/u],
    ['another input than it has', { input: { kind: 'samples' } as const }, /another kind of sound/u],
  ])('is not used where the description is of %s, and doctor says why', async (_, change, why) => {
    await lay(framesModel(), change);
    expect(await openSpeakerModel(cache)).toBeNull();
    expect(await said()).toMatch(why);
    expect(await said()).toMatch(/told apart by how they sound/u);
  });

  it('is not used where the description cannot be read or the file is no model', async () => {
    await lay(Buffer.from('a text'));
    expect(await said()).toMatch(/cannot be loaded/u);
    await writeFile(join(cache, 'speaker', 'speaker.json'), '{');
    expect(await said()).toMatch(/description, speaker\.json, cannot be read/u);
  });
});
