import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Engine, Weights } from './engine.ts';
import { makeWorkerEngine } from './worker-engine.ts';

export interface WhisperNodeSettings extends Weights {
  /** Version of `whisper-node`. */
  readonly version: string;
  /** Folder, outside node_modules, for a copy of the package: it compiles itself in place when it is imported. */
  readonly workFolder: string;
}

/**
 * The `whisper-node` package, for comparison only. It compiles an old whisper.cpp when imported, passes paths through a
 * shell, changes folder, may exit the process and takes neither thread count nor beam; so it runs on a copy of its own,
 * in a process of its own, and hears sound from a file that is deleted afterwards. It gives no confidences.
 */
export const makeWhisperNodeEngine = (settings: WhisperNodeSettings): Engine => {
  const packageFolder = dirname(createRequire(import.meta.url).resolve('whisper-node/package.json'));
  return makeWorkerEngine({
    identity: {
      name: 'whisper-node',
      version: settings.version,
      model: settings.modelName,
      sha256: settings.modelSha256,
    },
    program: './whisper-node-worker.mjs',
    load: { packageFolder, workFolder: settings.workFolder, modelPath: settings.modelPath },
    // The copy finds its dependencies where the original does.
    env: { NODE_PATH: resolve(packageFolder, '..') },
  });
};
