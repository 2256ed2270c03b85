import type { Installed } from '../contract/setup.ts';
import type { Result } from '../contract/errors.ts';
import type { AppServices } from './app/services.ts';
import { composeStages } from './compose.ts';
import { runVisit } from './visit-run.ts';

/** What a window's visit needs: the composed stages, and speech that is set up when the first recording comes. */
export const appServices = (
  ensureSpeech: (signal: AbortSignal) => Promise<Result<Installed>>,
): AppServices => {
  const stages = composeStages();
  return {
    readChart: stages.readChart,
    runVisit: async (request) => {
      const speech = await ensureSpeech(request.signal);
      if (!speech.ok) return speech;
      return runVisit(stages, { ...request, speech: speech.value, engine: undefined, questions: [] });
    },
  };
};
