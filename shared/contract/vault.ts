import { z } from 'zod';
import type { Result } from './errors.ts';
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
export const DocumentName = z.string().regex(/^(note|instructions\.(en|es)|letter|message)$/);
export type DocumentName = z.infer<typeof DocumentName>;
export const VisitDocument = z.union([Note, Instructions]);
export type VisitDocument = z.infer<typeof VisitDocument>;

/** Which model made what; part of what a clinician signs. */
export const ModelUse = z.object({ name: z.string(), sha256: z.string(), use: z.string() });
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
]);
export type GapReason = z.infer<typeof GapReason>;

const recording = OpaqueId;
const line = z.union([NoteItem, InstructionLine]);

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
  z.object({ kind: z.literal('brief'), brief: z.unknown() }),
  z.object({ kind: z.literal('consent'), wording: text, given: z.enum(['spoken', 'written']), by: text }),
  z.object({ kind: z.literal('consent-withdrawn'), by: text }),
  z.object({ kind: z.literal('present'), people: z.array(z.object({ role: text, name: text.optional() })) }),
  z.object({
    kind: z.literal('recording-started'),
    recording,
    identifiersShown: z.array(IdentifierShown).min(2),
    source: z.enum(['microphone', 'file', 'moved']),
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
  z.object({ kind: z.literal('transcript'), transcript: Transcript, sha256: Sha256 }),
  z.object({
    kind: z.literal('draft'),
    documents: z.record(DocumentName, VisitDocument),
    models: z.array(ModelUse),
  }),
  z.object({
    kind: z.literal('edit'),
    changes: z.array(LineChange).min(1),
    /** Twin lines that the edit leaves behind, and those that it brings up to date. */
    stale: z.array(LineName),
    fresh: z.array(LineName),
  }),
  z.object({
    kind: z.literal('flag-settled'),
    flag: z.string(),
    how: z.enum(['fixed', 'dismissed']),
    reason: text,
  }),
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
  z.object({ kind: z.literal('secret-changed'), person: OpaqueId }),
  z.object({ kind: z.literal('recovery-used') }),
  z.object({ kind: z.literal('settings'), name: z.string(), value: z.unknown() }),
  z.object({ kind: z.literal('egress-changed'), hosts: z.array(z.string()) }),
  z.object({ kind: z.literal('head'), summary: VisitSummary }),
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
export type VaultEntryKind = VaultEntry['kind'];

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

/** Sealed sound of one segment while it grows. */
export interface SegmentWriter {
  /** Seals one chunk and flushes it; resolves only when it is on the disk. */
  readonly append: (pcm: Uint8Array) => Promise<Result<void>>;
  /** Closes the file and gives its name for the journal. */
  readonly finish: () => Promise<Result<SegmentName | undefined>>;
}

export interface RecordingState {
  readonly recording: string;
  readonly segments: readonly SegmentName[];
  readonly stopped: boolean;
  readonly startedAt: string;
  readonly gaps: readonly { readonly reason: GapReason; readonly atMs: number; readonly lastedMs?: number }[];
  /** One past the highest chunk and segment ever used; neither is ever given out again. */
  readonly nextChunk: number;
  readonly nextSegment: number;
  readonly from?: { readonly visit: string; readonly recording: string; readonly move: string };
  /** A move that was begun and is not known to have finished. */
  readonly moving?: {
    readonly move: string;
    readonly toVisit: string;
    readonly toRecording: string;
    readonly fromChunk: number;
    readonly toChunk: number;
  };
}

/** What the entries of a visit add up to. */
export interface VisitState {
  readonly visit: string;
  readonly stage: VisitStage;
  readonly label: string;
  readonly identifiers: readonly string[];
  readonly createdAt: string;
  readonly changedAt: string;
  readonly consent: 'none' | 'given' | 'withdrawn';
  readonly recordings: readonly RecordingState[];
  readonly transcript?: { readonly entry: number; readonly sha256: string };
  readonly transcribedAt?: string;
  readonly documents: Readonly<Record<string, VisitDocument>>;
  readonly models: readonly ModelUse[];
  readonly stale: readonly LineName[];
  readonly settledFlags: Readonly<Record<string, 'fixed' | 'dismissed'>>;
  readonly approval?: Extract<VisitEntry, { kind: 'approval' }>;
  readonly approvedAt?: string;
  readonly addenda: readonly Extract<VisitEntry, { kind: 'addendum' }>[];
  readonly shredded: readonly DataKind[];
  readonly closedAt?: string;
}

/** One open visit, as other stages see it: append and derive, nothing else. */
export interface VisitRecord {
  readonly visit: string;
  readonly state: () => VisitState;
  /** Resolves once the entry and the visit's new head are on the disk. */
  readonly append: (entry: VisitEntry, by: string) => Promise<Result<{ readonly n: number }>>;
  readonly read: (n: number) => Promise<Result<VisitEntry>>;
  readonly openSegment: (
    recording: string,
    index: number,
    firstChunk: number,
  ) => Promise<Result<SegmentWriter>>;
  /** Chunks of a sealed segment, in order. */
  readonly readSegment: (recording: string, segment: SegmentName) => Promise<Result<readonly Uint8Array[]>>;
  /** Seals what an unfinished segment holds, cutting a torn last chunk; undefined where there is none. */
  readonly recoverSegment: (
    recording: string,
    index: number,
    firstChunk: number,
  ) => Promise<Result<SegmentName | undefined>>;
  readonly removeSegments: (recording: string, indexes: readonly number[]) => Promise<Result<void>>;
  readonly freeBytes: () => Promise<number>;
}

/** The open record, as other stages see it. */
export interface VisitStore {
  readonly list: () => readonly VisitSummary[];
  readonly create: (
    created: { readonly label: string; readonly identifiers: readonly string[] },
    by: string,
  ) => Promise<Result<VisitRecord>>;
  readonly open: (visit: string) => Promise<Result<VisitRecord>>;
}
