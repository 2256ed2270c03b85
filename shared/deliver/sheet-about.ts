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

/** A line that is made for the paper and claims nothing about the visit. */
const fixed = (id: string, text: string, language: string): InstructionLine => ({
  id,
  text,
  language,
  facts: [],
  evidence: [],
});

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

/**
 * What stands at the top of a reprint after an addendum: that it is corrected, when and by whom, and the signed words of
 * the addenda that were meant for the patient, as they were typed. Empty on any other sheet.
 */
export const correctedNotice = (
  { approval }: Instructions,
  { sentences, locale }: SheetLanguage,
): readonly string[] => {
  if (!approval?.corrected) return [];
  const { by, on, words } = approval.corrected;
  const notice = sentences[words.length > 0 ? 'corrected' : 'correctedRecord'];
  return [filled(notice, { date: longDate(on, locale), name: by }), ...words];
};

/** A sheet with everything around its signed lines as lines of its own, for forms that know nothing of an approval. */
export const asPrinted = (sheet: Instructions, language: SheetLanguage): Instructions => {
  const checked = withChecker(sheet, language);
  const lines = correctedNotice(sheet, language).map((text, at) =>
    fixed(`corrected-${String(at + 1)}`, text, sheet.language),
  );
  if (lines.length === 0) return checked;
  const corrected = { id: 'corrected', title: language.labels['corrected'] ?? 'Corrected', lines };
  return { ...checked, sections: [corrected, ...checked.sections] };
};

/**
 * The sheet with the line that says how it was written and who checked it. That line is made from the approval and never
 * before it, so it is no part of the signed text. An approved sheet without its approval throws.
 */
export const withChecker = (sheet: Instructions, language: SheetLanguage): Instructions => {
  const line = fixed('about-checker', checkedBy(sheet, language), sheet.language);
  const others = sheet.sections.filter((section) => section.id !== 'about');
  const about = sheet.sections.find((section) => section.id === 'about') ?? {
    id: 'about',
    title: language.sections['about'] ?? 'About',
    lines: [],
  };
  return { ...sheet, sections: [...others, { ...about, lines: [line, ...about.lines] }] };
};
