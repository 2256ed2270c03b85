import type { CompositionSection } from '@medplum/fhirtypes';
import type { SignedText } from '../../contract/fhir.ts';
import type { Instructions } from '../../contract/instructions.ts';
import type { Note } from '../../contract/note.ts';
import { escapeHtml } from '../../platform/escape.ts';

/** LOINC section codes as in the C-CDA section templates (HL7 C-CDA R2.1); a section without one goes by its title. */
const SECTION_CODES: Readonly<Record<string, readonly [code: string, display: string]>> = {
  'chief-complaint': ['10154-3', 'Chief complaint Narrative - Reported'],
  history: ['10164-2', 'History of Present illness Narrative'],
  'review-of-systems': ['10187-3', 'Review of systems Narrative - Reported'],
  exam: ['29545-1', 'Physical findings Narrative'],
  results: ['30954-2', 'Relevant diagnostic tests/laboratory data Narrative'],
  plan: ['51847-2', 'Evaluation + Plan note'],
  instructions: ['69730-0', 'Instructions'],
};

export const sectionCode = (id: string): { code: string; display: string } | undefined => {
  const [code, display] = SECTION_CODES[id] ?? [];
  return code && display ? { code, display } : undefined;
};

const coded = (id: string): Pick<CompositionSection, 'code'> => {
  const found = sectionCode(id);
  return found ? { code: { coding: [{ system: 'http://loinc.org', ...found }] } } : {};
};

const xhtml = (inside: string): CompositionSection['text'] => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${inside}</div>`,
});

const list = (lines: readonly { readonly text: string; readonly language?: string }[]): string =>
  `<ul>${lines
    .map(({ text, language }) => {
      const lang = language ? ` lang="${escapeHtml(language)}"` : '';
      return `<li${lang}>${escapeHtml(text)}</li>`;
    })
    .join('')}</ul>`;

const noteSections = (note: Note): CompositionSection[] =>
  note.sections.map(({ id, title, items }) => ({
    title,
    ...coded(id),
    text: xhtml(list(items.map(({ text, group }) => ({ text: group ? `${group}: ${text}` : text })))),
  }));

/** A sheet is one section with a section for each of its headings inside. */
const sheetSection = (sheet: Instructions): CompositionSection => ({
  title: `${sheet.title} (${sheet.language})`,
  ...coded('instructions'),
  section: sheet.sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => ({ title, text: xhtml(list(lines)) })),
});

/** Sections of a composition: the note's, then a section for each sheet, letter and message. Empty ones are left out. */
export const compositionSections = ({ documents }: SignedText): CompositionSection[] =>
  Object.entries(documents)
    .sort(([a], [b]) => (a === 'note' ? -1 : b === 'note' ? 1 : a < b ? -1 : 1))
    .flatMap(([, document]) => ('transcript' in document ? noteSections(document) : [sheetSection(document)]))
    .filter(({ text, section }) => text !== undefined || (section?.length ?? 0) > 0);

export const addendumSection = (text: string): CompositionSection => ({
  title: 'Addendum',
  text: xhtml(
    text
      .split(/\n{2,}/)
      .map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\n/g, '<br/>')}</p>`)
      .join(''),
  ),
});
