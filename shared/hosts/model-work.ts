import { makeGistReader } from '../draft/drafters/covers.ts';
import { proposeDifferential } from '../draft/drafters/differential.ts';
import { draftWithModel } from '../draft/drafters/draft-with-model.ts';
import { evaluateModel } from '../draft/drafters/evaluation/evaluate.ts';
import { findPlanted, loadPlantedCue, withoutPlanted } from '../draft/drafters/planted.ts';
import { loadPrompt } from '../draft/drafters/prompts.ts';
import { reword } from '../draft/drafters/reword.ts';
import { templateOf, type DraftKnowledge } from '../draft/knowledge.ts';
import { makeVerifier, type ReviewKnowledge } from '../review/index.ts';
import type { Chart } from '../contract/chart.ts';
import type { Transcript } from '../contract/transcript.ts';
import type { Stages } from './stages.ts';

/** What a language model may be asked for, each answer behind the drafter's checks and the verifier. */
export const modelWork = (
  draftKnowledge: () => DraftKnowledge,
  reviewKnowledge: () => ReviewKnowledge,
): Pick<Stages, 'draftWith' | 'rewordWith' | 'differentialWith' | 'evaluate'> => {
  const ground = () => {
    const knowledge = draftKnowledge();
    const { language } = knowledge.lexicon;
    return {
      language,
      readGist: makeGistReader(language, knowledge.drugs),
      checkOf: ({ turns }: Transcript, chart?: Chart) => makeVerifier(turns, chart, reviewKnowledge()).check,
    };
  };
  return {
    draftWith: async (model, { chart, embedded, template, ...visit }) => {
      const { language, readGist, checkOf } = ground();
      const { draft, report } = await draftWithModel({
        ...visit,
        chart,
        embedded: { facts: [...embedded.facts], note: embedded.note, flags: [...embedded.flags] },
        template: templateOf(draftKnowledge(), template),
        model,
        prompt: loadPrompt('draft'),
        language,
        readGist,
        isPlanted: loadPlantedCue(),
        verifierOf: (transcript) => checkOf(transcript, chart),
      });
      return { ...draft, report };
    },
    rewordWith: (model, { task, ask, lines, signal }) =>
      reword({ ...ground(), task, ask, lines, model, prompt: loadPrompt(task), signal }),
    differentialWith: (model, { transcript, signal }) => {
      const basis = withoutPlanted(transcript, findPlanted(transcript, loadPlantedCue()));
      const prompt = loadPrompt('differential');
      return proposeDifferential({ ...ground(), transcript: basis, model, prompt, signal });
    },
    evaluate: (model, task, signal, onCase) =>
      evaluateModel(
        model,
        task,
        { ...ground(), template: templateOf(draftKnowledge(), 'general'), signal },
        onCase,
      ),
  };
};
