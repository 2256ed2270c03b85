import type { ModelFetch } from '../contract/models.ts';
import type { SetupEvent } from '../contract/setup.ts';
import { listModels } from '../setup/models.ts';
import { findInstalled, runSetup } from '../setup/run.ts';
import type { AppServices } from './app/services.ts';
import { modelShelf } from './model-shelf.ts';
import { speakerModelState } from './speaker-model.ts';
import { composeStages, type StagesGround } from './compose.ts';

const fetchOf = (name: string, event: SetupEvent): ModelFetch | undefined =>
  event.type === 'progress'
    ? { name, step: event.step, share: event.total > 0 ? Math.min(1, event.done / event.total) : 0 }
    : undefined;

/** What a window's visit needs: the composed stages, and the speech of this machine. */
export const appServices = ({ startNode }: StagesGround = {}): AppServices => ({
  stages: composeStages({ startNode }),
  models: modelShelf(),
  speech: {
    find: () => findInstalled(),
    list: () => listModels(),
    speakerModel: () => speakerModelState(),
    get: (model, signal, onProgress) =>
      runSetup({
        model,
        yes: true,
        signal,
        startNode,
        onProgress: (event) => {
          const fetching = fetchOf(model, event);
          if (fetching) onProgress(fetching);
        },
      }),
  },
});
