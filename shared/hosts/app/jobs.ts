import type { VoicePrint } from '../../contract/voice.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { FootnoteError } from '../../contract/errors.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import type { Progress, Stage } from '../../contract/visits.ts';
import { code, type Log } from '../../platform/log.ts';
import type { Clinic } from './clinic.ts';
import { modelConnection } from './connection-settings.ts';
import { soundWithSides } from './balance.ts';
import type { Events } from './events.ts';
import { redraft, transcriptHash } from './redraft.ts';
import type { AppServices } from './services.ts';
import { isBeginningOf, soundBytes, soundOfNow } from './sound.ts';
import type { LiveEars } from './live-ears.ts';
import type { ContentReader } from './visit-content.ts';

export type Language = 'en' | 'es' | 'auto';

export interface JobsGround {
  readonly services: AppServices;
  readonly reader: ContentReader;
  readonly ears: LiveEars;
  /** How a person's voice sounds, where she had it learned. */
  readonly voiceOf: (clinic: Clinic, person: string) => Promise<VoicePrint | undefined>;
  readonly events: Events;
  readonly version: string;
  readonly log: Log;
  /** A job has ended: the record may be waiting for it to close. */
  readonly ended: () => void;
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  progress: Progress;
}

/** The engine is installed, as was looked just before: one that cannot be begun has died, and may be tried again. */
const diedOrRefused = (refused: FootnoteError['code']): FootnoteError['code'] =>
  refused === 'engine-missing' ? 'engine-failed' : refused;

/** The hearing and drafting that goes on in the background, one job at a time for each visit. */
export class Jobs {
  private readonly running = new Map<string, Running>();
  private readonly errors = new Map<string, FootnoteError>();

  constructor(private readonly ground: JobsGround) {}

  progressOf(visit: string): Progress | undefined {
    return this.running.get(visit)?.progress;
  }

  errorOf(visit: string): FootnoteError | undefined {
    return this.errors.get(visit);
  }

  get isBusy(): boolean {
    return this.running.size > 0;
  }

  /** Hears all kept sound of the visit and drafts from it. */
  hear(clinic: Clinic, record: VisitRecord, language: Language, by: string): void {
    this.start(record, 'transcribe', (abort, onProgress) =>
      this.hearAndDraft(clinic, record, language, by, abort, onProgress),
    );
  }

  /** Drafts again from the transcript that is there. */
  draft(clinic: Clinic, record: VisitRecord, by: string, work: () => Promise<Result<unknown>>): void {
    this.start(record, 'draft', async (abort, onProgress) => {
      const before = await this.ground.reader.read(record);
      if (!before.ok) return before;
      const done = await work();
      return done.ok ? this.redraft(clinic, record, by, before.value, abort, onProgress) : done;
    });
  }

  private start(
    record: VisitRecord,
    stage: Stage,
    work: (abort: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Result<unknown>>,
  ): void {
    const { visit } = record;
    const abort = new AbortController();
    const tell = (): void => {
      const progress = this.running.get(visit)?.progress;
      const { stage: state } = record.state();
      this.ground.events.tell({ what: 'visit', visit, state, ...(progress && { progress }) });
    };
    const onProgress = (progress: Progress): void => {
      const job = this.running.get(visit);
      if (job) job.progress = progress;
      tell();
    };
    this.errors.delete(visit);
    const ended = Promise.resolve()
      .then(() => work(abort.signal, onProgress))
      .catch((): Result<never> => refuse('fault'))
      .then((result) => {
        this.running.delete(visit);
        const error = abort.signal.aborted ? refuse('cancelled').error : result.ok ? undefined : result.error;
        if (error) {
          this.errors.set(visit, error);
          this.ground.log.note('draft.refused', { code: code(error.code) });
        }
        tell();
        this.ground.ended();
      });
    this.running.set(visit, { abort, ended, progress: { stage, share: 0 } });
    tell();
  }

  private async hearAndDraft(
    clinic: Clinic,
    record: VisitRecord,
    language: Language,
    by: string,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Result<unknown>> {
    const { stages, speech } = this.ground.services;
    if (soundBytes(record.state()) === 0) return refuse('audio-empty');
    const before = await this.ground.reader.read(record);
    if (!before.ok) return before;
    const installed = await speech.find();
    if (!installed.ok) return installed;
    const sound = soundOfNow(record.state());
    // What was heard while it was recorded only lacks its tail; without that, all kept sound is heard now.
    const ahead = await this.ground.ears.finish(record.visit);
    const heard = ahead.ok
      ? ahead
      : await stages.transcribe({
          audio: await soundWithSides(record),
          speech: installed.value,
          engine: undefined,
          language,
          chart: before.value.chart,
          print: await this.ground.voiceOf(clinic, by),
          secondListening: clinic.settings().secondListening,
          signal,
          onProgress: (share) => {
            onProgress({ stage: 'transcribe', share: Math.min(1, Math.max(0, share)) });
          },
        });
    if (!heard.ok) return refuse(diedOrRefused(heard.error.code));
    if (signal.aborted) return refuse('cancelled');
    const last = record.state().transcript;
    const known = last && isBeginningOf(last.sound, sound) ? before.value.transcript : undefined;
    const transcript = known ? stages.rememberSpeakers(heard.value, known) : heard.value;
    const sha256 = transcriptHash(transcript);
    const written = await record.append({ kind: 'transcript', transcript, sha256, sound }, by);
    if (!written.ok) return written;
    return this.redraft(clinic, record, by, before.value, signal, onProgress);
  }

  private redraft(
    clinic: Clinic,
    record: VisitRecord,
    by: string,
    before: Parameters<typeof redraft>[3],
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Result<unknown>> {
    const { services, reader, version } = this.ground;
    return redraft(
      {
        stages: services.stages,
        reader,
        version,
        settings: clinic.settings(),
        openModel: async () => {
          const connection = modelConnection(clinic.record);
          if (connection.drafter === 'embedded' || !connection.tasks.includes('draft'))
            return succeed(undefined);
          return services.models.open(connection, clinic.record.allowedHosts(), 'draft');
        },
        signal,
        onDraft: (share) => {
          onProgress({ stage: 'draft', share: Math.min(1, Math.max(0, share)) });
        },
        onStage: async (stage) => {
          onProgress({ stage, share: 0 });
          // The stages compute in this thread: sound that has come meanwhile is sealed before the next one begins.
          await new Promise((resolve) => setImmediate(resolve));
        },
      },
      record,
      by,
      before,
    );
  }

  cancel(visit: string): void {
    this.running.get(visit)?.abort.abort();
  }

  /** Cancels everything and waits until it has ended. */
  async close(): Promise<void> {
    for (const { abort } of this.running.values()) abort.abort();
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
    this.errors.clear();
  }
}

export const refuseIfBusy = (jobs: Jobs, visit: string): Result<void> =>
  jobs.progressOf(visit) ? refuse('visit-busy') : succeed(undefined);
