import type { approveOperations, releaseOperations } from '../../contract/approve.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { Instructions } from '../../contract/instructions.ts';
import { Note } from '../../contract/note.ts';
import type { LineName, VisitDocument, VisitTally } from '../../contract/vault.ts';
import type { VisitState } from '../../contract/visit-record.ts';
import { nameOf } from './clinic.ts';
import type { AppContext, HandlersOf } from './context.ts';
import { recordConnection } from './connection-settings.ts';
import { askToSend } from './export-handlers.ts';
import type { AtVisit } from './desk.ts';
import { readEdits, type ReadEdit } from './edits.ts';
import { flagsOf, noteOf } from './visit-flags.ts';
import { withheldOf } from './visit-view.ts';

/** Lines of the note whose source was never on the screen. What a person typed has no other source than that person. */
const unseenOf = ({ documents, seen }: VisitState): LineName[] =>
  (noteOf(documents)?.sections ?? [])
    .flatMap(({ items }) => items)
    .filter(({ id, evidence }) => !seen.includes(id) && evidence.some(({ source }) => source !== 'typed'))
    .map(({ id }) => ({ document: 'note', line: id }));

const editsBySection = (edits: readonly ReadEdit[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { changes } of edits)
    for (const change of changes) {
      if (change.op === 'arrange' || change.document !== 'note') continue;
      counts[change.section] = (counts[change.section] ?? 0) + 1;
    }
  return counts;
};

/** What this visit adds to "how it is doing here". */
const tallyOf = async (context: AppContext, at: AtVisit): Promise<VisitTally | undefined> => {
  const { record } = at;
  const state = record.state();
  const read = await context.reader.read(record);
  if (!read.ok) return undefined;
  const edits = await readEdits(record, read.value.drafted);
  const settled = Object.values(state.settledFlags);
  const flags = flagsOf(context.services.stages, read.value, state.documents, state.stale);
  return {
    model: state.models.map(({ name }) => name).join(' + ') || 'none',
    lines: (noteOf(state.documents)?.sections ?? []).reduce((sum, { items }) => sum + items.length, 0),
    editsBySection: edits.ok ? editsBySection(edits.value) : {},
    fixed: settled.filter(({ how }) => how === 'fixed').length,
    dismissed: settled.filter(({ how }) => how === 'dismissed').length,
    open: flags.filter(({ id }) => !state.settledFlags[id]).length,
    unseen: unseenOf(state).length,
    msToApprove: Math.max(0, context.now().getTime() - Date.parse(state.draft?.at ?? state.createdAt)),
  };
};

/** Nothing is signed that the guards of this clinic have not let be shown. */
const mayBeSigned = ({ record, clinic }: AtVisit): Result<void> => {
  const settings = clinic.settings();
  if (settings.pilot) return refuse('pilot-only');
  return withheldOf(record.state(), settings) ? refuse('assessment-first') : succeed(undefined);
};

/** What was signed goes into the record system where there is one. The signature stands whatever becomes of that. */
const sendIfConnected = async (context: AppContext, at: AtVisit): Promise<void> => {
  if (recordConnection(at.clinic.record)) await askToSend(context, at);
};

export const approveHandlers = (context: AppContext): HandlersOf<keyof typeof approveOperations> => ({
  'approve.offer': async ({ visit }) => {
    const at = await context.desk.atVisit('approve', visit);
    if (!at.ok) return at;
    const { clinic, record, who } = at.value;
    if (context.jobs.progressOf(visit)) return refuse('visit-busy');
    const may = mayBeSigned(at.value);
    if (!may.ok) return may;
    const offer = await clinic.approver.offer(who.session, visit);
    if (!offer.ok) return offer;
    const read = await context.reader.read(record);
    if (!read.ok) return read;
    const state = record.state();
    const open = flagsOf(context.services.stages, read.value, state.documents, state.stale).filter(
      ({ id }) => !state.settledFlags[id],
    );
    const interrupt = open.filter(({ severity }) => severity === 'interrupt').length;
    return succeed({
      ...offer.value,
      unseen: unseenOf(state),
      openFlags: { interrupt, show: open.length - interrupt },
    });
  },
  'approve.approve': async ({ visit, token, sha256, passphrase }) => {
    const at = await context.desk.atVisit('approve', visit);
    if (!at.ok) return at;
    const { clinic, record, who } = at.value;
    if (context.jobs.progressOf(visit)) return refuse('visit-busy');
    const may = mayBeSigned(at.value);
    if (!may.ok) return may;
    const tally = await tallyOf(context, at.value);
    const unseen = unseenOf(record.state()).length;
    const signed = await clinic.approver.approve(who.session, visit, { token, sha256, unseen }, passphrase);
    if (!signed.ok) return signed;
    // The approval stands by itself; counts that could not be written are only missing from a statistic.
    if (tally) await clinic.record.tell({ kind: 'counted', visit, tally }, who.person);
    await sendIfConnected(context, at.value);
    context.events.tell({ what: 'visit', visit, state: record.state().stage });
    return signed;
  },
  'approve.addendum': async ({ visit, text, passphrase }) => {
    const at = await context.desk.atVisit('addendum', visit);
    if (!at.ok) return at;
    const signed = await at.value.clinic.approver.addendum(at.value.who.session, visit, text, passphrase);
    if (signed.ok) await sendIfConnected(context, at.value);
    return signed;
  },
});

interface Signed {
  readonly note?: Note;
  readonly sheet?: Instructions;
}

const readDocument = (content: unknown): Signed => {
  const note = Note.safeParse(content);
  if (note.success) return { note: note.data };
  const sheet = Instructions.safeParse(content);
  return sheet.success ? { sheet: sheet.data } : {};
};

const paperOf = ({ record, clinic }: AtVisit) => {
  const { label, identifiers, createdAt } = record.state();
  const { name } = clinic.settings().clinic;
  return { patient: label, identifiers, date: createdAt, clinic: name || undefined };
};

/** The signed text of a document, in the words a person reads. The release is an entry before anything is handed out. */
const released = async (
  context: AppContext,
  ask: { readonly visit: string; readonly document: string; readonly sha256: string },
  how: 'print' | 'copy' | 'export',
): Promise<Result<{ readonly page: string; readonly text: string }>> => {
  const at = await context.desk.atVisit('release-final', ask.visit);
  if (!at.ok) return at;
  const { clinic, record, who } = at.value;
  const final = await clinic.approver.release(who.session, ask.visit, ask.document, ask.sha256, how);
  if (!final.ok) return final;
  const state = record.state();
  const by = nameOf(clinic, state.approval?.certificate.person ?? 'host');
  const signedAt = state.approvedAt ?? '';
  const { content } = JSON.parse(final.value.canonical) as { content: unknown };
  const { note, sheet } = readDocument(content);
  const { stages } = context.services;
  if (note) {
    const addenda = state.addenda.map((one) => ({
      text: one.text,
      by: nameOf(clinic, one.certificate.person),
      at: one.at,
    }));
    const page = stages.notePage(note, {
      ...paperOf(at.value),
      approval: { by, at: signedAt, sha256: ask.sha256 },
      addenda,
    });
    return succeed({ page, text: [stages.noteText(note), ...addenda.map(addendumText)].join('\n\n') });
  }
  if (!sheet) return refuse('document-missing');
  const approval = { by, on: signedAt.slice(0, 10), corrected: state.addenda.length > 0 };
  const checked = { ...sheet, approval };
  return succeed({ page: stages.sheetPage(checked), text: stages.sheetText(checked) });
};

const addendumText = ({
  text,
  by,
  at,
}: {
  readonly text: string;
  readonly by: string;
  readonly at: string;
}) => `ADDENDUM, ${at.slice(0, 10)}, ${by}\n${text}`;

/** What a draft says wherever it goes: nobody has vouched for it. */
const asDraft = (document: VisitDocument): VisitDocument => ({ ...document, status: 'draft' });

export const releaseHandlers = (context: AppContext): HandlersOf<keyof typeof releaseOperations> => ({
  'release.print': async (ask) => {
    const final = await released(context, ask, 'print');
    return final.ok ? succeed({ page: context.pages.put(final.value.page) }) : final;
  },
  'release.copy': async (ask) => {
    const final = await released(context, ask, 'copy');
    return final.ok ? succeed({ text: final.value.text }) : final;
  },
  'release.draft-page': async ({ visit, document }) => {
    const at = await context.desk.atVisit('read-visit', visit);
    if (!at.ok) return at;
    const { record, clinic } = at.value;
    const state = record.state();
    if (withheldOf(state, clinic.settings())) return refuse('assessment-first');
    const found = state.documents[document];
    if (!found) return refuse('document-missing');
    const { note, sheet } = readDocument(asDraft(found));
    const { stages } = context.services;
    if (note) return succeed({ page: context.pages.put(stages.notePage(note, paperOf(at.value))) });
    if (sheet) return succeed({ page: context.pages.put(stages.sheetPage(sheet)) });
    return refuse('document-missing');
  },
});
