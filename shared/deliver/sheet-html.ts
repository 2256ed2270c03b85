import type { InstructionLine, Instructions, InstructionSection, Moment } from '../contract/instructions.ts';
import type { SheetLanguage } from '../knowledge/sheet.ts';
import { cssString, escapeHtml } from '../platform/escape.ts';
import { correctedNotice, longDate, withChecker } from './sheet-about.ts';
import { sheetLanguage } from './sheet-text.ts';
import type { SheetTemplates } from './templates.ts';

export interface SheetPaper {
  readonly paper?: 'letter' | 'a4';
  /** Adds a last page that holds the medicine list alone. */
  readonly tearOff?: boolean;
}

interface Page {
  readonly sheet: Instructions;
  readonly language: SheetLanguage;
  readonly templates: SheetTemplates;
}

const label = (page: Page, name: string): string => escapeHtml(page.language.labels[name] ?? name);

const shorten = (text: string, most: number): string => {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
};

/** The running head and foot stand in the page margins, which repeat on every sheet of paper. */
const pageRules = (page: Page, paper: 'letter' | 'a4'): string => {
  const { header } = page.sheet;
  const date = header?.date ? longDate(header.date, page.language.locale) : undefined;
  const head = [header?.clinic, header?.patient, date]
    .filter((part) => part !== undefined)
    .map((part) => shorten(part, 48));
  const draft = page.sheet.status === 'draft' ? (page.language.labels['draft'] ?? 'DRAFT') : undefined;
  const corrected = page.sheet.approval?.corrected ? page.language.labels['corrected'] : undefined;
  const draftMark = draft === 'DRAFT' ? draft : `${draft ?? ''} / DRAFT`;
  const mark = draft === undefined ? corrected : draftMark;
  return `@page { size: ${paper === 'letter' ? 'letter' : 'A4'}; margin: 22mm 18mm 20mm;
  @top-left { content: ${cssString(head.join(', '))}; font: 10pt sans-serif; }
  @top-right { content: ${cssString(mark ?? '')}; font: bold 12pt sans-serif; }
  @bottom-right { content: ${cssString(page.language.labels['page'] ?? '')} " " counter(page) ${cssString(` ${page.language.labels['of'] ?? ''} `)} counter(pages); font: 10pt sans-serif; }
}`;
};

const identity = (page: Page): string => {
  const { header } = page.sheet;
  const rows: (readonly [string, string | undefined])[] = [
    ['patient', header?.patient],
    ['date', header?.date && longDate(header.date, page.language.locale)],
    ['clinician', header?.clinician],
  ];
  const shown = rows.filter(([, value]) => value);
  if (!shown.length) return '';
  return `<dl class="identity">${shown
    .map(
      ([name, value]) =>
        `<div><dt>${label(page, name)}:</dt> <dd><bdi>${escapeHtml(value ?? '')}</bdi></dd></div>`,
    )
    .join('')}</dl>`;
};

const moments = (page: Page, of: readonly Moment[]): string =>
  of.length
    ? `<ul class="moments">${of
        .map(
          (moment) =>
            `<li><svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${page.templates.pictograms[moment] ?? ''}</svg>${label(page, moment)}</li>`,
        )
        .join('')}</ul>`
    : '';

const languageMark = (page: Page, line: InstructionLine): { attributes: string; note: string } =>
  line.language === page.sheet.language
    ? { attributes: '', note: '' }
    : {
        attributes: ` lang="${escapeHtml(line.language)}" class="other-language"`,
        note: ` <span lang="${escapeHtml(page.sheet.language)}">(${label(page, 'inEnglish')})</span>`,
      };

/** Stands unseen in every line of a draft, so that a line copied out of it still says what it is. */
const copyMark = (page: Page): string =>
  page.sheet.status === 'draft' ? '<span class="copy-mark" aria-hidden="true">DRAFT: </span>' : '';

/** A word of so many letters finds room in its column; a longer one may be broken. */
const MOST_LETTERS = 24;

/** The name of a medicine, of which no word is broken that could be mistaken for two. */
const medicineName = (name: string): string =>
  name
    .split(/(\s+)/)
    .map((word) =>
      word.length > MOST_LETTERS ? `<span class="breakable">${escapeHtml(word)}</span>` : escapeHtml(word),
    )
    .join('');

const medicineRow = (page: Page, line: InstructionLine): string => {
  const row = line.medicine;
  if (!row) return '';
  const mark = languageMark(page, line);
  return `<tr id="${escapeHtml(line.id)}"${mark.attributes}><td class="change">${escapeHtml(row.label)}</td><th scope="row" class="medicine">${copyMark(page)}<bdi>${medicineName(row.name)}</bdi>${mark.note}</th><td>${row.how
    .map((text) => `<p>${escapeHtml(text)}</p>`)
    .join('')}${moments(page, row.moments)}</td><td>${escapeHtml(row.purpose ?? '')}</td></tr>`;
};

const medicineTable = (page: Page, lines: readonly InstructionLine[]): string => {
  // A column that no row fills is not printed.
  const hasPurpose = lines.some((line) => line.medicine?.purpose);
  const rows = lines.map((line) => medicineRow(page, line)).join('');
  const heads = ['change', 'medicine', 'how', 'purpose'].map(
    (name) => `<th scope="col" class="${name}">${label(page, name)}</th>`,
  );
  return `<table><thead><tr>${(hasPurpose ? heads : heads.slice(0, 3)).join('')}</tr></thead><tbody>${
    hasPurpose ? rows : rows.replaceAll('<td></td></tr>', '</tr>')
  }</tbody></table>`;
};

const lineItem = (page: Page, line: InstructionLine): string => {
  const mark = languageMark(page, line);
  return `<li id="${escapeHtml(line.id)}">${copyMark(page)}<span${mark.attributes}>${escapeHtml(line.text)}</span>${mark.note}</li>`;
};

const sectionHtml = (page: Page, section: InstructionSection): string => {
  const rows = section.lines.filter((line) => line.medicine);
  const others = section.lines.filter((line) => !line.medicine);
  const isProse = section.id === 'about';
  const list = isProse
    ? others
        .map((line) => `<p id="${escapeHtml(line.id)}">${copyMark(page)}${escapeHtml(line.text)}</p>`)
        .join('')
    : `<ul>${others.map((line) => lineItem(page, line)).join('')}</ul>`;
  return `<section aria-labelledby="section-${escapeHtml(section.id)}"><h2 id="section-${escapeHtml(section.id)}">${escapeHtml(section.title)}</h2>${
    rows.length ? medicineTable(page, rows) : ''
  }${others.length ? list : ''}</section>`;
};

const tearOff = (page: Page): string => {
  const rows = page.sheet.sections
    .flatMap((section) => section.lines)
    .filter((line) => line.medicine && line.medicine.change !== 'stopped' && line.medicine.change !== 'held');
  if (!rows.length) return '';
  // The rows stand on the page twice, so their ids stay with the first.
  const table = medicineTable(page, rows).replaceAll(/ id="[^"]*"/g, '');
  return `<section class="tear-off" aria-labelledby="section-tear-off"><h2 id="section-tear-off">${label(page, 'tearOff')}</h2>${
    page.sheet.header?.patient ? `<p><bdi>${escapeHtml(page.sheet.header.patient)}</bdi></p>` : ''
  }${table}</section>`;
};

/**
 * The sheet as one HTML page for reading and for print: no script, nothing loaded from elsewhere. A draft says DRAFT at
 * the top, across every printed page, in each page's head and unseen in every line. A language without labels throws, and
 * so does an approved sheet without its approval.
 */
export const renderInstructionsHtml = (
  document: Instructions,
  templates: SheetTemplates,
  { paper = 'letter', tearOff: withTearOff = true }: SheetPaper = {},
): string => {
  const language = sheetLanguage(document, templates);
  const sheet = withChecker(document, language);
  const page: Page = { sheet, language, templates };
  const corrected = correctedNotice(sheet, language);
  const isDraft = sheet.status === 'draft';
  const title = escapeHtml(sheet.title);
  return `<!doctype html>
<html lang="${escapeHtml(sheet.language)}" dir="${language.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${isDraft ? 'DRAFT: ' : ''}${title}</title>
<style>
${templates.css}
${pageRules(page, paper)}
</style>
</head>
<body${isDraft ? ' class="draft"' : ''}>
<div class="watermark" aria-hidden="true">DRAFT</div>
<main>
${isDraft ? `<p class="notice">${label(page, 'draftNote')}</p>` : ''}
${corrected.map((text) => `<p class="corrected"><bdi>${escapeHtml(text)}</bdi></p>`).join('\n')}
<h1>${title}</h1>
${sheet.header?.clinic ? `<p><bdi>${escapeHtml(sheet.header.clinic)}</bdi></p>` : ''}
${identity(page)}
${sheet.sections.map((section) => sectionHtml(page, section)).join('\n')}
${withTearOff ? tearOff(page) : ''}
</main>
</body>
</html>
`;
};
