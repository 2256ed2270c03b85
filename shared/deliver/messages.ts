import type { CompositionSection, Letter } from '../contract/deliver.ts';
import type { Instructions } from '../contract/instructions.ts';
import { clean, escapeHtml } from '../platform/escape.ts';
import { withChecker } from './sheet-about.ts';
import { renderInstructionsText, sheetLanguage } from './sheet-text.ts';
import type { SheetTemplates } from './templates.ts';

/** A letter as plain text; a draft carries the word on its first and last line. */
export const renderLetterText = (letter: Letter): string => {
  const draft = letter.status === 'draft' ? ['DRAFT: not yet checked by the clinician'] : [];
  const { to, from, patient, date } = letter.header;
  const named = (name: string, value: string | undefined): string[] => (value ? [`${name}: ${value}`] : []);
  const rows = [
    ...draft,
    letter.title,
    ...named('To', to),
    ...named('From', from),
    ...named('Patient', patient),
    ...named('Visit', date),
    ...letter.sections.flatMap((section) => [
      '',
      section.title,
      ...section.lines.map((line) => `- ${line.text}`),
    ]),
    ...(draft.length ? ['', ...draft] : []),
  ];
  return `${rows.map(clean).join('\n')}\n`;
};

/** The message to the patient's portal: the sheet's own words, without the name that the portal shows itself. */
export const renderPortalMessage = (sheet: Instructions, templates: SheetTemplates): string => {
  const { header, ...rest } = sheet;
  const shown = header?.date ? { date: header.date } : {};
  return renderInstructionsText({ ...rest, header: shown }, templates);
};

/** The sheet's sections for a FHIR `Composition`; a draft says so in every section, since sections are copied apart. */
export const toCompositionSections = (sheet: Instructions, templates: SheetTemplates): CompositionSection[] =>
  withChecker(sheet, sheetLanguage(sheet, templates)).sections.map((section) => {
    const draft = sheet.status === 'draft' ? '<p>DRAFT</p>' : '';
    const lines = section.lines
      .map(
        (line) =>
          `<li lang="${escapeHtml(line.language)}" xml:lang="${escapeHtml(line.language)}">${escapeHtml(line.text)}</li>`,
      )
      .join('');
    return {
      title: section.title,
      text: {
        status: 'additional',
        div: `<div xmlns="http://www.w3.org/1999/xhtml">${draft}<ul>${lines}</ul></div>`,
      },
    };
  });
