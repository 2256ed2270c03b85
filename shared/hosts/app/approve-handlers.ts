import type { approveOperations } from '../../contract/approve.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { LineName, VisitTally } from '../../contract/vault.ts';
import type { VisitState } from '../../contract/visit-record.ts';
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
      if (change.op === 'arrange' || change.op === 'rewritten' || change.document !== 'note') continue;
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

/** The visit for someone who may approve it, once nothing works on it and all its documents may be signed. */
const atSigning = async (context: AppContext, visit: string): Promise<Result<AtVisit>> => {
  const at = await context.desk.atVisit('approve', visit);
  if (!at.ok) return at;
  if (context.jobs.progressOf(visit)) return refuse('visit-busy');
  const may = mayBeSigned(at.value);
  return may.ok ? at : may;
};

export const approveHandlers = (context: AppContext): HandlersOf<keyof typeof approveOperations> => ({
  'approve.offer': async ({ visit }) => {
    const at = await atSigning(context, visit);
    if (!at.ok) return at;
    const { clinic, record, who } = at.value;
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
    const at = await atSigning(context, visit);
    if (!at.ok) return at;
    const { clinic, record, who } = at.value;
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
  'approve.addendum': async ({ visit, text, onSheet, passphrase }) => {
    const at = await context.desk.atVisit('addendum', visit);
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const signed = await clinic.approver.addendum(who.session, visit, { text, onSheet }, passphrase);
    if (signed.ok) await sendIfConnected(context, at.value);
    return signed;
  },
});
