import type { Brief } from '../contract/brief.ts';
import type { Sound } from '../contract/capture.ts';
import type { Chart } from '../contract/chart.ts';
import type { EngineName } from '../contract/commands.ts';
import type { LanguageModel, ModelReport } from '../contract/drafters.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Fact } from '../contract/fact.ts';
import type { Flag } from '../contract/flag.ts';
import type { Instructions } from '../contract/instructions.ts';
import type { Note } from '../contract/note.ts';
import type { Installed } from '../contract/setup.ts';
import type { Suggestion } from '../contract/suggestion.ts';
import type { Transcript } from '../contract/transcript.ts';
import { elsewhereOf } from './app/draft-entry.ts';
import { flagsOfDraft } from './draft-flags.ts';
import { flagsOfRecording, numberFlags } from './recording-flags.ts';
import type { Stages } from './stages.ts';

export interface VisitRequest {
  readonly audio: string | Sound;
  readonly chart?: Chart | undefined;
  readonly questions: readonly string[];
  readonly speech: Installed | undefined;
  readonly engine: EngineName | undefined;
  readonly language: 'en' | 'es' | 'auto';
  readonly secondListening?: boolean | undefined;
  /** What the sheet says beside what was said; without it, that the visit was recorded. */
  readonly sheet?: Parameters<Stages['instructions']>[3];
  /** Drafts over the embedded draft, where one was asked for. */
  readonly model?: LanguageModel | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (stage: VisitStage, share: number) => void;
}

export type VisitStage = 'transcribe' | 'brief' | 'draft' | 'review' | 'instructions';

export interface VisitDrafts {
  readonly transcript: Transcript;
  readonly chart?: Chart | undefined;
  readonly brief?: Brief | undefined;
  /** Absent where no speech was found: nothing is drafted from silence. */
  readonly drafted?: {
    readonly facts: readonly Fact[];
    readonly note: Note;
    readonly instructions: readonly Instructions[];
    /** What the drafter itself doubts; among the flags, too. */
    readonly doubts: readonly Omit<Flag, 'id'>[];
    /** Where a language model had a part in it. */
    readonly report?: ModelReport | undefined;
  };
  /** To consider, apart from the note; empty without a chart. */
  readonly suggestions?: readonly Suggestion[];
  readonly flags: readonly Flag[];
  /** ms per stage. */
  readonly timings: Readonly<Record<string, number>>;
}

const SHEET_LANGUAGES = ['en', 'es'] as const;

/** Times what a stage takes, in ms, under its name. */
const makeStopwatch = (): {
  readonly timings: Record<string, number>;
  readonly time: <T>(stage: VisitStage, work: () => T) => T;
} => {
  const timings: Record<string, number> = {};
  return {
    timings,
    time: (stage, work) => {
      const begun = performance.now();
      const result = work();
      timings[stage] = Math.round((timings[stage] ?? 0) + performance.now() - begun);
      return result;
    },
  };
};

/**
 * A whole visit from its recording and the chart already read: speech, brief, note, checks and sheets. Writes nothing;
 * the host decides where the drafts go.
 */
export const runVisit = async (stages: Stages, request: VisitRequest): Promise<Result<VisitDrafts>> => {
  const { timings, time } = makeStopwatch();
  const { onProgress, chart } = request;

  const begun = performance.now();
  const heard = await stages.transcribe({
    ...request,
    onProgress: (share) => {
      onProgress('transcribe', share);
    },
  });
  timings['transcribe'] = Math.round(performance.now() - begun);
  if (!heard.ok) return heard;
  const transcript = heard.value;

  const brief = chart && time('brief', () => stages.brief(chart, { questions: request.questions }));
  if (transcript.turns.length === 0) {
    return succeed({
      transcript,
      chart,
      brief,
      flags: numberFlags([...flagsOfRecording(transcript), ...(brief?.flags ?? [])]),
      timings,
    });
  }

  const embedded = time('draft', () => stages.draft(transcript, chart));
  const modelled =
    request.model &&
    (await stages.draftWith(request.model, {
      transcript,
      chart,
      embedded,
      signal: request.signal,
      onProgress: (share) => {
        onProgress('draft', share);
      },
    }));
  if (request.signal.aborted) return refuse('cancelled');
  if (modelled) timings['draft'] = (timings['draft'] ?? 0) + modelled.report.ms;
  const draft = modelled ?? embedded;
  const flags = time('review', () => flagsOfDraft(stages, draft, transcript, chart, brief));
  const told = brief && chart && time('brief', () => stages.withHistory(brief, draft.facts, chart));
  const suggestions = chart ? time('review', () => stages.suggestions(draft.facts, chart)) : [];
  const instructions = time('instructions', () =>
    SHEET_LANGUAGES.map((language) =>
      stages.instructions(draft.facts, chart, language, {
        ...(request.sheet ?? { recording: {} }),
        askedHost: elsewhereOf(modelled?.report),
      }),
    ),
  );
  return succeed({
    transcript,
    chart,
    brief: told,
    suggestions,
    drafted: {
      facts: draft.facts,
      note: draft.note,
      instructions,
      doubts: draft.flags,
      report: modelled?.report,
    },
    flags,
    timings,
  });
};
