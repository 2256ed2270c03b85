import type { BatchDialogue } from '../contract/batch.ts';
import type { Brief } from '../contract/brief.ts';
import type { Chart } from '../contract/chart.ts';
import type { LanguageModel, ModelReport } from '../contract/drafters.ts';
import type { EngineName } from '../contract/commands.ts';
import type { Result } from '../contract/errors.ts';
import type { Fact } from '../contract/fact.ts';
import type { Flag } from '../contract/flag.ts';
import type { Instructions } from '../contract/instructions.ts';
import type { Note } from '../contract/note.ts';
import type { Installed } from '../contract/setup.ts';
import type { Transcript } from '../contract/transcript.ts';
import type { Verification } from '../contract/verification.ts';

/** How far a stage is, 0..1. */
export type OnProgress = (share: number) => void;

export interface TranscribeRequest {
  readonly audioPath: string;
  /** What `setup` brought to this machine. */
  readonly speech: Installed;
  readonly engine: EngineName | undefined;
  readonly language: 'en' | 'es' | 'auto';
  /** Of this patient; what is charted helps to hear it. */
  readonly chart?: Chart | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

export interface BriefQuestion {
  /** ISO 8601 days. */
  readonly asOf?: string | undefined;
  readonly since?: string | undefined;
  readonly questions?: readonly string[];
}

export interface VisitDraft {
  readonly facts: readonly Fact[];
  readonly note: Note;
  readonly flags: readonly Flag[];
}

export interface ModelVisit {
  readonly transcript: Transcript;
  readonly chart: Chart | undefined;
  readonly embedded: VisitDraft;
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * What the stages do for a host, in the order of a visit. `compose.ts` makes the real ones; nothing else knows how a
 * stage is built.
 */
export interface Stages {
  readonly transcribe: (request: TranscribeRequest) => Promise<Result<Transcript>>;
  readonly readChart: (bytes: Uint8Array) => Result<Chart>;
  readonly brief: (
    chart: Chart,
    ask: { asOf?: string; since?: string; questions?: readonly string[] },
  ) => Brief;
  /** A written dialogue as a transcript: zero times, no words. */
  readonly transcriptOf: (dialogue: BatchDialogue) => Transcript;
  readonly draft: (transcript: Transcript, chart: Chart | undefined, words?: number) => VisitDraft;
  /** Has a language model draft over an embedded draft; what it says is checked, and where it fails the draft stands. */
  readonly draftWith: (
    model: LanguageModel,
    visit: ModelVisit,
  ) => Promise<VisitDraft & { readonly report: ModelReport }>;
  /** Where visit and chart disagree, with both sources. */
  readonly conflicts: (facts: readonly Fact[], chart: Chart) => readonly Flag[];
  readonly verify: (transcript: Transcript, chart: Chart | undefined, noteText: string) => Verification;
  /** What the verifier finds in a note of ours: lines it doubts, and what was said and is missing. */
  readonly review: (
    transcript: Transcript,
    chart: Chart | undefined,
    note: Note,
  ) => readonly Omit<Flag, 'id'>[];
  readonly instructions: (
    facts: readonly Fact[],
    chart: Chart | undefined,
    language: 'en' | 'es',
  ) => Instructions;
  /** Plain text under the headers of `cli.md`. */
  readonly noteText: (note: Note) => string;
  readonly sheetText: (instructions: Instructions) => string;
}
