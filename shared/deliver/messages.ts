import type { CompositionSection } from '../contract/deliver.ts';
import type { Instructions } from '../contract/instructions.ts';
import { escapeHtml } from '../platform/escape.ts';
import { withChecker } from './sheet-about.ts';
import { renderInstructionsText, sheetLanguage } from './sheet-text.ts';
import type { SheetTemplates } from './templates.ts';

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
