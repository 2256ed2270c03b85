import { openRecording } from '../capture/decode/open-recording.ts';
import { briefChart } from '../chart/brief/brief.ts';
import { findConflicts } from '../chart/conflicts/find-conflicts.ts';
import { readChart } from '../chart/read-chart.ts';
import { renderInstructionsText } from '../deliver/sheet-text.ts';
import { loadSheetTemplates } from '../deliver/templates.ts';
import { dialogueToTranscript } from '../draft/dialogue-to-transcript.ts';
import { draftVisit } from '../draft/draft-visit.ts';
import { makeGistReader } from '../draft/drafters/covers.ts';
import { draftWithModel } from '../draft/drafters/draft-with-model.ts';
import { loadPlantedCue } from '../draft/drafters/planted.ts';
import { loadPrompt } from '../draft/drafters/prompts.ts';
import { writeInstructions } from '../draft/instructions/write-instructions.ts';
import { loadDraftKnowledge } from '../draft/knowledge.ts';
import { renderNoteText } from '../draft/render-note-text.ts';
import { loadDrugs } from '../knowledge/drugs.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { loadSheetKnowledge } from '../knowledge/sheet.ts';
import { loadReviewKnowledge, makeVerifier, noteFlags, noteText, verifyNote } from '../review/index.ts';
import { loadEveryday } from '../transcribe/right-words/everyday.ts';
import { makeRightWords } from '../transcribe/right-words/right-words.ts';
import { loadRightWordsSettings } from '../transcribe/right-words/settings.ts';
import { loadCueReader } from '../transcribe/speakers/cues.ts';
import { transcribe } from '../transcribe/transcribe.ts';
import { makeEngine } from './engine.ts';
import { chartedNames, vocabularyOf } from './vocabulary.ts';
import type { Stages } from './stages.ts';

/** Loads on first use and keeps: a command that only reads a chart does not wait for the drafter's weights. */
const lazily = <T>(load: () => T): (() => T) => {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: load() }).value;
};

/** The day on this machine's calendar, ISO 8601 (the Swedish way of writing it is the standard's). */
const today = (): string => new Intl.DateTimeFormat('sv-SE').format(new Date());

/** The real stages, in the order of a visit, each with the knowledge it needs. */
export const composeStages = (): Stages => {
  // One lexicon of medicines for every stage: reading it is most of what loading costs.
  const drugs = lazily(loadDrugs);
  const chartKnowledge = lazily(() => loadKnowledge(undefined, drugs()));
  const draftKnowledge = lazily(() => loadDraftKnowledge(undefined, drugs()));
  const reviewKnowledge = lazily(() => loadReviewKnowledge(undefined, undefined, drugs()));
  const cueReader = lazily(loadCueReader);
  const rightWords = lazily(() => ({
    drugs: drugs(),
    labs: chartKnowledge().analytes.rows.map(({ name }) => name),
    isEveryday: loadEveryday(),
    settings: loadRightWordsSettings(),
  }));
  const sheetKnowledge = lazily(loadSheetKnowledge);
  const sheetTemplates = lazily(loadSheetTemplates);
  const verify: Stages['verify'] = ({ turns }, chart, note) =>
    verifyNote({ turns, note, knowledge: reviewKnowledge(), ...(chart ? { chart } : {}) });
  return {
    transcribe: async ({ audioPath, speech, engine: wanted, language, chart, signal, onProgress }) => {
      const sound = await openRecording(audioPath);
      if (!sound.ok) return sound;
      const charted = chart ? chartedNames(chart, drugs()) : [];
      const engine = makeEngine(speech, wanted);
      try {
        return await transcribe({
          sound: sound.value,
          engine,
          language,
          readCues: cueReader(),
          vocabulary: vocabularyOf(charted),
          putRight: makeRightWords(charted, rightWords()),
          signal,
          onProgress,
        });
      } finally {
        await engine.close();
      }
    },
    readChart: (bytes) =>
      readChart(bytes, {
        nameOfCode: (code) => chartKnowledge().analytes.of({ name: '', codes: [code] })?.name,
      }),
    brief: (chart, { asOf = today(), since, questions = [] }) =>
      briefChart(chart, { asOf, questions, knowledge: chartKnowledge(), ...(since ? { since } : {}) }),
    draft: (transcript, chart, words) =>
      draftVisit({
        transcript,
        knowledge: draftKnowledge(),
        ...(chart ? { chart } : {}),
        ...(words ? { words } : {}),
      }),
    draftWith: async (model, { chart, embedded, ...visit }) => {
      const { lexicon, drugs: medicines, templates } = draftKnowledge();
      const template = templates.get('general');
      if (!template) throw new Error('the general template is missing');
      const { draft, report } = await draftWithModel({
        ...visit,
        chart,
        embedded: { facts: [...embedded.facts], note: embedded.note, flags: [...embedded.flags] },
        template,
        model,
        prompt: loadPrompt('draft'),
        language: lexicon.language,
        readGist: makeGistReader(lexicon.language, medicines),
        isPlanted: loadPlantedCue(),
        verifierOf: ({ turns }) => makeVerifier(turns, chart, reviewKnowledge()).check,
      });
      return { ...draft, report };
    },
    transcriptOf: dialogueToTranscript,
    conflicts: (facts, chart) => findConflicts(facts, chart, chartKnowledge(), { asOf: today() }),
    verify,
    review: (transcript, chart, note) =>
      noteFlags(note, verify(transcript, chart, noteText(note)), transcript.turns),
    instructions: (facts, chart, language) =>
      writeInstructions({ facts, chart, language, visit: { date: today() }, knowledge: sheetKnowledge() }),
    noteText: renderNoteText,
    sheetText: (sheet) => renderInstructionsText(sheet, sheetTemplates()),
  };
};
