import { refuse, type Result } from '../../contract/errors.ts';
import { code, type Log } from '../../platform/log.ts';
import { draftVisit } from './draft-visit.ts';
import type { Shelf } from './shelf.ts';
import type { AppServices, VisitDrafts } from './services.ts';
import type { Visit } from './visit.ts';

/** The drafting that goes on in the background, one at a time for each visit. */
export interface Jobs {
  readonly start: (visit: Visit, audio: Uint8Array, language: 'en' | 'es' | 'auto') => void;
  readonly cancel: (visit: string) => void;
  /** Cancels everything and waits until it has ended. */
  readonly close: () => Promise<void>;
}

export const makeJobs = (services: AppServices, shelf: Shelf, log: Log): Jobs => {
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();

  const finish = (visit: string, result: Result<VisitDrafts>): void => {
    if (!result.ok) log.note('draft.refused', { code: code(result.error.code) });
    shelf.change(visit, (current) =>
      result.ok
        ? { ...current, progress: undefined, error: undefined, drafted: result.value, settled: {}, seen: [] }
        : { ...current, progress: undefined, error: result.error },
    );
  };

  return {
    start: (visit, audio, language) => {
      const abort = new AbortController();
      shelf.keep({ ...visit, error: undefined, progress: { stage: 'transcribe', share: 0 } });
      const ended = draftVisit(services, {
        audio,
        chart: visit.chart,
        language,
        signal: abort.signal,
        onProgress: (progress) => shelf.change(visit.id, (current) => ({ ...current, progress })),
      })
        .catch((): Result<never> => refuse('fault'))
        .then((result) => {
          running.delete(visit.id);
          finish(visit.id, result);
        });
      running.set(visit.id, { abort, ended });
    },
    cancel: (visit) => {
      running.get(visit)?.abort.abort();
    },
    close: async () => {
      for (const job of running.values()) job.abort.abort();
      await Promise.all([...running.values()].map((job) => job.ended));
    },
  };
};
