import type { LetterAsk } from './deliver.ts';
import type { Result } from './errors.ts';
import type {
  SegmentName,
  Channels,
  GapReason,
  RecordingSource,
  LineName,
  VisitStage,
  HeardSound,
  VisitDocument,
  ModelUse,
  FlagMark,
  VisitEntry,
  DataKind,
  AuditLine,
  VisitSummary,
} from './vault.ts';

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
  readonly source: RecordingSource;
  readonly channels: Channels;
  readonly startedAt: string;
  readonly gaps: readonly { readonly reason: GapReason; readonly atMs: number; readonly lastedMs?: number }[];
  /** One past the highest chunk and segment ever used; neither is ever given out again. */
  readonly nextChunk: number;
  readonly nextSegment: number;
  /** Number of the entry that says which of its two channels was louder when. */
  readonly balance?: { readonly entry: number };
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

export interface AskedQuestion {
  readonly question: string;
  readonly line: LineName;
  readonly text: string;
  readonly by: string;
  readonly at: string;
  readonly answer?: { readonly text: string; readonly by: string; readonly at: string };
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
  readonly consentEntry?: {
    readonly wording: string;
    readonly given: 'spoken' | 'written';
    readonly by: string;
    readonly at: string;
  };
  readonly present: readonly { readonly role: string; readonly name?: string | undefined }[];
  readonly recordings: readonly RecordingState[];
  /** Numbers of the entries that hold what is too large to carry along. */
  readonly chart?: { readonly entry: number };
  readonly brief?: { readonly entry: number };
  readonly transcript?: { readonly entry: number; readonly sha256: string; readonly sound: HeardSound };
  readonly draft?: { readonly entry: number; readonly at: string };
  readonly transcribedAt?: string;
  readonly documents: Readonly<Record<string, VisitDocument>>;
  readonly models: readonly ModelUse[];
  /** Where the draft is shared: the entry with the version on the server, and lines that two people changed. */
  readonly shared?:
    | {
        readonly entry: number;
        readonly origin: string;
        readonly version: string;
        readonly people: readonly string[];
        readonly conflicts: readonly {
          readonly document: string;
          readonly line: string;
          readonly theirs?: string | undefined;
        }[];
      }
    | undefined;
  readonly stale: readonly LineName[];
  /** Edits of the present draft, oldest first; one that was taken back is named by the edit that did. */
  readonly edits: readonly { readonly entry: number; readonly undoes?: number }[];
  readonly flags: readonly FlagMark[];
  readonly settledFlags: Readonly<
    Record<
      string,
      {
        readonly how: 'fixed' | 'dismissed';
        readonly reason: string;
        readonly at: string;
        readonly by: string;
      }
    >
  >;
  readonly seen: readonly string[];
  readonly questions: readonly AskedQuestion[];
  readonly ownAssessment?: string;
  readonly approval?: Extract<VisitEntry, { kind: 'approval' }>;
  readonly approvedAt?: string;
  readonly addenda: readonly (Extract<VisitEntry, { kind: 'addendum' }> & { readonly at: string })[];
  /** The letter that is wanted and not signed yet; `at` and `by` are of who last wrote down what for. */
  readonly letter?: (LetterAsk & { readonly at: string; readonly by: string }) | undefined;
  readonly letters: readonly (Extract<VisitEntry, { kind: 'letter-signed' }> & { readonly at: string })[];
  /** How far the approved visit is on its way into the record system. */
  readonly sending?: {
    readonly state: 'waiting' | 'sent' | 'refused';
    readonly host: string;
    readonly at: string;
    readonly patient?: string | undefined;
    readonly code?: string | undefined;
  };
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
  /** Who did what when, without content; also of entries whose text was destroyed. */
  readonly auditLines: () => readonly AuditLine[];
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
