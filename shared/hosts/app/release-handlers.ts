import type { releaseOperations } from '../../contract/approve.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { Instructions, type Correction } from '../../contract/instructions.ts';
import { Note } from '../../contract/note.ts';
import type { VisitDocument } from '../../contract/vault.ts';
import { nameOf } from './clinic.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { withheldOf } from './visit-view.ts';

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

/** What a reprint says after an addendum: the last one's day and person, and the words that are for the patient. */
const correctionOf = ({ record, clinic }: Pick<AtVisit, 'record' | 'clinic'>): Correction | undefined => {
  const { addenda } = record.state();
  const last = addenda.at(-1);
  if (!last) return undefined;
  return {
    by: nameOf(clinic, last.certificate.person),
    on: last.at.slice(0, 10),
    words: addenda.filter(({ onSheet }) => onSheet).map(({ text }) => text),
  };
};

/** A signed sheet with who checked it and when, and what was corrected since. */
export const checkedSheet = (at: Pick<AtVisit, 'record' | 'clinic'>, sheet: Instructions): Instructions => {
  const { approval, approvedAt = '' } = at.record.state();
  const corrected = correctionOf(at);
  return {
    ...sheet,
    approval: {
      by: nameOf(at.clinic, approval?.certificate.person ?? 'host'),
      on: approvedAt.slice(0, 10),
      ...(corrected && { corrected }),
    },
  };
};

interface Released {
  readonly page: string;
  readonly text: string;
  /** To the patient; a sheet has one. */
  readonly message?: string;
}

/** The signed text of a document, in the words a person reads. The release is an entry before anything is handed out. */
const released = async (
  context: AppContext,
  ask: { readonly visit: string; readonly document: string; readonly sha256: string },
  how: 'print' | 'copy' | 'export',
): Promise<Result<Released>> => {
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
  const checked = checkedSheet(at.value, sheet);
  return succeed({
    page: stages.sheetPage(checked),
    text: stages.sheetText(checked),
    message: stages.portalMessage(checked),
  });
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
  'release.message': async (ask) => {
    if (!ask.document.startsWith('instructions.')) return refuse('document-missing');
    const final = await released(context, ask, 'copy');
    if (!final.ok) return final;
    return final.value.message === undefined
      ? refuse('document-missing')
      : succeed({ text: final.value.message });
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
