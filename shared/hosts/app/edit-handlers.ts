import type { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { AppliedEdit, editOperations } from '../../contract/review.ts';
import type { VisitEntry } from '../../contract/vault.ts';
import { applyChanges, changedLine, changesFit, staleAfter } from '../../vault/visit-documents.ts';
import { nameOf } from './clinic.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { honestChanges, inverseOf, readEdits, twinsOf, undoStacks, type ReadEdit } from './edits.ts';
import { refuseIfBusy } from './jobs.ts';
import { withheldOf } from './visit-view.ts';
import { flagsOf, marksOf } from './visit-flags.ts';

type Applied = z.output<typeof AppliedEdit>;
type Edit = Omit<Extract<VisitEntry, { kind: 'edit' }>, 'kind' | 'flags'>;

const appliedOf = ({ record }: AtVisit): Applied => {
  const { stale, edits } = record.state();
  const { undo, redo } = undoStacks(edits);
  return { stale: stale.map((line) => ({ ...line })), canUndo: undo.length > 0, canRedo: redo.length > 0 };
};

/** Who edits, at a visit whose draft is not being made again at this moment. */
export const editing = async (context: AppContext, visit: string): Promise<Result<AtVisit>> => {
  const at = await context.desk.atVisit('edit', visit);
  if (!at.ok) return at;
  const free = refuseIfBusy(context.jobs, visit);
  return free.ok ? at : free;
};

/** Who edits, at a visit that nobody has signed. */
export const editingUnsigned = async (context: AppContext, visit: string): Promise<Result<AtVisit>> => {
  const at = await editing(context, visit);
  return at.ok && at.value.record.state().approval ? refuse('approved-locked') : at;
};

/** Who edits, at a draft that may be seen. */
export const atDraft = async (context: AppContext, visit: string): Promise<Result<AtVisit>> => {
  const at = await editingUnsigned(context, visit);
  if (!at.ok) return at;
  const { record, clinic } = at.value;
  return withheldOf(record.state(), clinic.settings()) ? refuse('visit-order') : at;
};

/** Writes an edit with the flags that stand after it. */
export const writeEdit = async (context: AppContext, at: AtVisit, edit: Edit): Promise<Result<Applied>> => {
  const { record, who } = at;
  const read = await context.reader.read(record);
  if (!read.ok) return read;
  const state = record.state();
  const flags = changesFit(state.documents, edit.changes)
    ? marksOf(
        flagsOf(
          context.services.stages,
          read.value,
          applyChanges(state.documents, edit.changes),
          staleAfter(state.stale, edit),
        ),
      )
    : [];
  const told = await record.append({ kind: 'edit', ...edit, flags }, who.person);
  return told.ok ? succeed(appliedOf(at)) : told;
};

/** Takes back the last edit of one of the two stacks: what was undone is done again by the same means. */
const takeBack = async (
  context: AppContext,
  visit: string,
  which: 'undo' | 'redo',
): Promise<Result<Applied>> => {
  const at = await editing(context, visit);
  if (!at.ok) return at;
  const { record } = at.value;
  const last = undoStacks(record.state().edits)[which].at(-1);
  if (last === undefined) return refuse('nothing-to-undo');
  const content = await context.reader.read(record);
  if (!content.ok) return content;
  const edits = await readEdits(record, content.value.drafted);
  if (!edits.ok) return edits;
  const edit = edits.value.find(({ entry }) => entry === last);
  if (!edit) return refuse('nothing-to-undo');
  const changes = inverseOf(edit.changes, edit.before);
  const [stale, fresh] = [[...edit.fresh], [...edit.stale]];
  return writeEdit(context, at.value, { changes, undoes: last, stale, fresh });
};

const toldOf = (
  edits: readonly ReadEdit[],
  who: (entry: number) => { readonly at: string; readonly by: string },
) =>
  edits.flatMap(({ entry, changes }) =>
    changes.flatMap((change) => {
      const name = changedLine(change);
      return name ? [{ ...who(entry), op: change.op, ...name }] : [];
    }),
  );

export const editHandlers = (context: AppContext): HandlersOf<keyof typeof editOperations> => ({
  'edit.apply': async ({ visit, changes: asked }) => {
    const at = await editing(context, visit);
    if (!at.ok) return at;
    const { record, who } = at.value;
    const read = await context.reader.read(record);
    if (!read.ok) return read;
    const { documents } = record.state();
    const typist = { label: who.label, at: context.now().toISOString() };
    const changes = honestChanges(asked, documents, read.value, typist);
    if (!changes.ok) return changes;
    const stale = twinsOf(changes.value, documents);
    return writeEdit(context, at.value, { changes: changes.value, stale, fresh: [] });
  },
  'edit.agree': async ({ visit, lines }) => {
    const at = await editing(context, visit);
    return at.ok ? writeEdit(context, at.value, { changes: [], stale: [], fresh: lines }) : at;
  },
  'edit.undo': ({ visit }) => takeBack(context, visit, 'undo'),
  'edit.redo': ({ visit }) => takeBack(context, visit, 'redo'),
  'edit.difference': async ({ visit }) => {
    const at = await context.desk.atVisit('read-visit', visit);
    if (!at.ok) return at;
    const { record, clinic } = at.value;
    const content = await context.reader.read(record);
    if (!content.ok) return content;
    const { drafted } = content.value;
    if (Object.keys(drafted).length === 0)
      return refuse(record.state().shredded.includes('drafts') ? 'content-shredded' : 'visit-order');
    const edits = await readEdits(record, drafted);
    if (!edits.ok) return edits;
    const lines = record.auditLines();
    return succeed({
      drafted: { ...drafted },
      edits: toldOf(edits.value, (entry) => {
        const line = lines[entry - 1];
        return { at: line?.at ?? '', by: nameOf(clinic, line?.by ?? 'host') };
      }),
    });
  },
});
