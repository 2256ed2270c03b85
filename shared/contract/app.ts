import { z } from 'zod';
import { Chart } from './chart.ts';
import { FootnoteError, type Result } from './errors.ts';
import { Flag } from './flag.ts';
import { Instructions } from './instructions.ts';
import { Note } from './note.ts';
import { operation, type Operation } from './operation.ts';
import { Transcript } from './transcript.ts';

/**
 * What a window can ask of its host. The loopback routes, the preload bridge and the renderer's client are derived from
 * `appOperations`; both ends parse. Times are ISO 8601 strings, lengths ms.
 */
export const Stage = z.enum(['transcribe', 'brief', 'draft', 'review', 'instructions']);
export type Stage = z.infer<typeof Stage>;

/** How far the work on a visit is; `share` is 0..1 of that stage, measured by the stage itself. */
export const Progress = z.object({ stage: Stage, share: z.number().min(0).max(1) });
export type Progress = z.infer<typeof Progress>;

/** The states of a visit that this host can reach; derived, never stored. */
export const VisitState = z.enum(['new', 'briefed', 'transcribing', 'draft', 'stopped']);
export type VisitState = z.infer<typeof VisitState>;

export const VisitSummary = z.object({
  id: z.string(),
  sample: z.boolean(),
  state: VisitState,
  createdAt: z.string(),
  patient: z
    .object({ name: z.string(), birthDate: z.string().optional(), sex: z.string(), id: z.string() })
    .optional(),
  hasAudio: z.boolean(),
  durationMs: z.number().nonnegative().optional(),
  /** Flags still open, by how loudly they ask. */
  open: z.object({ interrupt: z.number(), show: z.number() }),
  progress: Progress.optional(),
  error: FootnoteError.optional(),
});
export type VisitSummary = z.infer<typeof VisitSummary>;

/** What a person did with a flag; `reason` is their own words and stays with the visit. */
export const Settlement = z.object({ as: z.enum(['dismissed', 'fixed']), reason: z.string().max(500) });
export type Settlement = z.infer<typeof Settlement>;

export const VisitView = z.object({
  summary: VisitSummary,
  chart: Chart.optional(),
  transcript: Transcript.optional(),
  note: Note.optional(),
  instructions: z.array(Instructions),
  flags: z.array(Flag),
  /** By flag id; a flag that is not here is open. */
  settled: z.record(z.string(), Settlement),
  /** Ids of lines whose source has been on the screen. */
  seen: z.array(z.string()),
});
export type VisitView = z.infer<typeof VisitView>;

/** Pushed by the host as it happens. A window that missed some asks for the visit again: events carry no content. */
export const AppEvent = z.object({ visit: z.string(), progress: Progress.optional(), state: VisitState });
export type AppEvent = z.infer<typeof AppEvent>;

export const UploadKind = z.enum(['audio', 'chart']);
export type UploadKind = z.infer<typeof UploadKind>;
export const Uploaded = z.object({ upload: z.string(), bytes: z.number() });
export type Uploaded = z.infer<typeof Uploaded>;

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const nothing = z.object({}).strict();
const done = z.object({ done: z.literal(true) });

export const appOperations = {
  'app.state': operation({
    name: 'app.state',
    summary: 'what this host is and where it keeps visits',
    input: nothing,
    output: z.object({
      version: z.string(),
      host: z.enum(['browser', 'desktop']),
      /** `memory`: visits are gone when the host stops. */
      keeping: z.enum(['memory', 'vault']),
      sample: z.boolean(),
    }),
    errors: [],
  }),
  'visits.list': operation({
    name: 'visits.list',
    summary: 'the work list, newest first',
    input: nothing,
    output: z.object({ visits: z.array(VisitSummary) }),
    errors: [],
  }),
  'visits.create': operation({
    name: 'visits.create',
    summary: 'a visit from what was uploaded, or the sample visit',
    input: z
      .object({ audio: id.optional(), chart: id.optional(), sample: z.boolean().optional() })
      .strict()
      .refine((ask) => Boolean(ask.sample) !== Boolean(ask.audio ?? ask.chart), 'either files or the sample'),
    output: z.object({ visit: z.string() }),
    errors: ['upload-missing', 'chart-not-json', 'chart-not-fhir', 'chart-two-patients', 'chart-no-patient'],
  }),
  'visits.attach': operation({
    name: 'visits.attach',
    summary: 'adds a recording or a chart that the visit does not have yet',
    input: z.object({ visit: id, kind: UploadKind, upload: id }).strict(),
    output: done,
    errors: [
      'visit-missing',
      'upload-missing',
      'visit-busy',
      'chart-not-json',
      'chart-not-fhir',
      'chart-two-patients',
      'chart-no-patient',
    ],
  }),
  'visits.draft': operation({
    name: 'visits.draft',
    summary: 'starts hearing and drafting; how far it is comes as events',
    input: z.object({ visit: id, language: z.enum(['en', 'es', 'auto']).default('auto') }).strict(),
    output: done,
    errors: ['visit-missing', 'visit-busy', 'audio-empty'],
  }),
  'visits.cancel': operation({
    name: 'visits.cancel',
    summary: 'stops hearing or drafting; the recording is kept',
    input: z.object({ visit: id }).strict(),
    output: done,
    errors: ['visit-missing'],
  }),
  'visits.open': operation({
    name: 'visits.open',
    summary: 'everything about one visit',
    input: z.object({ visit: id }).strict(),
    output: VisitView,
    errors: ['visit-missing'],
  }),
  'visits.remove': operation({
    name: 'visits.remove',
    summary: 'forgets a visit that is kept in memory',
    input: z.object({ visit: id }).strict(),
    output: done,
    errors: ['visit-missing'],
  }),
  'flags.settle': operation({
    name: 'flags.settle',
    summary: 'dismisses a flag with a reason, marks it fixed, or opens it again',
    input: z
      .object({
        visit: id,
        flag: z.string().max(200),
        as: z.enum(['dismissed', 'fixed', 'open']),
        reason: z.string().max(500).default(''),
      })
      .strict(),
    output: done,
    errors: ['visit-missing', 'flag-missing'],
  }),
  'lines.see': operation({
    name: 'lines.see',
    summary: 'records that the source of a line has been on the screen',
    input: z.object({ visit: id, line: z.string().max(200) }).strict(),
    output: done,
    errors: ['visit-missing'],
  }),
} as const satisfies Record<string, Operation>;

export type AppOperations = typeof appOperations;
export type AppOperationName = keyof AppOperations;
/** As a caller writes it; defaults may be left out. */
export type AppInput<Name extends AppOperationName> = z.input<AppOperations[Name]['input']>;
export type AppParsed<Name extends AppOperationName> = z.output<AppOperations[Name]['input']>;
export type AppOutput<Name extends AppOperationName> = z.output<AppOperations[Name]['output']>;

export const isAppOperation = (name: string): name is AppOperationName => Object.hasOwn(appOperations, name);

const Envelope = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: FootnoteError }),
]);

/** Reads a reply from the wire; `undefined` where it is none, which is a fault of ours and not of the person. */
export const parseReply = <Output extends z.ZodType>(
  output: Output,
  raw: unknown,
): Result<z.output<Output>> | undefined => {
  const envelope = Envelope.safeParse(raw);
  if (!envelope.success) return undefined;
  if (!envelope.data.ok) return envelope.data;
  const value = output.safeParse(envelope.data.value);
  return value.success ? { ok: true, value: value.data } : undefined;
};
