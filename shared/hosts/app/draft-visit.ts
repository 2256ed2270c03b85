import { setImmediate as breathe } from 'node:timers/promises';
import type { Progress } from '../../contract/app.ts';
import type { Chart } from '../../contract/chart.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { withAudioFile } from './audio-file.ts';
import type { AppStages } from './stages.ts';
import type { Drafted } from './visit.ts';

export interface DraftRequest {
  readonly audio: Uint8Array;
  readonly chart: Chart | undefined;
  readonly language: 'en' | 'es' | 'auto';
  readonly model: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Recording and chart in, drafts out, stage by stage. Errors are those of the stages, and `cancelled`. Between stages
 * the host breathes, so that progress reaches the window before the next one takes the thread.
 */
export const draftVisit = async (stages: AppStages, request: DraftRequest): Promise<Result<Drafted>> => {
  const { chart, signal, onProgress } = request;
  const reach = async (stage: Progress['stage']): Promise<void> => {
    onProgress({ stage, share: 0 });
    await breathe();
  };
  await reach('transcribe');
  const heard = await withAudioFile(request.audio, (audioPath) =>
    stages.transcribe({
      audioPath,
      model: request.model,
      engine: undefined,
      language: request.language,
      signal,
      onProgress: (share) => {
        onProgress({ stage: 'transcribe', share: Math.min(1, Math.max(0, share)) });
      },
    }),
  );
  if (signal.aborted) return refuse('cancelled');
  if (!heard.ok) return heard;
  const transcript = heard.value;

  await reach('draft');
  const { facts, note, flags } = stages.draft(transcript, chart);
  await reach('check');
  const conflicts = chart ? stages.conflicts(facts, chart) : [];
  await reach('instructions');
  const instructions = [stages.instructions(facts, chart, 'en'), stages.instructions(facts, chart, 'es')];
  if (signal.aborted) return refuse('cancelled');
  return succeed({ transcript, note, instructions, flags: [...flags, ...conflicts] });
};
