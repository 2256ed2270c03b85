import type { VoicePrint } from '../../contract/voice.ts';
import type { Clinic } from './clinic.ts';
import { voiceHandlers, voiceOf } from './voices.ts';
import { z } from 'zod';
import type { Recorder } from '../../capture/recorder/recorder.ts';
import { appOperations, type AppEvent, type AppOperationName } from '../../contract/app.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { ChunkKept } from '../../contract/record.ts';
import type { UploadKind, Uploaded } from '../../contract/visits.ts';
import { code, type Log } from '../../platform/log.ts';
import type { BackOff } from '../../deliver/fhir/send-queue.ts';
import type { VaultGround } from '../../vault/vault.ts';
import { approveHandlers } from './approve-handlers.ts';
import { codeHandlers } from './codes-handlers.ts';
import { exportHandlers } from './export-handlers.ts';
import { connectionHandlers } from './connections-handlers.ts';
import type { AppContext, HandlersOf, Sample } from './context.ts';
import { Desk } from './desk.ts';
import { editHandlers } from './edit-handlers.ts';
import { Evaluation } from './evaluation.ts';
import { makeEvents } from './events.ts';
import { Jobs } from './jobs.ts';
import { letterHandlers } from './letter-handlers.ts';
import { LiveEars } from './live-ears.ts';
import { modelHandlers } from './models-handlers.ts';
import { makePages } from './pages.ts';
import { peopleHandlers } from './people-handlers.ts';
import { plainWordsHandlers } from './plain-words-handlers.ts';
import { consentHandlers, keepChunk, recordHandlers } from './record-handlers.ts';
import { reviewHandlers } from './review-handlers.ts';
import { releaseHandlers } from './release-handlers.ts';
import { Sender } from './sender.ts';
import { SignIns } from './sign-ins.ts';
import type { AppServices } from './services.ts';
import { auditHandlers, doingHandlers, settingsHandlers, supportHandlers } from './settings-handlers.ts';
import { sheetHandlers } from './sheet-handlers.ts';
import { sharingHandlers } from './sharing-handlers.ts';
import { soundFile, type SoundFile } from './sound.ts';
import { makeUpkeep } from './upkeep.ts';
import { makeUploads, type Uploads } from './uploads.ts';
import { makeContentReader } from './visit-content.ts';
import { visitHandlers } from './visit-handlers.ts';
import { wordingHandlers } from './wording-handlers.ts';

export interface AppHostOptions {
  readonly services: AppServices;
  /** Where the record is, and what opens it beside a passphrase. */
  readonly vault: VaultGround;
  readonly host: 'browser' | 'desktop';
  readonly version: string;
  readonly log: Log;
  readonly sample?: () => Promise<Sample>;
  readonly uploads?: Uploads;
  /** Pauses between tries to send into a record system that is away. */
  readonly sendAgain?: BackOff;
}

/** What a transport (loopback, Electron) binds to. */
export interface AppHost {
  /** Parses, runs and checks one operation. A bug is logged by its operation and comes back as `fault`. */
  readonly call: (name: AppOperationName, input: unknown) => Promise<Result<unknown>>;
  readonly upload: (kind: UploadKind, body: AsyncIterable<Uint8Array>) => Promise<Result<Uploaded>>;
  /** Answers once the half second is sealed on the disk. */
  readonly chunk: (
    visit: string,
    recording: string,
    seq: number,
    pcm: Uint8Array,
  ) => Promise<Result<ChunkKept>>;
  /** All kept sound of a visit, opened as it is read. */
  readonly audio: (visit: string) => Promise<Result<SoundFile>>;
  /** A page for print by its ticket, once. */
  readonly page: (ticket: string) => string | undefined;
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  /** Recordings that run or are paused now: a window that would close asks first. */
  readonly live: () => ReturnType<Recorder['live']>;
  /** The machine falls asleep, and wakes: one gap in every recording that runs. */
  readonly sleeps: () => Promise<void>;
  readonly wakes: () => Promise<void>;
  /** Hosts that an administrator allows to be reached; none while the record is closed. */
  readonly allowedHosts: () => readonly string[];
  /** Ends all work, closes the record and wipes what is in memory. */
  readonly close: () => Promise<void>;
}

const Touched = z.object({ visit: z.string() });
const ONLY_READ: ReadonlySet<AppOperationName> = new Set([
  'visits.open',
  'visits.transcript',
  'visits.waveform',
  'edit.difference',
  'review.check',
  'lines.see',
  'audit.view',
  'audit.export',
  'support.log',
  'release.draft-page',
  'codes.offer',
  'words.plain',
  'connections.get',
]);

const stateHandlers = ({ desk, services, host, version, sample }: AppContext): HandlersOf<'app.state'> => ({
  'app.state': async () => {
    const person = desk.person();
    const clinic = desk.clinic();
    const key = desk.bufferKey();
    return succeed({
      version,
      host,
      record: await desk.standing(),
      ...(person && { desk: person }),
      ...(key && { bufferKey: key.toString('base64') }),
      recordings: clinic.ok ? [...clinic.value.recorder.live()] : [],
      speech: (await services.speech.find()).ok ? 'ready' : 'missing',
      sample: sample !== undefined,
      findings: clinic.ok ? clinic.value.record.findings().length : 0,
    });
  },
});

const contextOf = (options: AppHostOptions): AppContext & { readonly close: () => Promise<void> } => {
  const { services, vault, log, host, version, sample, uploads = makeUploads() } = options;
  const events = makeEvents();
  const reader = makeContentReader(services.stages);
  const pages = makePages(vault.now);
  const upkeep = makeUpkeep(log);
  const voice = (clinic: Clinic, person: string): Promise<VoicePrint | undefined> =>
    voiceOf(vault, clinic, person);
  const ears = new LiveEars(services, reader, events);
  const signIns = new SignIns({
    now: vault.now,
    seated: () => desk.person()?.person,
    changed: () => {
      events.tell({ what: 'connections' });
      sender.nudge();
    },
  });
  const sender: Sender = new Sender({ reader, signIns, events, log, backOff: options.sendAgain });
  const evaluation = new Evaluation({ services, events, log });
  const jobs = new Jobs({
    services,
    ears,
    voiceOf: voice,
    reader,
    events,
    version,
    log,
    ended: () => {
      void desk.settle();
    },
  });
  const desk: Desk = new Desk({
    vault,
    isBusy: () => {
      const clinic = desk.clinic();
      return jobs.isBusy || (clinic.ok && clinic.value.recorder.isRecording());
    },
    changed: () => {
      if (!desk.person() || desk.person()?.locked) {
        reader.forget();
        pages.clear();
      }
      events.tell({ what: 'desk' });
    },
    opened: async (clinic) => {
      await upkeep.begin(clinic);
      sender.begin(clinic);
    },
    closing: async () => {
      upkeep.end();
      signIns.stop();
      await sender.end();
      await evaluation.stop();
      ears.closeAll();
      reader.forget();
      pages.clear();
    },
  });
  return {
    desk,
    services,
    vaultGround: vault,
    reader,
    jobs,
    ears,
    sender,
    signIns,
    evaluation,
    uploads,
    pages,
    events,
    sample,
    host,
    version,
    log,
    now: vault.now,
    close: async () => {
      await jobs.close();
      await desk.close();
    },
  };
};

const handlersOf = (context: AppContext): HandlersOf<AppOperationName> => ({
  ...stateHandlers(context),
  ...peopleHandlers(context),
  ...visitHandlers(context),
  ...recordHandlers(context),
  ...consentHandlers(context),
  ...editHandlers(context),
  ...sheetHandlers(context),
  ...reviewHandlers(context),
  ...plainWordsHandlers(context),
  ...approveHandlers(context),
  ...letterHandlers(context),
  ...releaseHandlers(context),
  ...exportHandlers(context),
  ...codeHandlers(context),
  ...settingsHandlers(context),
  ...voiceHandlers(context),
  ...connectionHandlers(context),
  ...wordingHandlers(context),
  ...sharingHandlers(context),
  ...auditHandlers(context),
  ...doingHandlers(context),
  ...supportHandlers(context),
  ...modelHandlers(context),
});

/** The record of this host and the operations on it. */
export const makeAppHost = (options: AppHostOptions): AppHost => {
  const context = contextOf(options);
  const { desk, log } = context;
  const handlers = handlersOf(context);

  const run = async (name: AppOperationName, input: unknown): Promise<Result<unknown>> => {
    const parsed = appOperations[name].input.safeParse(input);
    if (!parsed.success) return refuse('usage');
    // The table is indexed by the same name as the schema that has just parsed the input.
    const handler = handlers[name] as (ask: unknown) => Promise<Result<unknown>> | Result<unknown>;
    const result = await handler(parsed.data);
    if (!result.ok) return result;
    const output = appOperations[name].output.parse(result.value);
    announce(name, parsed.data, output);
    return succeed(output);
  };

  /** Every window hears that a visit has changed, also those that did not ask for it. */
  const announce = (name: AppOperationName, input: unknown, output: unknown): void => {
    if (ONLY_READ.has(name)) return;
    const visit = Touched.safeParse(output).data?.visit ?? Touched.safeParse(input).data?.visit;
    const clinic = desk.clinic();
    const listed = clinic.ok && clinic.value.record.list().find((one) => one.visit === visit);
    if (!listed) return;
    const progress = context.jobs.progressOf(listed.visit);
    context.events.tell({
      what: 'visit',
      visit: listed.visit,
      state: listed.stage,
      ...(progress && { progress }),
    });
  };

  const guarded = async <T>(what: string, task: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await task();
    } catch {
      log.note('operation.fault', { operation: code(what) });
      return refuse('fault');
    }
  };

  return {
    call: (name, input) => guarded(name, () => run(name, input)),
    upload: (kind, body) =>
      guarded('upload', async () => {
        const person = desk.person();
        if (!person) return refuse('session-ended');
        return person.locked ? refuse('session-locked') : context.uploads.take(kind, body);
      }),
    chunk: (visit, recording, seq, pcm) =>
      guarded('record.chunk', () => keepChunk(context, visit, recording, seq, pcm)),
    audio: (visit) =>
      guarded('audio', async () => {
        const at = await desk.atVisit('read-visit', visit);
        return at.ok ? soundFile(at.value.record) : at;
      }),
    page: context.pages.take,
    subscribe: context.events.subscribe,
    live: () => {
      const clinic = desk.clinic();
      return clinic.ok ? clinic.value.recorder.live() : [];
    },
    sleeps: async () => {
      const clinic = desk.clinic();
      if (clinic.ok) await clinic.value.recorder.sleeps();
    },
    wakes: async () => {
      const clinic = desk.clinic();
      if (clinic.ok) await clinic.value.recorder.wakes();
    },
    allowedHosts: () => {
      const clinic = desk.clinic();
      return clinic.ok ? clinic.value.record.allowedHosts() : [];
    },
    close: context.close,
  };
};
