import { z } from 'zod';
import { Brief } from './brief.ts';
import { Chart } from './chart.ts';
import { LetterAsk } from './deliver.ts';
import { Fact } from './fact.ts';
import { Flag } from './flag.ts';
import { Instructions, InstructionLine } from './instructions.ts';
import { Note, NoteItem } from './note.ts';
import { Transcript } from './transcript.ts';

/** Opaque ids: 32 hex digits, random, so that a file name says nothing of a patient. */
export const OpaqueId = z.string().regex(/^[0-9a-f]{32}$/);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.iso.datetime();
const ms = z.number().int().nonnegative();
const text = z.string().max(20_000);

/** The four data keys of a visit; destroying one destroys what it sealed and nothing else. */
export const DataKind = z.enum(['audio', 'transcript', 'drafts', 'approved']);
export type DataKind = z.infer<typeof DataKind>;
export const DATA_KINDS = DataKind.options;

/** A document of a visit by name. Each has its own canonical text, hash and signature. */
export const DocumentName = z.string().regex(/^(note|instructions\.(en|es)|letter)$/);
export type DocumentName = z.infer<typeof DocumentName>;
export const VisitDocument = z.union([Note, Instructions]);
export type VisitDocument = z.infer<typeof VisitDocument>;

/** Which model made what; part of what a clinician signs. `host`: where a language model was asked for this visit. */
export const ModelUse = z.object({
  name: z.string(),
  sha256: z.string(),
  use: z.string(),
  host: z.string().optional(),
});
export type ModelUse = z.infer<typeof ModelUse>;

/** Where a recording's sound is: half-second chunks `firstChunk` .. `firstChunk + chunks - 1`, sealed in one file. */
export const SegmentName = z.object({
  index: z.number().int().nonnegative(),
  firstChunk: z.number().int().nonnegative(),
  chunks: z.number().int().positive(),
  bytes: z.number().int().positive(),
  sha256: Sha256,
});
export type SegmentName = z.infer<typeof SegmentName>;

export const IdentifierShown = z.enum(['name', 'birth-date', 'record-number', 'phone', 'address', 'photo']);
export type IdentifierShown = z.infer<typeof IdentifierShown>;
export const GapReason = z.enum([
  'pause',
  'off-the-record',
  'device-lost',
  'device-muted',
  'device-changed',
  'silent-device',
  'sleep',
  'page-crashed',
  'host-restarted',
  'disk-low',
  'file-cut-off',
]);
export type GapReason = z.infer<typeof GapReason>;

/** Channels that a recording keeps: two where the microphone gave two that differ, one sample of each in turn. */
export const Channels = z.union([z.literal(1), z.literal(2)]);
export type Channels = z.infer<typeof Channels>;

export const RecordingSource = z.enum(['microphone', 'file', 'moved']);
export type RecordingSource = z.infer<typeof RecordingSource>;

/** A flag as the work list counts it. */
export const FlagMark = z.object({ id: z.string(), severity: z.enum(['interrupt', 'show']) });
export type FlagMark = z.infer<typeof FlagMark>;

/** Which sound a transcript was made of: recordings in order, and how many chunks of each were kept then. */
export const HeardSound = z.array(z.object({ recording: OpaqueId, chunks: z.number().int().nonnegative() }));
export type HeardSound = z.infer<typeof HeardSound>;

const recording = OpaqueId;
/** A sheet's line has a language; read as the note's first, it would lose that and all else that the note's has not. */
const line = z.union([InstructionLine, NoteItem]);

/**
 * One change by a person; the changes of an edit apply one after the other. `set` replaces the line of that id, `insert`
 * puts it after `after` (or first), `arrange` gives every section of the document its place and title.
 */
export const LineChange = z.discriminatedUnion('op', [
  z.object({ op: z.literal('set'), document: DocumentName, section: z.string(), line }),
  z.object({
    op: z.literal('insert'),
    document: DocumentName,
    section: z.string(),
    after: z.string().optional(),
    line,
  }),
  z.object({ op: z.literal('remove'), document: DocumentName, section: z.string(), id: z.string() }),
  z.object({
    op: z.literal('arrange'),
    document: DocumentName,
    sections: z.array(z.object({ id: z.string(), title: z.string().min(1).max(200) })).min(1),
  }),
]);
export type LineChange = z.infer<typeof LineChange>;

/** What the host writes: a person's changes, or a sheet made anew because a person put a fact on it or took it off. */
export const RecordedChange = z.discriminatedUnion('op', [
  ...LineChange.options,
  z.object({ op: z.literal('rewritten'), document: DocumentName, sheet: Instructions }),
]);
export type RecordedChange = z.infer<typeof RecordedChange>;

export const LineName = z.object({ document: DocumentName, line: z.string() });
export type LineName = z.infer<typeof LineName>;

export const DocumentHash = z.object({ document: DocumentName, sha256: Sha256, signature: z.string() });
export const Certificate = z.object({
  version: z.literal(1),
  person: OpaqueId,
  serial: z.number().int().positive(),
  role: z.enum(['clinician', 'scribe', 'administrator']),
  /** Raw Ed25519 and X25519 public keys, base64url. */
  signKey: z.string(),
  boxKey: z.string(),
  since: at,
  issuer: OpaqueId,
  issuerSerial: z.number().int().positive(),
  signature: z.string(),
});
export type Certificate = z.infer<typeof Certificate>;

/** What happened in a visit. Every entry is written by the host, in the name of a person or of `host`. */
export const VisitEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('created'), label: text, identifiers: z.array(text).max(8) }),
  z.object({ kind: z.literal('identified'), label: text, identifiers: z.array(text).max(8) }),
  /** The chart as it was brought in; a later one takes its place. */
  z.object({ kind: z.literal('chart'), chart: Chart }),
  z.object({ kind: z.literal('brief'), brief: Brief }),
  z.object({ kind: z.literal('consent'), wording: text, given: z.enum(['spoken', 'written']), by: text }),
  z.object({ kind: z.literal('consent-withdrawn'), by: text }),
  z.object({ kind: z.literal('present'), people: z.array(z.object({ role: text, name: text.optional() })) }),
  z.object({
    kind: z.literal('recording-started'),
    recording,
    /** At least two before a microphone is opened; none where a file was brought in. */
    identifiersShown: z.array(IdentifierShown),
    source: RecordingSource,
    /** Absent where there is one, as in all recordings before there were two. */
    channels: z.literal(2).optional(),
    from: z.object({ visit: OpaqueId, recording, move: OpaqueId }).optional(),
  }),
  z.object({ kind: z.literal('segment-sealed'), recording, segment: SegmentName }),
  z.object({
    kind: z.literal('gap'),
    recording,
    reason: GapReason,
    /** On the recording's own clock (kept sound); `lastedMs` is time on the wall. */
    atMs: ms,
    lastedMs: ms.optional(),
  }),
  z.object({
    kind: z.literal('struck'),
    recording,
    fromChunk: ms,
    toChunk: ms,
    /** Indexes of segments that are no longer part of the recording, and what of them was kept in new ones. */
    removed: z.array(z.number().int().nonnegative()),
    kept: z.array(SegmentName),
    why: z.enum(['struck', 'moved']),
    move: OpaqueId.optional(),
  }),
  z.object({
    kind: z.literal('move-intended'),
    recording,
    move: OpaqueId,
    toVisit: OpaqueId,
    toRecording: OpaqueId,
    fromChunk: ms,
    toChunk: ms,
  }),
  z.object({
    kind: z.literal('recording-stopped'),
    recording,
    chunks: ms,
    why: z.enum(['asked', 'disk-low', 'consent-withdrawn', 'split', 'recovered', 'end-of-file', 'moved']),
  }),
  /** Which of two channels was louder, for a recording that had two: a byte for each frame, see `balance.ts`. */
  z.object({ kind: z.literal('balance'), recording, decibels: z.base64() }),
  z.object({
    kind: z.literal('transcript'),
    transcript: Transcript,
    sha256: Sha256,
    sound: HeardSound.default([]),
    /** A person said who spoke; the words are those of the revision before. */
    relabelled: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('draft'),
    documents: z.record(DocumentName, VisitDocument),
    models: z.array(ModelUse),
    facts: z.array(Fact).default([]),
    /** What the drafter itself doubts. */
    doubts: z.array(Flag).default([]),
    /** Every flag that stood after this entry. */
    flags: z.array(FlagMark).default([]),
  }),
  z.object({
    kind: z.literal('edit'),
    changes: z.array(RecordedChange),
    /** The edit that this one takes back. */
    undoes: z.number().int().positive().optional(),
    flags: z.array(FlagMark).optional(),
    /** Twin lines that the edit leaves behind, and those that it brings up to date. */
    stale: z.array(LineName),
    fresh: z.array(LineName),
  }),
  z.object({
    kind: z.literal('flag-settled'),
    flag: z.string(),
    how: z.enum(['fixed', 'dismissed', 'open']),
    reason: text,
  }),
  z.object({ kind: z.literal('seen'), lines: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal('line-asked'), question: OpaqueId, line: LineName, text }),
  z.object({ kind: z.literal('line-answered'), question: OpaqueId, text }),
  /** The clinician's own assessment, written before the drafted one was shown. */
  z.object({ kind: z.literal('own-assessment'), text }),
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('approval'),
    sha256: Sha256,
    signature: z.string(),
    certificate: Certificate,
    /** RFC 8785 text of what was signed. */
    canonical: z.string(),
    documents: z.array(DocumentHash).min(1),
    /** Lines that were never looked at when the clinician approved. */
    unseen: z.number().int().nonnegative(),
  }),
  z.object({
    kind: z.literal('addendum'),
    text,
    /** Meant for the patient, too: a reprint of the sheet says it. */
    onSheet: z.boolean().optional(),
    of: Sha256,
    canonical: z.string(),
    sha256: Sha256,
    signature: z.string(),
    certificate: Certificate,
  }),
  /** A language model was asked about this visit after its draft: what for, and where. */
  z.object({ kind: z.literal('model-asked'), model: ModelUse }),
  /**
   * The draft was shared with people of another Footnote, or what they did to it was taken in: the version that is on the
   * server, as it is here then. `origin` is the visit's id there; `conflicts` are lines that both had changed.
   */
  z.object({
    kind: z.literal('shared'),
    how: z.enum(['sent', 'taken']),
    origin: OpaqueId,
    version: text,
    people: z.array(OpaqueId),
    by: text,
    documents: z.record(DocumentName, VisitDocument),
    conflicts: z.array(z.object({ document: DocumentName, line: z.string(), theirs: z.string().optional() })),
  }),
  /** A letter to a colleague is wanted, or wanted otherwise: the last one counts until it is signed. */
  z.object({ kind: z.literal('letter-asked'), ...LetterAsk.shape }),
  /** The letter's exact text (RFC 8785), signed on its own; `of` is the approval whose note it is made of. */
  z.object({
    kind: z.literal('letter-signed'),
    to: text,
    of: Sha256,
    canonical: z.string(),
    sha256: Sha256,
    signature: z.string(),
    certificate: Certificate,
  }),
  z.object({
    kind: z.literal('released'),
    how: z.enum(['print', 'copy', 'export']),
    document: DocumentName,
    sha256: Sha256,
  }),
  /** The approved visit is to go into the record system at that host; `patient` is its id there, where a person named it. */
  z.object({ kind: z.literal('send-asked'), host: text, patient: text.optional() }),
  z.object({ kind: z.literal('sent'), host: text }),
  /** The record system will not have it; the code is one of the error table. */
  z.object({ kind: z.literal('send-refused'), code: text }),
  z.object({
    kind: z.literal('shredded'),
    kinds: z.array(DataKind).min(1),
    why: z.enum(['retention', 'asked', 'deleted', 'replayed']),
  }),
  z.object({ kind: z.literal('closed') }),
]);
export type VisitEntry = z.infer<typeof VisitEntry>;
export type VisitEntryKind = VisitEntry['kind'];

export const VisitStage = z.enum([
  'new',
  'briefed',
  'recording',
  'transcribing',
  'draft',
  'ready-for-review',
  'approved',
  'closed',
]);
export type VisitStage = z.infer<typeof VisitStage>;

/** A line of the work list, kept in the vault journal with each visit's head. */
export const VisitSummary = z.object({
  visit: OpaqueId,
  stage: VisitStage,
  label: z.string(),
  createdAt: at,
  changedAt: at,
  approvedAt: at.optional(),
  transcribedAt: at.optional(),
  closedAt: at.optional(),
  recording: z.boolean(),
  hasSound: z.boolean().default(false),
  /** Flags still open, by how loudly they ask, and questions that wait for an answer. */
  open: z.object({ interrupt: z.number().int(), show: z.number().int() }).default({ interrupt: 0, show: 0 }),
  questions: z.number().int().default(0),
  /** Approved, and waiting to be sent into the record system. */
  toSend: z.boolean().default(false),
  shredded: z.array(DataKind),
});
export type VisitSummary = z.infer<typeof VisitSummary>;

/** How long each kind is kept after an event; `null` days means for ever. Audio counts from approval only. */
export const RetentionRule = z.object({
  kind: DataKind,
  after: z.enum(['approval', 'closing', 'creation']),
  days: z.number().int().nonnegative().nullable(),
});
export const RetentionRules = z
  .array(RetentionRule)
  .refine((rules) => rules.every((rule) => rule.kind !== 'audio' || rule.after !== 'creation'));
export type RetentionRules = z.infer<typeof RetentionRules>;

/** Counts of one visit at its approval; no patient text. `msToApprove` runs from the last draft to the signature. */
export const VisitTally = z.object({
  model: z.string(),
  lines: z.number().int(),
  editsBySection: z.record(z.string(), z.number().int()),
  fixed: z.number().int(),
  dismissed: z.number().int(),
  open: z.number().int(),
  unseen: z.number().int(),
  msToApprove: z.number(),
});
export type VisitTally = z.infer<typeof VisitTally>;

/** What happened to the record as a whole. */
export const VaultEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('vault-created'), vault: OpaqueId }),
  z.object({ kind: z.literal('logged-in'), person: OpaqueId }),
  z.object({ kind: z.literal('login-failed'), times: z.number().int().positive() }),
  z.object({ kind: z.literal('logged-out'), person: OpaqueId }),
  z.object({ kind: z.literal('person-certified'), certificate: Certificate }),
  /** A person's private keys, sealed under that person's own secret; the vault's key alone does not open them. */
  z.object({
    kind: z.literal('person-keys'),
    person: OpaqueId,
    serial: z.number().int().positive(),
    sealed: z.string(),
  }),
  z.object({ kind: z.literal('person-removed'), person: OpaqueId }),
  /** The name stays readable after the person has gone. */
  z.object({ kind: z.literal('person-named'), person: OpaqueId, label: text }),
  z.object({ kind: z.literal('secret-changed'), person: OpaqueId }),
  z.object({ kind: z.literal('recovery-used') }),
  z.object({ kind: z.literal('settings'), name: z.string(), value: z.unknown() }),
  z.object({ kind: z.literal('egress-changed'), hosts: z.array(z.string()) }),
  z.object({ kind: z.literal('head'), summary: VisitSummary }),
  /** How one approved visit went, without its text: what a clinic learns about the drafts and about itself. */
  z.object({ kind: z.literal('counted'), visit: OpaqueId, tally: VisitTally }),
  z.object({ kind: z.literal('visit-opened'), visit: OpaqueId }),
  z.object({ kind: z.literal('visit-closed'), visit: OpaqueId }),
  z.object({ kind: z.literal('visit-deleted'), visit: OpaqueId }),
  z.object({
    kind: z.literal('shred'),
    visit: OpaqueId,
    kinds: z.array(DataKind),
    why: z.enum(['retention', 'asked', 'deleted', 'replayed']),
  }),
  z.object({ kind: z.literal('found'), finding: z.string(), visit: OpaqueId.optional() }),
  z.object({ kind: z.literal('backup-made') }),
  z.object({ kind: z.literal('backup-restored') }),
  z.object({ kind: z.literal('clock-behind'), lastSeen: at }),
  z.object({ kind: z.literal('machine-changed') }),
]);
export type VaultEntry = z.infer<typeof VaultEntry>;
/** What was wrong with the files, found on opening or by `audit verify`; ids and counts only. */
export const Finding = z.object({
  what: z.enum([
    'torn-tail', // an unacknowledged last entry, cut back
    'broken-chain', // an entry does not follow from the one before
    'unreadable-entry', // an entry does not open under its key
    'shorter-than-head', // fewer entries than were acknowledged: tampering
    'head-differs', // another history than the one acknowledged: tampering
    'visit-missing',
    'visit-unknown', // a folder that no entry speaks of
    'keys-unreadable',
    'key-missing', // a data key is gone without an entry that says so
    'key-present', // a data key that an entry says was destroyed
    'segment-missing',
    'segment-differs',
    'segment-torn', // unacknowledged sound at the end of an unfinished recording, cut back
    'header-copy-differs',
    'index-unreadable',
    'person-unreadable',
    'vault-journal-damaged',
    'vault-journal-shorter',
    'signature-bad',
    'left-over-file',
  ]),
  visit: z.string().optional(),
  entry: z.number().int().optional(),
});
export type Finding = z.infer<typeof Finding>;

export const AuditReport = z.object({
  /** Whether entries were opened with their keys, or only the chain over ciphertext was walked. */
  keys: z.boolean(),
  visits: z.number().int(),
  entries: z.number().int(),
  segments: z.number().int(),
  findings: z.array(Finding),
});
export type AuditReport = z.infer<typeof AuditReport>;

/** Who did what, when: what the audit viewer shows and the export writes, one JSON line each, without patient text. */
export const AuditLine = z.object({
  journal: z.union([z.literal('vault'), OpaqueId]),
  n: z.number().int().positive(),
  at,
  by: z.string(),
  kind: z.string(),
  chain: Sha256,
  clockBehind: z.boolean().optional(),
  readable: z.boolean(),
});
export type AuditLine = z.infer<typeof AuditLine>;
