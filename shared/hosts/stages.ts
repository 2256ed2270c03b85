import type { Relabelling, Transcript, Turn } from '../contract/transcript.ts';
import type { VoicePrint } from '../contract/voice.ts';
import type { ServerAccess as ChartAccess } from '../chart/server/requester.ts';
import type { BatchDialogue } from '../contract/batch.ts';
import type { Brief } from '../contract/brief.ts';
import type { Sound } from '../contract/capture.ts';
import type { Chart } from '../contract/chart.ts';
import type { NoteTemplate } from '../contract/draft.ts';
import type { Letter } from '../contract/deliver.ts';
import type {
  LanguageModel,
  ModelPass,
  ModelReport,
  ModelTask,
  Rewording,
  RewordTask,
} from '../contract/drafters.ts';
import type { EngineName } from '../contract/commands.ts';
import type { Result } from '../contract/errors.ts';
import type { Fact } from '../contract/fact.ts';
import type { Flag } from '../contract/flag.ts';
import type { Instructions } from '../contract/instructions.ts';
import type { Note } from '../contract/note.ts';
import type { PlainTerm } from '../contract/plain-words.ts';
import type { ChartedMeanwhile } from '../contract/record.ts';
import type { Installed } from '../contract/setup.ts';
import type { Suggestion } from '../contract/suggestion.ts';
import type { CheckedSentence, Verification } from '../contract/verification.ts';
import type { Risk } from '../contract/visits.ts';
import type { LetterPaper } from '../deliver/letter.ts';
import type { NotePaper } from '../deliver/note-html.ts';
import type { Plain } from '../draft/instructions/plain-words.ts';
import type { PutBackRequest } from '../draft/instructions/put-back.ts';
import type { LetterRequest, WrittenLetter } from '../draft/instructions/write-letter.ts';

/** How far a stage is, 0..1. */
export type OnProgress = (share: number) => void;

/** What a clinician and her clinic decided on how visits are listened to. */
export interface ListeningManner {
  /** How the clinician's voice sounds, where she had it learned. */
  readonly print?: VoicePrint | undefined;
  /** Unsure medicines and numbers are heard a second time. */
  readonly secondListening?: boolean | undefined;
}

/** A recorded visit with who spoke when. */
export interface SpokenVisit {
  readonly sound: Sound;
  readonly turns: readonly Turn[];
}

export interface TranscribeRequest extends ListeningManner {
  /** A file that a person named, or sound already opened (it is closed by whoever hears it). */
  readonly audio: string | Sound;
  /** What `setup` brought to this machine; undefined where the engine is a server and needs nothing of it. */
  readonly speech: Installed | undefined;
  readonly engine: EngineName | undefined;
  readonly language: 'en' | 'es' | 'auto';
  /** Of this patient; what is charted helps to hear it. */
  readonly chart?: Chart | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Hears it at the speed of speech, as while recording; told at the end how long (ms) the last word took to come. */
  readonly live?: { readonly onWait: (ms: number) => void } | undefined;
}

/** How a note is to be: how long (words), and in whose order and titles (by id, or the clinic's own). */
export interface NoteForm {
  readonly words?: number | undefined;
  readonly template?: string | NoteTemplate | undefined;
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
  /** The one that the embedded draft was made in. */
  readonly template?: NoteForm['template'];
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface RewordRequest {
  readonly task: RewordTask;
  /** What the clinician asks for, in words; empty where the task says it all. */
  readonly ask: string;
  readonly lines: readonly { readonly id: string; readonly text: string }[];
  readonly signal: AbortSignal;
}

/** How a case of the evaluation went: counts, and the code of an error where the model gave nothing. */
export interface CaseDone {
  readonly id: string;
  readonly errors: number;
  readonly asked: number;
  readonly kept: number;
  readonly reason?: string | undefined;
}

export interface ListenRequest extends ListeningManner {
  readonly speech: Installed;
  readonly language: 'en' | 'es' | 'auto';
  readonly chart: Chart | undefined;
  readonly signal: AbortSignal;
  /** Where two channels are recorded: as `Sound.balance`, of all that was fed. */
  readonly balance?: (() => Float32Array | null) | undefined;
  /** Words that stay, and how far of the sound that brings it, ms. */
  readonly onSettled: (text: string, untilMs: number) => void;
  /** Words of what is being said now, which may change. */
  readonly onProvisional: (text: string, startMs: number) => void;
}

export interface Listening {
  /** 16 kHz mono in -1..1; never waits. */
  readonly feed: (samples: Float32Array) => void;
  readonly finish: () => Promise<Result<Transcript>>;
  readonly close: () => Promise<void>;
}

export interface NoteVerifier {
  readonly check: (note: Note) => Verification;
  /** Sentences of a verification of this note by the id of the line that they stand in. */
  readonly byLine: (
    note: Note,
    verification: Verification,
  ) => ReadonlyMap<string, readonly CheckedSentence[]>;
  /** `drafted` is the note as the drafter wrote it, where it is known. */
  readonly flags: (
    note: Note,
    verification: Verification,
    drafted: Note | undefined,
  ) => readonly Omit<Flag, 'id'>[];
  /** Ids of lines of an English sheet that the words they cite may not bear out. */
  readonly doubtedOn: (sheet: Instructions, drafted: Instructions | undefined) => readonly string[];
}

/**
 * What the stages do for a host, in the order of a visit. `compose.ts` makes the real ones; nothing else knows how a
 * stage is built.
 */
export interface Stages {
  readonly transcribe: (request: TranscribeRequest) => Promise<Result<Transcript>>;
  /** Ears for a recording that is still going on; `close` lets go of the engine, whatever has been heard. */
  readonly listen: (request: ListenRequest) => Listening;
  /** How the clinician of some visits sounds; null where she said too little. The sounds are closed. */
  readonly learnVoice: (visits: readonly SpokenVisit[]) => Promise<VoicePrint | null>;
  /** A new revision of who spoke. */
  readonly relabel: (transcript: Transcript, change: Relabelling) => Transcript;
  /** A recording heard again, with what was put right by hand of who spoke in it before. */
  readonly rememberSpeakers: (heard: Transcript, before: Transcript) => Transcript;
  /** Opens a recorded file of any format that can be read. */
  readonly openSound: (path: string) => Promise<Result<Sound>>;
  /** `patientId` picks one of two patients, as `Patient.id` has it. */
  readonly readChart: (bytes: Uint8Array, patientId?: string) => Result<Chart>;
  /** One patient's chart from a FHIR server, by the patient's id there. */
  readonly fetchChart: (access: ChartAccess, patientId: string) => Promise<Result<Chart>>;
  /** The patient's own questions, from a text with one a line or a FHIR QuestionnaireResponse. */
  readonly readQuestions: (text: string) => readonly string[];
  readonly brief: (
    chart: Chart,
    ask: { asOf?: string; since?: string; questions?: readonly string[] },
  ) => Brief;
  /** A written dialogue as a transcript: zero times, no words. */
  readonly transcriptOf: (dialogue: BatchDialogue) => Transcript;
  readonly draft: (transcript: Transcript, chart: Chart | undefined, form?: NoteForm) => VisitDraft;
  /** The section templates that come with Footnote. */
  readonly noteTemplates: () => { id: string; name: string }[];
  /** Has a language model draft over an embedded draft; what it says is checked, and where it fails the draft stands. */
  readonly draftWith: (
    model: LanguageModel,
    visit: ModelVisit,
  ) => Promise<VisitDraft & { readonly report: ModelReport }>;
  /** Has a language model put lines in other words; whatever says something else stands as it was. */
  readonly rewordWith: (model: LanguageModel, request: RewordRequest) => Promise<Result<Rewording>>;
  /** Has a language model say what might explain the complaint: suggestions, each resting on words said, never lines. */
  readonly differentialWith: (
    model: LanguageModel,
    visit: Pick<ModelVisit, 'transcript' | 'signal'>,
  ) => Promise<Result<{ readonly suggestions: readonly Suggestion[] }>>;
  /** Puts a model the shipped cases of a task; undefined where it was stopped. Made-up cases only. */
  readonly evaluate: (
    model: LanguageModel,
    task: ModelTask,
    signal: AbortSignal,
    onCase: (done: CaseDone, share: number) => void,
  ) => Promise<{ readonly pass: ModelPass } | undefined>;
  /** Where visit and chart disagree, with both sources. */
  readonly conflicts: (facts: readonly Fact[], chart: Chart) => readonly Flag[];
  /** What the chart has about words that were just said, while the visit is still going on. */
  readonly chartedMeanwhile: (words: string, chart: Chart) => readonly ChartedMeanwhile[];
  /** Everyday words for the clinical terms in a text, in the languages of the sheet. */
  readonly plainWords: (text: string) => readonly PlainTerm[];
  readonly verify: (transcript: Transcript, chart: Chart | undefined, noteText: string) => Verification;
  /** What the verifier finds in a note of ours: lines it doubts, and what was said and is missing. */
  readonly review: (
    transcript: Transcript,
    chart: Chart | undefined,
    note: Note,
  ) => readonly Omit<Flag, 'id'>[];
  /** The same, for a note that is being changed: the visit is read once, and only changed sentences are checked again. */
  readonly verifier: (transcript: Transcript, chart: Chart | undefined) => NoteVerifier;
  /** Why a line has to be looked at; empty for one that need not. */
  readonly risks: (line: string) => readonly Risk[];
  readonly suggestions: (facts: readonly Fact[], chart: Chart) => readonly Suggestion[];
  /** The brief with what was complained of beside the same in the chart. */
  readonly withHistory: (brief: Brief, facts: readonly Fact[], chart: Chart) => Brief;
  readonly instructions: (
    facts: readonly Fact[],
    chart: Chart | undefined,
    language: 'en' | 'es',
    visit?: {
      readonly date?: string;
      readonly clinic?: string;
      /** Where the visit was recorded: the sheet says how the recording is handled. */
      readonly recording?: { readonly keptDays?: number };
      /** The host outside this machine whose program was asked to help: the sheet says so. */
      readonly askedHost?: string | undefined;
    },
  ) => Instructions;
  /** A sheet with a fact put on it by hand, or taken off again. */
  readonly putBack: (request: Omit<PutBackRequest, 'knowledge'>) => Instructions;
  /** A sheet with its reading measures as its lines stand. */
  readonly gradeSheet: (sheet: Instructions, about: Pick<PutBackRequest, 'facts' | 'chart'>) => Instructions;
  /** Everyday words for the clinical ones of an English sentence; the same words where there are none. */
  readonly plainly: (text: string) => Plain;
  /** A letter to a colleague, of the note as it stands. */
  readonly letter: (request: Omit<LetterRequest, 'knowledge'>) => WrittenLetter;
  /** Plain text under the headers of `cli.md`. */
  readonly noteText: (note: Note) => string;
  readonly sheetText: (instructions: Instructions) => string;
  /** The sheet with who checked it and what was corrected as lines, for a file in another program's form. */
  readonly sheetPrinted: (instructions: Instructions) => Instructions;
  /** The message to the patient, in the sheet's words and without the name. */
  readonly portalMessage: (instructions: Instructions) => string;
  /** Pages for print; DRAFT on every page of what is not approved. */
  readonly notePage: (note: Note, paper: NotePaper) => string;
  readonly letterPage: (letter: Letter, paper?: LetterPaper) => string;
  readonly letterText: (letter: Letter, paper?: LetterPaper) => string;
  readonly sheetPage: (instructions: Instructions) => string;
}
