import { z } from 'zod';
import { approveOperations, exportOperations, letterOperations, releaseOperations } from './approve.ts';
import { codeOperations } from './codes.ts';
import { connectionOperations } from './connections.ts';
import { FootnoteError, type Result } from './errors.ts';
import { modelOperations, ModelFetch } from './models.ts';
import { operation, type Operation } from './operation.ts';
import { AtTheDesk, peopleOperations } from './people.ts';
import { plainWordsOperations } from './plain-words.ts';
import { consentOperations, recordOperations } from './record.ts';
import { editOperations, reviewOperations, sheetOperations } from './review.ts';
import { auditOperations, doingOperations, settingsOperations, supportOperations } from './settings.ts';
import { OpaqueId, VisitStage } from './vault.ts';
import { sharingOperations } from './sharing.ts';
import { Progress, visitOperations } from './visits.ts';
import { wordingOperations } from './wording.ts';
import { voiceOperations } from './voice.ts';

/**
 * What a window can ask of its host, put together from the stages. The loopback routes, the preload bridge and the
 * renderer's client are derived from `appOperations`; both ends parse.
 */
const stateOperation = operation({
  name: 'app.state',
  summary:
    'what this host is, whether there is a record here and whether it is open, and who sits at the desk',
  input: z.object({}).strict(),
  output: z.object({
    version: z.string(),
    host: z.enum(['browser', 'desktop']),
    /** `none`: first run. `closed`: someone has to sign in. */
    record: z.enum(['none', 'closed', 'open']),
    desk: AtTheDesk.optional(),
    /** For unsaved edits that a window keeps: 32 bytes as base64, this person's own; there while the desk is unlocked. */
    bufferKey: z.string().optional(),
    /** Recordings that run or are paused now, whoever looks. */
    recordings: z.array(
      z.object({ visit: OpaqueId, recording: OpaqueId, keptMs: z.number(), paused: z.boolean() }),
    ),
    speech: z.enum(['ready', 'missing']),
    sample: z.boolean(),
    /** How many things were found wrong with the record's files when it was opened; see audit.check. */
    findings: z.number().int(),
  }),
  errors: [],
});

/** Pushed by the host as it happens. A window that missed some asks again: events carry no content. */
export const AppEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('visit'), visit: OpaqueId, state: VisitStage, progress: Progress.optional() }),
  /** Someone signed in or out, or the desk was locked or unlocked. */
  z.object({ what: z.literal('desk') }),
  z.object({
    what: z.literal('recording'),
    visit: OpaqueId,
    recording: OpaqueId,
    state: z.enum(['running', 'paused', 'stalled', 'stopped']),
    keptMs: z.number(),
  }),
  /** More was heard of a running recording: see record.live. */
  z.object({ what: z.literal('live'), visit: OpaqueId }),
  /** The evaluation of a language model goes on or has ended: see connections.get. */
  z.object({ what: z.literal('evaluation') }),
  /** A sign-in elsewhere has ended, one way or the other: see connections.get. */
  z.object({ what: z.literal('connections') }),
  z.object({ what: z.literal('models'), fetching: ModelFetch.optional() }),
]);
export type AppEvent = z.infer<typeof AppEvent>;

export const appOperations = {
  'app.state': stateOperation,
  ...peopleOperations,
  ...visitOperations,
  ...recordOperations,
  ...consentOperations,
  ...editOperations,
  ...sheetOperations,
  ...reviewOperations,
  ...plainWordsOperations,
  ...approveOperations,
  ...letterOperations,
  ...releaseOperations,
  ...exportOperations,
  ...codeOperations,
  ...settingsOperations,
  ...voiceOperations,
  ...connectionOperations,
  ...wordingOperations,
  ...sharingOperations,
  ...auditOperations,
  ...doingOperations,
  ...supportOperations,
  ...modelOperations,
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
