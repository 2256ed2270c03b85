import { z } from 'zod';
import { Brief } from './brief.ts';
import { Chart } from './chart.ts';
import { LetterView, SignedLetter } from './deliver.ts';
import { FootnoteError } from './errors.ts';
import { Flag } from './flag.ts';
import { Instructions, OffTheSheet } from './instructions.ts';
import { Note } from './note.ts';
import { Done, operation, type Operation } from './operation.ts';
import { Suggestion } from './suggestion.ts';
import { Transcript } from './transcript.ts';
import { DocumentHash, GapReason, LineName, ModelUse, OpaqueId, Sha256, VisitStage } from './vault.ts';

/** Times are ISO 8601 strings, lengths ms. */
export const Stage = z.enum(['transcribe', 'brief', 'draft', 'review', 'instructions']);
export type Stage = z.infer<typeof Stage>;

/** How far the work on a visit is; `share` is 0..1 of that stage, measured by the stage itself. */
export const Progress = z.object({ stage: Stage, share: z.number().min(0).max(1) });
export type Progress = z.infer<typeof Progress>;

/** A line of the work list. */
export const VisitSummary = z.object({
  id: OpaqueId,
  /** Derived from the journal's entries, never stored. */
  state: VisitStage,
  /** The patient's name, or what the visit was called when it was made; empty once destroyed. */
  label: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
  hasSound: z.boolean(),
  /** A recording has not ended (it may be paused, or cut short by a crash). */
  recording: z.boolean(),
  /** Flags still open, by how loudly they ask. */
  open: z.object({ interrupt: z.number().int(), show: z.number().int() }),
  /** Questions of a scribe that wait for an answer. */
  questions: z.number().int(),
  /** Work that goes on now, and why the last work ended without a draft; gone when the host restarts. */
  progress: Progress.optional(),
  error: FootnoteError.optional(),
});
export type VisitSummary = z.infer<typeof VisitSummary>;

/** What a person did with a flag; `reason` is their own words and stays with the visit. */
export const Settlement = z.object({
  as: z.enum(['dismissed', 'fixed']),
  reason: z.string().max(500),
  by: z.string(),
  at: z.string(),
});
export type Settlement = z.infer<typeof Settlement>;

export const RecordingView = z.object({
  recording: OpaqueId,
  source: z.enum(['microphone', 'file', 'moved']),
  startedAt: z.string(),
  /** Kept sound; on the same clock as the transcript where this is the visit's only recording. */
  keptMs: z.number(),
  stopped: z.boolean(),
  paused: z.boolean(),
  gaps: z.array(z.object({ reason: GapReason, atMs: z.number(), lastedMs: z.number().optional() })),
});
export type RecordingView = z.infer<typeof RecordingView>;

export const LineQuestion = z.object({
  question: OpaqueId,
  line: LineName,
  text: z.string(),
  by: z.string(),
  at: z.string(),
  answer: z.object({ text: z.string(), by: z.string(), at: z.string() }).optional(),
});
export type LineQuestion = z.infer<typeof LineQuestion>;

export const ApprovalView = z.object({
  sha256: Sha256,
  /** Name of the clinician who signed. */
  by: z.string(),
  at: z.string(),
  documents: z.array(DocumentHash),
  unseen: z.number().int(),
  /** Whether signature, certificate and text hold together now. */
  verified: z.boolean(),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

/** What makes a line one that has to be looked at. */
export const Risk = z.enum(['drug', 'dose', 'side', 'negation', 'allergy']);
export type Risk = z.infer<typeof Risk>;

export const VisitView = z.object({
  summary: VisitSummary,
  /** Of the patient, beside the name: birth date, record number. */
  identifiers: z.array(z.string()),
  consent: z.object({
    state: z.enum(['none', 'given', 'withdrawn']),
    wording: z.string().optional(),
    given: z.enum(['spoken', 'written']).optional(),
    by: z.string().optional(),
    at: z.string().optional(),
  }),
  present: z.array(z.object({ role: z.string(), name: z.string().optional() })),
  recordings: z.array(RecordingView),
  chart: Chart.optional(),
  brief: Brief.optional(),
  /** Its words are asked for with visits.transcript: of a long visit they are megabytes, and change with `entry` only. */
  transcript: z.object({ entry: z.number().int(), durationMs: z.number() }).optional(),
  /** Sound was added, struck or moved since the transcript was made. */
  soundChanged: z.boolean(),
  note: Note.optional(),
  /** With the reading measures of their lines as they stand. */
  instructions: z.array(Instructions),
  /** By the language of the sheet. */
  offTheSheet: z.record(z.string(), z.array(OffTheSheet)),
  /** By the language of the sheet: ids of lines that the words they cite may not bear out, for the reviewer. */
  doubtedOnSheet: z.record(z.string(), z.array(z.string())),
  /**
   * Why drafted text is held back: the clinician's own assessment comes first (sections of the assessment and plan are
   * left out of `note`), or the drafts are on trial (no note and no instructions).
   */
  withheld: z.enum(['assessment', 'pilot']).optional(),
  ownAssessment: z.string().optional(),
  models: z.array(ModelUse),
  suggestions: z.array(Suggestion),
  flags: z.array(Flag),
  /** By line id of the note; a line that is not here is not a risky one. */
  risks: z.record(z.string(), z.array(Risk)),
  /** By flag id; a flag that is not here is open. */
  settled: z.record(z.string(), Settlement),
  /** Ids of lines whose source has been on the screen. */
  seen: z.array(z.string()),
  stale: z.array(LineName),
  questions: z.array(LineQuestion),
  /** People of other Footnotes that the draft is shared with; absent where it never was. */
  sharedWith: z.array(z.string()).optional(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  approval: ApprovalView.optional(),
  /** The way into the record system; `reason` is the code of why it waits or was refused. Absent: never asked for. */
  sending: z
    .object({
      state: z.enum(['waiting', 'sent', 'refused']),
      host: z.string(),
      at: z.string(),
      reason: z.string().optional(),
    })
    .optional(),
  /** Whether there is a record system to send to. */
  canSend: z.boolean(),
  /** The letter that is wanted, as it would go now. */
  letter: LetterView.optional(),
  letters: z.array(SignedLetter),
  addenda: z.array(
    z.object({
      text: z.string(),
      /** Whether a reprint of the patient's sheet says it. */
      onSheet: z.boolean(),
      by: z.string(),
      at: z.string(),
      verified: z.boolean(),
    }),
  ),
  /** What the retention rule has destroyed. */
  shredded: z.array(z.string()),
});
export type VisitView = z.infer<typeof VisitView>;

export const UploadKind = z.enum(['audio', 'chart']);
export type UploadKind = z.infer<typeof UploadKind>;
export const Uploaded = z.object({ upload: z.string(), bytes: z.number() });
export type Uploaded = z.infer<typeof Uploaded>;

const upload = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const visit = { visit: OpaqueId };
const identity = {
  label: z.string().trim().min(1).max(200),
  identifiers: z.array(z.string().trim().min(1).max(200)).max(8),
};
const chartErrors = ['chart-not-json', 'chart-not-fhir', 'chart-two-patients', 'chart-no-patient'] as const;
const atDesk = ['vault-closed', 'role-refused', 'session-locked', 'session-ended'] as const;
const language = z.enum(['en', 'es', 'auto']).default('auto');

export const visitOperations = {
  'visits.list': operation({
    name: 'visits.list',
    summary: 'the work list, latest first',
    input: z.object({}).strict(),
    output: z.object({ visits: z.array(VisitSummary) }),
    errors: atDesk,
  }),
  /**
   * From a chart the patient's name and identifiers are taken; of a recording alone nobody is named. With
   * `sample`, the sample visit. Hearing does not begin by itself: see `visits.draft`.
   */
  'visits.create': operation({
    name: 'visits.create',
    summary: 'a visit by name and identifiers, from a chart, from a recording, or the sample',
    input: z
      .object({
        label: identity.label.optional(),
        identifiers: identity.identifiers.default([]),
        audio: upload.optional(),
        chart: upload.optional(),
        sample: z.boolean().optional(),
      })
      .strict()
      .refine(
        (ask) => Boolean(ask.sample) !== Boolean(ask.audio ?? ask.chart ?? ask.label),
        'a name, files, or the sample',
      ),
    output: z.object({ visit: OpaqueId }),
    errors: [
      'upload-missing',
      'audio-empty',
      'audio-unreadable',
      'disk-no-room',
      'disk-low',
      'disk-full',
      ...chartErrors,
      ...atDesk,
    ],
  }),
  'visits.identify': operation({
    name: 'visits.identify',
    summary: 'corrects the name and identifiers of the patient',
    input: z.object({ ...visit, ...identity }).strict(),
    output: Done,
    errors: ['visit-unknown', 'approved-locked', 'disk-full', ...atDesk],
  }),
  'visits.attach': operation({
    name: 'visits.attach',
    summary: 'adds a recording, or a chart (in place of the one before)',
    input: z.object({ ...visit, kind: UploadKind, upload }).strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'visit-busy',
      'approved-locked',
      'upload-missing',
      'audio-empty',
      'audio-unreadable',
      'consent-withdrawn',
      'recording-running',
      'disk-no-room',
      'disk-low',
      'disk-full',
      ...chartErrors,
      ...atDesk,
    ],
  }),
  'visits.draft': operation({
    name: 'visits.draft',
    summary:
      'starts hearing and drafting; how far it is comes as events. Edits made before are carried into the new draft',
    input: z.object({ ...visit, language }).strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'visit-busy',
      'recording-running',
      'audio-empty',
      'approved-locked',
      'content-shredded',
      ...atDesk,
    ],
  }),
  'visits.cancel': operation({
    name: 'visits.cancel',
    summary: 'stops hearing or drafting; the recording is kept',
    input: z.object(visit).strict(),
    output: Done,
    errors: ['visit-unknown', ...atDesk],
  }),
  'visits.open': operation({
    name: 'visits.open',
    summary: 'everything about one visit but the words of its transcript',
    input: z.object(visit).strict(),
    output: VisitView,
    errors: ['visit-unknown', 'visit-quarantined', 'content-shredded', ...atDesk],
  }),
  'visits.transcript': operation({
    name: 'visits.transcript',
    summary: 'what was said in a visit, word for word',
    input: z.object(visit).strict(),
    output: z.object({ transcript: Transcript }),
    errors: ['visit-unknown', 'visit-quarantined', 'content-shredded', ...atDesk],
  }),
  'visits.waveform': operation({
    name: 'visits.waveform',
    summary: 'how loud the sound of a visit is along its time, for a picture of it',
    input: z.object(visit).strict(),
    output: z.object({
      /** 0..1, each the loudest moment of an equal stretch. */
      peaks: z.array(z.number()),
    }),
    errors: ['visit-unknown', 'visit-quarantined', 'content-shredded', 'audio-empty', ...atDesk],
  }),
  'visits.ready': operation({
    name: 'visits.ready',
    summary: 'the draft is ready for the clinician to look at',
    input: z.object(visit).strict(),
    output: Done,
    errors: ['visit-unknown', 'visit-order', 'approved-locked', 'disk-full', ...atDesk],
  }),
  'visits.close': operation({
    name: 'visits.close',
    summary: 'nothing more is to be done in this visit',
    input: z.object(visit).strict(),
    output: Done,
    errors: ['visit-unknown', 'visit-busy', 'recording-running', 'disk-full', ...atDesk],
  }),
  'visits.delete': operation({
    name: 'visits.delete',
    summary: 'destroys a visit for good, by an administrator who gives her passphrase; a tombstone stays',
    input: z.object({ ...visit, passphrase: z.string().max(1_000) }).strict(),
    output: Done,
    errors: ['visit-unknown', 'visit-busy', 'recording-running', 'wrong-passphrase', 'disk-full', ...atDesk],
  }),
} as const satisfies Record<string, Operation>;
