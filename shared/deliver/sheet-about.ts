import type { InstructionLine, Instructions } from '../contract/instructions.ts';
import type { SheetLanguage } from '../knowledge/sheet.ts';

/** A day as it is written in a place; what is no ISO 8601 day stands as it is. */
export const longDate = (iso: string, locale: string): string =>
  /^\d{4}-\d{2}-\d{2}/.test(iso)
    ? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${iso.slice(0, 10)}T00:00:00Z`),
      )
    : iso;

const filled = (template: string | undefined, slots: Readonly<Record<string, string>>): string =>
  (template ?? '').replace(/\{(\w+)\}/g, (_, name: string) => slots[name] ?? '');

const checkedBy = (sheet: Instructions, { sentences, locale }: SheetLanguage): string => {
  if (sheet.status === 'draft') return sentences['softwareDraft'] ?? '';
  const { approval } = sheet;
  // Who checked it is known from the approval alone; without one nobody may be named, and "checked" not be said.
  if (!approval) throw new Error('an approved sheet is rendered with its approval');
  return filled(sentences['softwareChecked'], {
    name: approval.by,
    date: longDate(approval.on, locale),
  });
};

/** What stands at the top of a reprint after an addendum; undefined on any other sheet. */
export const correctedNotice = (
  sheet: Instructions,
  { sentences, locale }: SheetLanguage,
): string | undefined =>
  sheet.approval?.corrected
    ? filled(sentences['corrected'], { date: longDate(sheet.approval.on, locale) })
    : undefined;

/**
 * The sheet with the line that says how it was written and who checked it. That line is made from the approval and never
 * before it, so it is no part of the signed text. An approved sheet without its approval throws.
 */
export const withChecker = (sheet: Instructions, language: SheetLanguage): Instructions => {
  const line: InstructionLine = {
    id: 'about-checker',
    text: checkedBy(sheet, language),
    language: sheet.language,
    facts: [],
    evidence: [],
  };
  const others = sheet.sections.filter((section) => section.id !== 'about');
  const about = sheet.sections.find((section) => section.id === 'about') ?? {
    id: 'about',
    title: language.sections['about'] ?? 'About',
    lines: [],
  };
  return { ...sheet, sections: [...others, { ...about, lines: [line, ...about.lines] }] };
};
