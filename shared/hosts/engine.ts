import { availableParallelism } from 'node:os';
import type { EngineName } from '../contract/commands.ts';
import type { Installed } from '../contract/setup.ts';
import { DEFAULT_SEARCH, type Engine } from '../transcribe/engines/engine.ts';
import { makeNativeEngine } from '../transcribe/engines/native.ts';

/** The engine asked for, or the best one that setup found on this machine. */
export const makeEngine = ({ model, engine }: Installed, _wanted: EngineName | undefined): Engine => {
  const settings = {
    modelPath: model.path,
    modelName: model.name,
    modelSha256: model.sha256,
    threads: availableParallelism(),
    ...DEFAULT_SEARCH,
  };
  return makeNativeEngine({ ...settings, serverPath: engine.path, version: engine.version });
};
