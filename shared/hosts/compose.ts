import { openRecording } from '../capture/decode/open-recording.ts';
import { briefChart } from '../chart/brief/brief.ts';
import { withHistory } from '../chart/brief/history.ts';
import { findConflicts } from '../chart/conflicts/find-conflicts.ts';
import { chartedMeanwhile } from '../chart/conflicts/while-said.ts';
import { readQuestions } from '../chart/questions.ts';
import { readChart } from '../chart/read-chart.ts';
import { readServerChart } from '../chart/server/read-server.ts';
import { suggestionsFor } from '../chart/suggestions/suggest.ts';
import { renderNoteHtml } from '../deliver/note-html.ts';
import { renderInstructionsHtml } from '../deliver/sheet-html.ts';
import { renderLetterHtml, renderLetterText } from '../deliver/letter.ts';
import { renderPortalMessage } from '../deliver/messages.ts';
import { asPrinted } from '../deliver/sheet-about.ts';
import { renderInstructionsText, sheetLanguage } from '../deliver/sheet-text.ts';
import { loadSheetTemplates, type SheetTemplates } from '../deliver/templates.ts';
import { dialogueToTranscript } from '../draft/dialogue-to-transcript.ts';
import { draftVisit } from '../draft/draft-visit.ts';
import { makeGlossary } from '../draft/instructions/glossary.ts';
import { makePlainWords } from '../draft/instructions/plain-words.ts';
import { putBack } from '../draft/instructions/put-back.ts';
import { gradeSheet, writeInstructions } from '../draft/instructions/write-instructions.ts';
import { writeLetter } from '../draft/instructions/write-letter.ts';
import { loadDraftKnowledge, templateOf } from '../draft/knowledge.ts';
import { renderNoteText } from '../draft/note/render-note-text.ts';
import { loadDrugs, type DrugLexicon } from '../knowledge/drugs.ts';
import { loadKnowledge, type Knowledge } from '../knowledge/knowledge.ts';
import { loadSheetKnowledge } from '../knowledge/sheet.ts';
import {
  doubtedLines,
  lineRisks,
  loadReviewKnowledge,
  makeBench,
  makeVerifier,
  noteFlags,
  noteText,
  sentencesByLine,
  verifyNote,
  type ReviewKnowledge,
} from '../review/index.ts';
import { learnVoice } from '../transcribe/speakers/learn-voice.ts';
import { relabel } from '../transcribe/speakers/relabel.ts';
import { rememberSpeakers } from '../transcribe/speakers/remember.ts';
import { makeLiveTranscriber } from '../transcribe/live.ts';
import { transcribe } from '../transcribe/transcribe.ts';
import type { Chart } from '../contract/chart.ts';
import { succeed } from '../contract/errors.ts';
import { makeEngine, openEngine } from './engine.ts';
import type { StartNode } from '../platform/node-program.ts';
import { hearLive } from './live-run.ts';
import { modelWork } from './model-work.ts';
import type { ListeningManner, NoteVerifier, Stages } from './stages.ts';
import { loadLanguage } from '../language/index.ts';
import { openSpeakerModel } from './speaker-model.ts';
import { makeEars, makeFindRisky, type EarsFor } from './tellers.ts';

/** Loads on first use and keeps: a command that only reads a chart does not wait for the drafter's weights. */
const lazily = <T>(load: () => T): (() => T) => {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: load() }).value;
};

/** The day on this machine's calendar, ISO 8601 (the Swedish way of writing it is the standard's). */
const today = (): string => new Intl.DateTimeFormat('sv-SE').format(new Date());

const charts = (
  knowledge: () => Knowledge,
): Pick<
  Stages,
  | 'readChart'
  | 'fetchChart'
  | 'brief'
  | 'conflicts'
  | 'chartedMeanwhile'
  | 'readQuestions'
  | 'withHistory'
  | 'suggestions'
> => {
  const nameOfCode = (code: string): string | undefined =>
    knowledge().analytes.of({ name: '', codes: [code] })?.name;
  return {
    readChart: (bytes, patientId) => readChart(bytes, { ...(patientId ? { patientId } : {}), nameOfCode }),
    fetchChart: (access, patientId) => readServerChart(access, patientId, { nameOfCode }),
    brief: (chart, { asOf = today(), since, questions = [] }) =>
      briefChart(chart, { asOf, questions, knowledge: knowledge(), ...(since ? { since } : {}) }),
    conflicts: (facts, chart) => findConflicts(facts, chart, knowledge(), { asOf: today() }),
    chartedMeanwhile: (words, chart) => chartedMeanwhile(words, chart, knowledge(), today()),
    readQuestions,
    withHistory: (brief, facts, chart) => withHistory(brief, facts, chart, knowledge()),
    suggestions: (facts, chart) => suggestionsFor(facts, chart, knowledge(), { asOf: today() }),
  };
};

const checks = (
  knowledge: () => ReviewKnowledge,
): Pick<Stages, 'verify' | 'review' | 'verifier' | 'risks'> => {
  const verify: Stages['verify'] = ({ turns }, chart, note) =>
    verifyNote({ turns, note, knowledge: knowledge(), ...(chart ? { chart } : {}) });
  return {
    verify,
    review: (transcript, chart, note) =>
      noteFlags(
        note,
        verify(transcript, chart, noteText(note)),
        { turns: transcript.turns, drafted: note },
        knowledge(),
      ),
    verifier: ({ turns }, chart) => {
      const verifier = makeVerifier(turns, chart, knowledge());
      let bench: ReturnType<typeof makeBench> | undefined;
      const doubtedOn: NoteVerifier['doubtedOn'] = (sheet, drafted) =>
        doubtedLines(sheet, drafted, turns, (bench ??= makeBench(turns, chart, knowledge())));
      return {
        doubtedOn,
        check: (note) => verifier.check(noteText(note)),
        byLine: sentencesByLine,
        flags: (note, verification, drafted) =>
          noteFlags(note, verification, { turns, drafted }, knowledge()),
      };
    },
    risks: (line) => lineRisks(line, knowledge()),
  };
};

const pages = (
  templates: () => SheetTemplates,
): Pick<
  Stages,
  | 'noteText'
  | 'sheetText'
  | 'sheetPrinted'
  | 'portalMessage'
  | 'notePage'
  | 'sheetPage'
  | 'letterPage'
  | 'letterText'
> => ({
  noteText: renderNoteText,
  sheetText: (sheet) => renderInstructionsText(sheet, templates()),
  sheetPrinted: (sheet) => asPrinted(sheet, sheetLanguage(sheet, templates())),
  portalMessage: (sheet) => renderPortalMessage(sheet, templates()),
  notePage: renderNoteHtml,
  letterPage: renderLetterHtml,
  letterText: renderLetterText,
  sheetPage: (sheet) => renderInstructionsHtml(sheet, templates()),
});

/** What the ears know of a patient and of how it was decided to listen. */
const knowingFor =
  (ears: () => EarsFor, drugs: () => DrugLexicon) =>
  (chart: Chart | undefined, { print, secondListening }: ListeningManner) => ({
    ...ears()(chart),
    print,
    openSpeakerModel: () => openSpeakerModel(),
    ...(secondListening === true && { findRisky: makeFindRisky(drugs(), loadLanguage()) }),
  });

/** Sound to a transcript: opens what was named, hears it once, live or a second time, and closes what it opened. */
const transcriber =
  (knowing: ReturnType<typeof knowingFor>, startNode: StartNode | undefined): Stages['transcribe'] =>
  async ({ audio, speech, engine: wanted, chart, live, language, signal, onProgress, ...manner }) => {
    const sound = typeof audio === 'string' ? await openRecording(audio) : succeed(audio);
    if (!sound.ok) return sound;
    const opened = openEngine(speech, wanted, {
      lengthMs: live ? undefined : sound.value.announcedMs,
      startNode,
    });
    if (!opened.ok) {
      await sound.value.close();
      return opened;
    }
    const engine = opened.value;
    const settings = { ...knowing(chart, manner), engine, language, signal, onProgress };
    try {
      return live
        ? await hearLive(sound.value, { ...settings, ...live })
        : await transcribe({ ...settings, sound: sound.value });
    } finally {
      await engine.close();
    }
  };

export interface StagesGround {
  /** How engines are started as processes of their own; by this process's Node unless told otherwise. */
  readonly startNode?: StartNode | undefined;
}

/** The real stages, in the order of a visit, each with the knowledge it needs. */
export const composeStages = ({ startNode }: StagesGround = {}): Stages => {
  // One lexicon of medicines for every stage: reading it is most of what loading costs.
  const drugs = lazily(loadDrugs);
  const chartKnowledge = lazily(() => loadKnowledge(undefined, drugs()));
  const draftKnowledge = lazily(() => loadDraftKnowledge(undefined, drugs()));
  const reviewKnowledge = lazily(() => loadReviewKnowledge(undefined, undefined, drugs()));
  const knowing = knowingFor(
    lazily(() => makeEars(drugs(), chartKnowledge().analytes)),
    drugs,
  );
  const sheetKnowledge = lazily(loadSheetKnowledge);
  const glossary = lazily(() => makeGlossary(sheetKnowledge().terms));
  const sheetTemplates = lazily(loadSheetTemplates);
  return {
    ...charts(chartKnowledge),
    ...checks(reviewKnowledge),
    ...pages(sheetTemplates),
    ...modelWork(draftKnowledge, reviewKnowledge),
    transcribe: transcriber(knowing, startNode),
    listen: ({ speech, language, chart, signal, balance, onSettled, onProvisional, ...manner }) => {
      const engine = makeEngine(speech, undefined, { startNode });
      const live = makeLiveTranscriber({
        ...knowing(chart, manner),
        engine,
        language,
        signal,
        balance,
        onSettled: ({ words, untilMs }) => {
          onSettled(words.map(({ text }) => text).join(' '), untilMs);
        },
        onProvisional: ({ text, startMs }) => {
          onProvisional(text, startMs);
        },
      });
      return { ...live, close: () => engine.close() };
    },
    learnVoice: async (visits) => {
      const embedder = await openSpeakerModel();
      try {
        return await learnVoice(visits, embedder);
      } finally {
        await embedder?.close();
      }
    },
    relabel,
    rememberSpeakers,
    openSound: (path) => openRecording(path),
    draft: (transcript, chart, { words, template } = {}) => {
      const knowledge = draftKnowledge();
      return draftVisit({
        transcript,
        knowledge,
        template: templateOf(knowledge, template),
        ...(chart ? { chart } : {}),
        ...(words ? { words } : {}),
      });
    },
    noteTemplates: () => [...draftKnowledge().templates.values()].map(({ id, name }) => ({ id, name })),
    transcriptOf: dialogueToTranscript,
    plainWords: (text) => glossary()(text),
    putBack: (request) => putBack({ ...request, knowledge: sheetKnowledge() }),
    gradeSheet: (sheet, about) => gradeSheet(sheet, { ...about, visit: {}, knowledge: sheetKnowledge() }),
    plainly: (text) => makePlainWords(sheetKnowledge(), new Set()).say(text),
    letter: (request) => writeLetter({ ...request, knowledge: sheetKnowledge() }),
    instructions: (facts, chart, language, visit = {}) =>
      writeInstructions({
        facts,
        chart,
        language,
        visit: { date: today(), ...visit },
        knowledge: sheetKnowledge(),
      }),
  };
};
