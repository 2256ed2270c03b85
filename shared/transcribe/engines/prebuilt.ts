import type { StartNode } from '../../platform/node-program.ts';
import type { Engine, Search, Weights } from './engine.ts';
import { makeWorkerEngine } from './worker-engine.ts';

export interface PrebuiltSettings extends Weights, Search {
  /** Version of `@fugood/whisper.node`. */
  readonly version: string;
  /** Which of its builds: on a machine with a graphics card the other two are far faster. */
  readonly variant?: 'default' | 'vulkan' | 'cuda';
  readonly startNode?: StartNode | undefined;
}

/** `@fugood/whisper.node`, for machines without a compiler. It gives no confidences. */
export const makePrebuiltEngine = (settings: PrebuiltSettings): Engine =>
  makeWorkerEngine({
    identity: {
      name: 'prebuilt',
      version: settings.version,
      model: settings.modelName,
      sha256: settings.modelSha256,
    },
    program: './prebuilt-worker.mjs',
    startNode: settings.startNode,
    load: {
      modelPath: settings.modelPath,
      variant: settings.variant ?? 'default',
      threads: settings.threads,
      beamSize: settings.beamSize,
      bestOf: settings.bestOf,
    },
  });
