import type { Note, NoteSection } from '../contract/note.ts';
import { escapeHtml } from '../platform/escape.ts';
import { clinicalPage, type LaterWords, type Signature } from './clinical-page.ts';

/** What stands around the note on paper. Times are ISO 8601. */
export interface NotePaper {
  readonly patient: string;
  readonly identifiers: readonly string[];
  readonly date: string;
  readonly clinic?: string | undefined;
  readonly approval?: Signature | undefined;
  readonly addenda?: readonly LaterWords[];
}

/** Lines of one group run on as a paragraph under its label, as in the plain text. */
const sectionHtml = (section: NoteSection): string => {
  const paragraphs: { group: string | undefined; texts: string[] }[] = [];
  for (const { group, text } of section.items) {
    const last = paragraphs.at(-1);
    if (last && last.group === group) last.texts.push(text);
    else paragraphs.push({ group, texts: [text] });
  }
  const body = paragraphs
    .map(({ group, texts }) => {
      const label = group === undefined ? '' : `<strong>${escapeHtml(group)}:</strong> `;
      return `<p>${label}<bdi>${texts.map(escapeHtml).join(' ')}</bdi></p>`;
    })
    .join('');
  return `<section><h2>${escapeHtml(section.title)}</h2>${body}</section>`;
};

/** The note as one page for print. */
export const renderNoteHtml = (note: Note, paper: NotePaper): string => {
  const identity = [paper.patient, ...paper.identifiers, `Visit of ${paper.date.slice(0, 10)}`, paper.clinic]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => `<bdi>${escapeHtml(part ?? '')}</bdi>`)
    .join(' &nbsp; ');
  return clinicalPage({
    title: 'Visit note',
    isDraft: note.status === 'draft',
    head: `<p class="identity">${identity}</p>`,
    body: note.sections
      .filter(({ items }) => items.length > 0)
      .map(sectionHtml)
      .join('\n'),
    addenda: paper.addenda,
    signature: paper.approval,
  });
};
