import type { InstructionLine, Instructions } from '../contract/instructions.ts';
import type { SheetLanguage } from '../knowledge/sheet.ts';
import { clean, escapeMarkdown } from '../platform/escape.ts';
import { correctedNotice, longDate, withChecker } from './sheet-about.ts';
import type { SheetTemplates } from './templates.ts';

/** The words of a sheet's language; one that is not loaded is a fault of the caller and throws. */
export const sheetLanguage = (sheet: Instructions, templates: SheetTemplates): SheetLanguage => {
  const language = templates.languages[sheet.language];
  if (!language) throw new Error(`no sheet language ${sheet.language}`);
  return language;
};

const marked = (line: InstructionLine, sheet: Instructions, labels: SheetLanguage['labels']): string =>
  line.language === sheet.language ? line.text : `${line.text} (${labels['inEnglish'] ?? line.language})`;

const headOf = (sheet: Instructions, { labels, locale }: SheetLanguage): string[] => {
  const { header } = sheet;
  const date = header?.date && longDate(header.date, locale);
  const named = (name: string, value: string | undefined): string[] =>
    value ? [`${labels[name] ?? name}: ${value}`] : [];
  return [
    ...(header?.clinic ? [header.clinic] : []),
    ...named('patient', header?.patient),
    ...named('date', date),
    ...named('clinician', header?.clinician),
  ];
};

/** The sheet as Markdown. */
export const renderInstructionsMarkdown = (document: Instructions, templates: SheetTemplates): string => {
  const language = sheetLanguage(document, templates);
  const sheet = withChecker(document, language);
  const draft =
    sheet.status === 'draft' ? [`**${escapeMarkdown(language.labels['draftNote'] ?? 'DRAFT')}**`, ''] : [];
  const corrected = correctedNotice(sheet, language).flatMap((text) => [`**${escapeMarkdown(text)}**`, '']);
  const head = headOf(sheet, language).map((row) => `${escapeMarkdown(row)}  `);
  const sections = sheet.sections.flatMap((section) => [
    '',
    `## ${escapeMarkdown(section.title)}`,
    '',
    ...section.lines.map((line) => {
      const text = escapeMarkdown(marked(line, sheet, language.labels));
      return line.medicine ? `- **${escapeMarkdown(line.medicine.label)}:** ${text}` : `- ${text}`;
    }),
  ]);
  return `${[...draft, ...corrected, `# ${escapeMarkdown(sheet.title)}`, '', ...head, ...sections].join('\n')}\n`;
};

/** The sheet as plain text that survives pasting; a draft carries the word on its first and last line. */
export const renderInstructionsText = (document: Instructions, templates: SheetTemplates): string => {
  const language = sheetLanguage(document, templates);
  const sheet = withChecker(document, language);
  const draft = sheet.status === 'draft' ? [language.labels['draftNote'] ?? 'DRAFT'] : [];
  const corrected = correctedNotice(sheet, language);
  const sections = sheet.sections.flatMap((section) => [
    '',
    section.title.toLocaleUpperCase(language.locale),
    ...section.lines.map((line) => {
      const text = marked(line, sheet, language.labels);
      return line.medicine ? `- ${line.medicine.label}: ${text}` : `- ${text}`;
    }),
  ]);
  const rows = [
    ...draft,
    ...corrected,
    sheet.title,
    ...headOf(sheet, language),
    ...sections,
    ...(draft.length ? ['', ...draft] : []),
  ];
  return `${rows.map(clean).join('\n')}\n`;
};
