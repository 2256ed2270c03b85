import type { releaseOperations } from '../../contract/approve.ts';
import { Letter } from '../../contract/deliver.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { Instructions } from '../../contract/instructions.ts';
import { Note } from '../../contract/note.ts';
import type { DocumentName, VisitDocument } from '../../contract/vault.ts';
import { addendumTitle, type LaterWords } from '../../deliver/clinical-page.ts';
import type { Stages } from '../stages.ts';
import { nameOf } from './clinic.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { letterOf } from './letters.ts';
import { addendaSince, checkedSheet, letterPaper, notePaper } from './signed-paper.ts';
import { withheldOf } from './visit-view.ts';

interface Signed {
  readonly note?: Note;
  readonly sheet?: Instructions;
  readonly letter?: Letter;
}

const readDocument = (name: DocumentName, content: unknown): Signed => {
  if (name === 'letter') {
    const letter = Letter.safeParse(content);
    return letter.success ? { letter: letter.data } : {};
  }
  const note = Note.safeParse(content);
  if (note.success) return { note: note.data };
  const sheet = Instructions.safeParse(content);
  return sheet.success ? { sheet: sheet.data } : {};
};

interface Released {
  readonly page: string;
  readonly text: string;
  /** To the patient; a sheet has one. */
  readonly message?: string;
}

type Pages = Pick<Stages, 'notePage' | 'noteText' | 'letterPage' | 'letterText'>;

const addendumText = (words: LaterWords): string => `${addendumTitle(words)}\n${words.text}`;

const releasedNote = (stages: Pages, at: AtVisit, note: Note, sha256: string): Released => {
  const { approval, approvedAt = '' } = at.record.state();
  const by = nameOf(at.clinic, approval?.certificate.person ?? 'host');
  const addenda = addendaSince(at);
  const paper = { ...notePaper(at), approval: { by, at: approvedAt, sha256 }, addenda };
  return {
    page: stages.notePage(note, paper),
    text: [stages.noteText(note), ...addenda.map(addendumText)].join('\n\n'),
  };
};

const releasedLetter = (stages: Pages, at: AtVisit, letter: Letter, sha256: string): Released => {
  const paper = letterPaper(at, sha256);
  return { page: stages.letterPage(letter, paper), text: stages.letterText(letter, paper) };
};

/** The signed text of a document, in the words a person reads. The release is an entry before anything is handed out. */
const released = async (
  context: AppContext,
  ask: { readonly visit: string; readonly document: DocumentName; readonly sha256: string },
  how: 'print' | 'copy' | 'export',
): Promise<Result<Released>> => {
  const at = await context.desk.atVisit('release-final', ask.visit);
  if (!at.ok) return at;
  const { clinic, who } = at.value;
  const final = await clinic.approver.release(who.session, ask.visit, ask.document, ask.sha256, how);
  if (!final.ok) return final;
  const { content } = JSON.parse(final.value.canonical) as { content: unknown };
  const { note, sheet, letter } = readDocument(ask.document, content);
  const { stages } = context.services;
  if (note) return succeed(releasedNote(stages, at.value, note, ask.sha256));
  if (letter) return succeed(releasedLetter(stages, at.value, letter, ask.sha256));
  if (!sheet) return refuse('document-missing');
  const checked = checkedSheet(at.value, sheet);
  return succeed({
    page: stages.sheetPage(checked),
    text: stages.sheetText(checked),
    message: stages.portalMessage(checked),
  });
};

/** What a draft says wherever it goes: nobody has vouched for it. */
const asDraft = (document: VisitDocument): VisitDocument => ({ ...document, status: 'draft' });

const draftLetterPage = async (
  context: AppContext,
  at: AtVisit,
): Promise<Result<{ readonly page: string }>> => {
  const { stages } = context.services;
  const content = await context.reader.read(at.record);
  if (!content.ok) return content;
  const written = letterOf(stages, at, content.value);
  return written
    ? succeed({ page: context.pages.put(stages.letterPage(written.letter)) })
    : refuse('document-missing');
};

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
    if (document === 'letter') return draftLetterPage(context, at.value);
    const found = state.documents[document];
    if (!found) return refuse('document-missing');
    const { note, sheet } = readDocument(document, asDraft(found));
    const { stages } = context.services;
    if (note) return succeed({ page: context.pages.put(stages.notePage(note, notePaper(at.value))) });
    if (sheet) return succeed({ page: context.pages.put(stages.sheetPage(sheet)) });
    return refuse('document-missing');
  },
});
