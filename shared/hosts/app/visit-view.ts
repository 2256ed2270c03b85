import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Note } from '../../contract/note.ts';
import type { ClinicSettings } from '../../contract/settings.ts';
import type { VisitSummary as Listed } from '../../contract/vault.ts';
import type { VisitState } from '../../contract/visit-record.ts';
import type { RecordingView, Risk, VisitSummary, VisitView } from '../../contract/visits.ts';
import type { AtVisit } from './desk.ts';
import { nameOf, type Clinic } from './clinic.ts';
import { recordConnection } from './connection-settings.ts';
import type { AppContext } from './context.ts';
import { undoStacks } from './edits.ts';
import type { Jobs } from './jobs.ts';
import { isSoundHeard, keptMsOf } from './sound.ts';
import { letterOf, signedLettersOf } from './letters.ts';
import { sheetsOf, sheetViews } from './sheet-views.ts';
import { standingDocuments } from './visit-documents.ts';
import { flagsOf, noteOf } from './visit-flags.ts';

/** A line of the work list, with the work that goes on at the visit now. */
export const summaryOf = (listed: Listed, jobs: Jobs): VisitSummary => {
  const progress = jobs.progressOf(listed.visit);
  const error = jobs.errorOf(listed.visit);
  return {
    id: listed.visit,
    state: listed.stage,
    label: listed.label,
    createdAt: listed.createdAt,
    changedAt: listed.changedAt,
    hasSound: listed.hasSound,
    recording: listed.recording,
    open: { ...listed.open },
    questions: listed.questions,
    ...(progress && { progress }),
    ...(error && { error }),
  };
};

/** A gap that lasted is told twice, when it began and when it ended; the second telling is the whole one. */
const gapsOf = (gaps: VisitState['recordings'][number]['gaps']): RecordingView['gaps'] =>
  gaps
    .filter(
      (gap, i) =>
        gap.lastedMs !== undefined ||
        !gaps
          .slice(i + 1)
          .some(
            ({ reason, atMs, lastedMs }) =>
              reason === gap.reason && atMs === gap.atMs && lastedMs !== undefined,
          ),
    )
    .map((gap) => ({ ...gap }));

const recordingsOf = (state: VisitState, { recorder }: Clinic): RecordingView[] =>
  state.recordings.map((one) => {
    const { recording, source, startedAt, stopped, gaps } = one;
    const live = recorder.liveOf(recording);
    return {
      recording,
      source,
      startedAt,
      stopped,
      paused: live?.paused ?? false,
      keptMs: live?.keptMs ?? Math.round(keptMsOf(one)),
      gaps: gapsOf(gaps),
    };
  });

type Withheld = NonNullable<VisitView['withheld']>;

/** Why drafted text is held back from the screen now; nothing is, once it is approved or their own words are written. */
export const withheldOf = (state: VisitState, settings: ClinicSettings): Withheld | undefined => {
  if (state.approval || state.ownAssessment !== undefined || !state.draft) return undefined;
  if (settings.pilot) return 'pilot';
  return settings.ownAssessmentFirst ? 'assessment' : undefined;
};

/** Sections that judge and decide, by the ids of the note templates. */
const JUDGING: ReadonlySet<string> = new Set(['plan', 'assessment']);

const shownNote = (note: Note | undefined, withheld: Withheld | undefined): Note | undefined => {
  if (!note || withheld === 'pilot') return undefined;
  if (!withheld) return note;
  return { ...note, sections: note.sections.filter(({ id }) => !JUDGING.has(id)) };
};

/** With text held back, only flags that do not speak of it are shown: what the chart warns of, what was not heard. */
const shownFlags = (
  flags: readonly Flag[],
  note: Note | undefined,
  withheld: Withheld | undefined,
): Flag[] => {
  if (!withheld) return [...flags];
  const lines = new Set(note?.sections.flatMap(({ items }) => items.map(({ id }) => id)));
  return flags.filter(({ about, kind }) => (about === undefined ? kind !== 'omitted' : lines.has(about)));
};

const risksOf = (note: Note | undefined, risks: (line: string) => readonly Risk[]): VisitView['risks'] =>
  Object.fromEntries(
    (note?.sections ?? [])
      .flatMap(({ items }) => items)
      .map(({ id, text, group }): readonly [string, Risk[]] => [
        id,
        [...risks(group === 'Allergies' ? `allergy to ${text}` : text)],
      ])
      .filter(([, found]) => found.length > 0),
  );

const approvalOf = (state: VisitState, at: AtVisit): Pick<VisitView, 'approval' | 'addenda' | 'letters'> => {
  const { clinic, record } = at;
  const verified = clinic.approver.verifies(record);
  const { approval, approvedAt } = state;
  return {
    ...(approval && {
      approval: {
        sha256: approval.sha256,
        by: nameOf(clinic, approval.certificate.person),
        at: approvedAt ?? '',
        documents: approval.documents,
        unseen: approval.unseen,
        verified,
      },
    }),
    addenda: state.addenda.map(({ text, onSheet = false, certificate, at: when }) => ({
      text,
      onSheet,
      by: nameOf(clinic, certificate.person),
      at: when,
      verified,
    })),
    letters: signedLettersOf(at, verified),
  };
};

/** How far it is on its way into the record system, and why it waits. */
const sendingOf = (
  { sending, approval }: VisitState,
  { sender }: AppContext,
  clinic: Clinic,
): Pick<VisitView, 'sending' | 'canSend'> => {
  const canSend = approval !== undefined && recordConnection(clinic.record) !== undefined;
  if (!sending) return { canSend };
  const { state, host, at, code } = sending;
  const reason = state === 'waiting' ? sender.trouble() : state === 'refused' ? code : undefined;
  return { canSend, sending: { state, host, at, ...(reason && { reason }) } };
};

const consentOf = ({ consent, consentEntry }: VisitState): VisitView['consent'] => ({
  state: consent,
  ...(consentEntry ?? {}),
});

/** Everything about one visit, from its record. */
export const viewOf = async (context: AppContext, at: AtVisit): Promise<Result<VisitView>> => {
  const { record, clinic } = at;
  const { stages } = context.services;
  const listed = clinic.record.list().find(({ visit }) => visit === record.visit);
  if (!listed) return refuse('visit-unknown');
  const read = await context.reader.read(record);
  if (!read.ok) return read;
  const content = read.value;
  const before = record.state();
  const state = { ...before, documents: standingDocuments(before) };
  const withheld = withheldOf(state, clinic.settings());
  const note = shownNote(noteOf(state.documents), withheld);
  const { undo, redo } = undoStacks(state.edits);
  const letter = withheld ? undefined : letterOf(stages, at, content);
  const { chart, brief, transcript, facts } = content;
  return succeed({
    summary: summaryOf(listed, context.jobs),
    identifiers: [...state.identifiers],
    consent: consentOf(state),
    present: state.present.map((one) => ({ ...one })),
    recordings: recordingsOf(state, clinic),
    ...(chart && { chart }),
    ...(brief && { brief: chart ? stages.withHistory(brief, facts, chart) : brief }),
    ...(transcript &&
      state.transcript && {
        transcript: { entry: state.transcript.entry, durationMs: transcript.durationMs },
      }),
    soundChanged: state.transcript !== undefined && !isSoundHeard(state.transcript.sound, state),
    ...(note && { note }),
    ...sheetViews(stages, withheld ? [] : sheetsOf(state), content),
    ...(withheld && { withheld }),
    ...(state.ownAssessment !== undefined && { ownAssessment: state.ownAssessment }),
    models: [...state.models],
    suggestions: chart && !withheld ? [...stages.suggestions(facts, chart)] : [],
    flags: shownFlags(
      state.approval ? [] : flagsOf(stages, content, state.documents, state.stale),
      note,
      withheld,
    ),
    risks: risksOf(note, stages.risks),
    settled: Object.fromEntries(
      Object.entries(state.settledFlags).map(([id, { how, reason, by, at: when }]) => [
        id,
        { as: how, reason, by: nameOf(clinic, by), at: when },
      ]),
    ),
    seen: [...state.seen],
    stale: state.stale.map((line) => ({ ...line })),
    questions: state.questions.map(({ answer, ...question }) => ({
      ...question,
      by: nameOf(clinic, question.by),
      ...(answer && { answer: { ...answer, by: nameOf(clinic, answer.by) } }),
    })),
    ...(state.shared && { sharedWith: [...state.shared.people] }),
    canUndo: undo.length > 0,
    canRedo: redo.length > 0,
    ...(letter && { letter }),
    ...approvalOf(state, at),
    ...sendingOf(state, context, clinic),
    shredded: [...state.shredded],
  });
};
