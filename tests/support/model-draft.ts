import type { Result } from '../../shared/contract/errors.ts';
import type { LanguageModel, Rewording } from '../../shared/contract/drafters.ts';
import type { Transcript } from '../../shared/contract/transcript.ts';
import { dialogueToTranscript } from '../../shared/draft/dialogue-to-transcript.ts';
import { makeGistReader } from '../../shared/draft/drafters/covers.ts';
import { draftWithModel, type ModelDrafted } from '../../shared/draft/drafters/draft-with-model.ts';
import { loadPlantedCue } from '../../shared/draft/drafters/planted.ts';
import { loadPrompt } from '../../shared/draft/drafters/prompts.ts';
import { reword, type LineToReword } from '../../shared/draft/drafters/reword.ts';
import { makeServerModel, type Patience } from '../../shared/draft/drafters/server/server-model.ts';
import { draftVisit } from '../../shared/draft/draft-visit.ts';
import { loadDraftKnowledge } from '../../shared/draft/knowledge.ts';
import { makeEgress } from '../../shared/egress/egress.ts';
import { loadReviewKnowledge, makeVerifier } from '../../shared/review/index.ts';
import type { Draft } from '../../shared/contract/draft.ts';

const knowledge = loadDraftKnowledge();
const reviewKnowledge = loadReviewKnowledge(undefined, undefined, knowledge.drugs);
const template = knowledge.templates.get('general')!;

export const QUICK: Patience = { firstMs: 5_000, nextMs: 5_000, wholeMs: 20_000, againMs: 5 };

export const transcriptOf = (...lines: readonly (readonly [string, string])[]): Transcript =>
  dialogueToTranscript({ id: 'v', dialogue: lines.map(([speaker, text]) => ({ speaker, text })) });

export const embeddedDraft = (transcript: Transcript): Draft => draftVisit({ transcript, knowledge });

/** A visit drafted through a model server with the real drafter and verifier around it. */
export const draftThrough = async (
  transcript: Transcript,
  server: { readonly url: string; readonly host: string },
  options: {
    readonly contextTokens?: number;
    readonly signal?: AbortSignal;
    readonly patience?: Patience;
    readonly send?: typeof fetch;
    readonly longestMs?: number;
  } = {},
): Promise<ModelDrafted> => {
  const egress = makeEgress(() => [server.host], options.send ?? fetch);
  const { contextTokens = 16_000, signal = new AbortController().signal, patience = QUICK } = options;
  const model: LanguageModel = makeServerModel(
    { url: server.url, model: 'scripted', contextTokens },
    egress.fetch,
    patience,
  );
  return draftWithModel({
    transcript,
    embedded: embeddedDraft(transcript),
    template,
    model,
    prompt: loadPrompt('draft'),
    language: knowledge.lexicon.language,
    readGist: makeGistReader(knowledge.lexicon.language, knowledge.drugs),
    isPlanted: loadPlantedCue(),
    verifierOf: ({ turns }) => makeVerifier(turns, undefined, reviewKnowledge).check,
    signal,
    longestMs: options.longestMs,
  });
};

export const noteLines = ({ draft }: ModelDrafted): readonly string[] =>
  draft.note.sections.flatMap(({ items }) => items.map(({ text }) => text));

/** Lines put into other words through a model server, checked against themselves. */
export const rewordThrough = (
  lines: readonly LineToReword[],
  server: { readonly url: string; readonly host: string },
): Promise<Result<Rewording>> => {
  const { language } = knowledge.lexicon;
  return reword({
    task: 'rewrite',
    lines,
    ask: 'shorter, please',
    model: makeServerModel(
      { url: server.url, model: 'scripted', contextTokens: 16_000 },
      makeEgress(() => [server.host]).fetch,
      QUICK,
    ),
    prompt: loadPrompt('rewrite'),
    language,
    readGist: makeGistReader(language, knowledge.drugs),
    checkOf: ({ turns }) => makeVerifier(turns, undefined, reviewKnowledge).check,
    signal: new AbortController().signal,
  });
};
