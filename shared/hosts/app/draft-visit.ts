import type { Progress } from '../../contract/app.ts';
import type { Chart } from '../../contract/chart.ts';
import { refuse, type Result } from '../../contract/errors.ts';
import { withAudioFile } from './audio-file.ts';
import type { AppServices, VisitDrafts } from './services.ts';

export interface DraftRequest {
  readonly audio: Uint8Array;
  readonly chart: Chart | undefined;
  readonly language: 'en' | 'es' | 'auto';
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Recording and chart in, drafts out. Errors are those of the stages, and `cancelled`. */
export const draftVisit = async (
  services: AppServices,
  { audio, onProgress, ...request }: DraftRequest,
): Promise<Result<VisitDrafts>> => {
  const drafts = await withAudioFile(audio, (audioPath) =>
    services.runVisit({
      ...request,
      audioPath,
      onProgress: (stage, share) => {
        onProgress({ stage, share: Math.min(1, Math.max(0, share)) });
      },
    }),
  );
  return request.signal.aborted ? refuse('cancelled') : drafts;
};
