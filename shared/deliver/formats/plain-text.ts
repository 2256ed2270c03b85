import type { SignedText } from '../../contract/fhir.ts';
import type { Instructions } from '../../contract/instructions.ts';
import type { Note } from '../../contract/note.ts';
import type { LaterWords } from '../clinical-page.ts';
import { addendumSections } from './paper.ts';
import { clean } from '../../platform/escape.ts';

/** Marks that a typewriter has, since a record's text box may know no others. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u2032]/g, "'"],
  [/[\u201C\u201D\u201E\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/[\u00A0\u2007\u202F]/g, ' '],
  [/[\u2022\u25CF\u25E6]/g, '*'],
  [/[\u200B-\u200D\u2060\uFEFF]/g, ''],
];

const plain = (text: string): string =>
  PLAIN.reduce((now, [from, to]) => now.replace(from, to), clean(text))
    .replace(/\s+/g, ' ')
    .trim();

const DRAFT = 'DRAFT: not yet checked by the clinician';

const framed = (status: 'draft' | 'approved', rows: readonly string[]): string =>
  `${(status === 'draft' ? [DRAFT, '', ...rows, '', DRAFT] : rows).join('\n')}\n`;

/**
 * The note for pasting into a text box: one line for each statement, headings alone on theirs, an empty line between
 * sections, no tabs, no markup, and no character that a plain text box would show as another. Line breaks are LF, which
 * a text box keeps. What was signed later stands under it.
 */
export const noteForPasting = (note: Note, addenda: readonly LaterWords[] = []): string =>
  framed(
    note.status,
    [
      ...note.sections
        .filter(({ items }) => items.length > 0)
        .map(({ title, items }) => [
          plain(title),
          ...items.map(({ text, group }) => plain(group ? `- ${group}: ${text}` : `- ${text}`)),
        ]),
      ...addendumSections(addenda).map(({ title, lines }) => [
        plain(title),
        ...lines.map(({ text }) => plain(`- ${text}`)),
      ]),
    ].flatMap((rows, index) => (index > 0 ? ['', ...rows] : rows)),
  );

/** A sheet, letter or message for pasting. */
export const sheetForPasting = (sheet: Instructions): string =>
  framed(sheet.status, [
    plain(sheet.title),
    ...sheet.sections
      .filter(({ lines }) => lines.length > 0)
      .flatMap(({ title, lines }) => ['', plain(title), ...lines.map(({ text }) => plain(`- ${text}`))]),
  ]);

/** Every signed document of a visit one after the other, the note first. */
export const visitText = ({ documents }: SignedText): string =>
  Object.entries(documents)
    .sort(([a], [b]) => (a === 'note' ? -1 : b === 'note' ? 1 : a < b ? -1 : 1))
    .map(([, document]) => ('transcript' in document ? noteForPasting(document) : sheetForPasting(document)))
    .join('\n');
