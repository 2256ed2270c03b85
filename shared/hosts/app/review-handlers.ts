import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { CheckedLine, OmittedLine, reviewOperations } from '../../contract/review.ts';
import type { Note } from '../../contract/note.ts';
import { DONE } from '../../contract/operation.ts';
import type { Relabelling, Transcript } from '../../contract/transcript.ts';
import type { CheckedSentence, Omission } from '../../contract/verification.ts';
import { sha256 } from '../../platform/hash.ts';
import { newId } from '../../platform/sealing.ts';
import { applyChanges, changesFit } from '../../vault/visit-documents.ts';
import type { NoteVerifier } from '../stages.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { editingUnsigned } from './edit-handlers.ts';
import { worstOf } from './line-verdicts.ts';
import { placedLines } from './edits.ts';
import { transcriptHash } from './redraft.ts';
import { withheldOf } from './visit-view.ts';
import { flagsOf, noteOf } from './visit-flags.ts';

const turnIds = (indices: readonly number[], { turns }: Transcript): string[] =>
  [...new Set(indices)].flatMap((index) => turns[index]?.id ?? []);

const checkedLine = (
  line: string,
  sentences: readonly CheckedSentence[],
  transcript: Transcript,
): Omit<CheckedLine, 'risks'> => ({
  line,
  verdict: worstOf(sentences),
  reasons: sentences
    .flatMap(({ reasons }) => reasons)
    .map(({ kind, detail, turns }) => ({ kind, detail, turns: turnIds(turns, transcript) })),
  turns: turnIds(
    sentences.flatMap(({ turns }) => turns),
    transcript,
  ),
  chart: sentences.flatMap(({ chart }) => chart),
});

/** Where said words belong: what a clinician says is for the plan, anything else for the history. */
const sectionFor = (note: Note, speaker: string | undefined): string => {
  const wanted = speaker === 'clinician' ? 'plan' : 'history';
  return (note.sections.find(({ id }) => id === wanted) ?? note.sections.at(-1))?.id ?? wanted;
};

const omittedLine = (omission: Omission, note: Note, transcript: Transcript): OmittedLine[] => {
  const turn = transcript.turns[omission.turns[0] ?? -1];
  if (!turn) return [];
  const start = Math.max(0, turn.text.indexOf(omission.text));
  const isQuote = turn.text.includes(omission.text);
  const end = isQuote ? start + omission.text.length : turn.text.length;
  const text = turn.text.slice(start, end);
  const evidence = [{ source: 'transcript' as const, turn: turn.id, start, end }];
  const id = `said-${sha256(`${turn.id} ${String(start)} ${String(end)}`).slice(0, 12)}`;
  const line = { id, text, facts: [], evidence };
  return [{ id, kind: omission.kind, text, section: sectionFor(note, turn.speaker), line, evidence }];
};

interface Checked {
  readonly note: Note;
  readonly verifier: NoteVerifier;
  readonly transcript: Transcript;
}

const toCheck = async (context: AppContext, at: AtVisit): Promise<Result<Omit<Checked, 'note'>>> => {
  const read = await context.reader.read(at.record);
  if (!read.ok) return read;
  const { transcript } = read.value;
  const verifier = read.value.verifier();
  if (transcript && verifier) return succeed({ transcript, verifier });
  return refuse(at.record.state().shredded.includes('transcript') ? 'content-shredded' : 'visit-order');
};

const checkHandlers = (context: AppContext): HandlersOf<'review.check'> => ({
  'review.check': async ({ visit, changes }) => {
    const at = await context.desk.atVisit('read-visit', visit);
    if (!at.ok) return at;
    const sources = await toCheck(context, at.value);
    if (!sources.ok) return sources;
    const state = at.value.record.state();
    if (withheldOf(state, at.value.clinic.settings())) return refuse('visit-order');
    if (!changesFit(state.documents, changes)) return refuse('entry-shape');
    const note = noteOf(applyChanges(state.documents, changes));
    if (!note) return refuse('visit-order');
    const { transcript, verifier } = sources.value;
    const verification = verifier.check(note);
    const sentences = verifier.byLine(note, verification);
    return succeed({
      lines: note.sections
        .flatMap(({ items }) => items)
        .map(({ id, text, group }) => ({
          ...checkedLine(id, sentences.get(id) ?? [], transcript),
          risks: [...context.services.stages.risks(group === 'Allergies' ? `allergy to ${text}` : text)],
        })),
      omissions: verification.omissions.flatMap((one) => omittedLine(one, note, transcript)),
    });
  },
});

const flagHandlers = (
  context: AppContext,
): HandlersOf<'flags.settle' | 'lines.see' | 'lines.ask' | 'lines.answer' | 'assessment.write'> => ({
  'flags.settle': async ({ visit, flag, as, reason }) => {
    const at = await context.desk.atVisit('edit', visit);
    if (!at.ok) return at;
    const { record, who } = at.value;
    const read = await context.reader.read(record);
    if (!read.ok) return read;
    const { documents, stale } = record.state();
    const known = flagsOf(context.services.stages, read.value, documents, stale).some(
      ({ id }) => id === flag,
    );
    if (!known) return refuse('flag-missing');
    const told = await record.append({ kind: 'flag-settled', flag, how: as, reason }, who.person);
    return told.ok ? succeed(DONE) : told;
  },
  'lines.see': async ({ visit, line }) => {
    const at = await context.desk.atVisit('read-visit', visit);
    if (!at.ok) return at;
    const { record, who } = at.value;
    if (record.state().approval || record.state().seen.includes(line)) return succeed(DONE);
    const told = await record.append({ kind: 'seen', lines: [line] }, who.person);
    return told.ok ? succeed(DONE) : told;
  },
  'lines.ask': async ({ visit, document, line, text }) => {
    const at = await context.desk.atVisit('edit', visit);
    if (!at.ok) return at;
    const { record, who } = at.value;
    const there = placedLines(record.state().documents).some(
      (one) => one.document === document && one.line.id === line,
    );
    if (!there) return refuse('line-missing');
    const question = newId();
    const told = await record.append(
      { kind: 'line-asked', question, line: { document, line }, text },
      who.person,
    );
    return told.ok ? succeed({ question }) : told;
  },
  'lines.answer': async ({ visit, question, text }) => {
    const at = await context.desk.atVisit('answer', visit);
    if (!at.ok) return at;
    const { record, who } = at.value;
    if (!record.state().questions.some((one) => one.question === question)) return refuse('question-missing');
    const told = await record.append({ kind: 'line-answered', question, text }, who.person);
    return told.ok ? succeed(DONE) : told;
  },
  'assessment.write': async ({ visit, text }) => {
    const at = await context.desk.atVisit('answer', visit);
    if (!at.ok) return at;
    const told = await at.value.record.append({ kind: 'own-assessment', text }, at.value.who.person);
    return told.ok ? succeed(DONE) : told;
  },
});

/** A new revision of who spoke, and everything drafted again from it. */
const relabel = async (
  context: AppContext,
  visit: string,
  change: Relabelling,
): Promise<Result<typeof DONE>> => {
  const at = await editingUnsigned(context, visit);
  if (!at.ok) return at;
  const { clinic, record, who } = at.value;
  const state = record.state();
  const read = await context.reader.read(record);
  if (!read.ok) return read;
  const { transcript: before } = read.value;
  if (!before || !state.transcript) return refuse('visit-order');
  if (!isThere(before, change)) return refuse('line-missing');
  const transcript = context.services.stages.relabel(before, change);
  const { sound } = state.transcript;
  context.jobs.draft(clinic, record, who.person, () =>
    record.append(
      { kind: 'transcript', transcript, sha256: transcriptHash(transcript), sound, relabelled: true },
      who.person,
    ),
  );
  return succeed(DONE);
};

/** Whether there is what a change is about. */
const isThere = ({ turns }: Transcript, change: Relabelling): boolean => {
  if (change.kind === 'swap') return true;
  if (change.kind === 'turns') return change.turns.every((id) => turns.some((turn) => turn.id === id));
  const words = turns.find(({ id }) => id === change.turn)?.words ?? [];
  return change.from < change.to && change.to <= words.length;
};

const speakerHandlers = (context: AppContext): HandlersOf<'speakers.swap' | 'speakers.relabel'> => ({
  'speakers.swap': ({ visit, one, other }) => relabel(context, visit, { kind: 'swap', one, other }),
  'speakers.relabel': ({ visit, turns, words, speaker }) => {
    const [turn = ''] = turns;
    return relabel(
      context,
      visit,
      words ? { kind: 'words', turn, ...words, speaker } : { kind: 'turns', turns, speaker },
    );
  },
});

export const reviewHandlers = (context: AppContext): HandlersOf<keyof typeof reviewOperations> => ({
  ...checkHandlers(context),
  ...flagHandlers(context),
  ...speakerHandlers(context),
});
