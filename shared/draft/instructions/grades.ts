import type { InstructionLine, Instructions } from '../../contract/instructions.ts';
import { words } from './plain-words.ts';
import { mask, measure, sentencesOf } from './readability.ts';

const HARDEST = 3;

/** How far the hardest sentence of a line is above the goal of its language; 0 or less for a line that is easy enough. */
const excess = (line: InstructionLine, language: string, names: readonly string[]): number =>
  // A sentence of two words says nothing about how hard it is to read.
  sentencesOf(mask(line.text, names))
    .filter((each) => words(each).length > 3)
    .flatMap((each) => measure(language, [each], [])[0] ?? [])
    .map(({ formula, grade }) => (formula === 'INFLESZ' ? 65 - grade : grade - 6))
    .reduce((worst, each) => Math.max(worst, each), 0);

/** The sentences whose own grade is worst, the hardest first; only those above the goal of the language. */
const hardestLines = (
  lines: readonly InstructionLine[],
  language: string,
  names: readonly string[],
): string[] =>
  lines
    // A fixed line, which rests on nothing, is no one's to rewrite.
    .filter((line) => line.language === language && line.evidence.length > 0)
    .map((line) => ({ id: line.id, excess: excess(line, language, names) }))
    .filter((line) => line.excess > 0)
    .sort((one, other) => other.excess - one.excess)
    .slice(0, HARDEST)
    .map((line) => line.id);

const ownTexts = (lines: readonly InstructionLine[], language: string): string[] =>
  lines.filter((line) => line.language === language).map(({ text }) => text);

/**
 * The sheet with its reading measures as its lines stand: by each formula for every section and over all, and the hardest
 * sentences marked. `names` are masked; `around` is fixed text that is printed with it and no line of it. Pure.
 */
export const graded = (
  sheet: Omit<Instructions, 'readability'>,
  names: readonly string[],
  around: readonly string[],
): Instructions => {
  const { language } = sheet;
  const all = sheet.sections.flatMap(({ lines }) => lines);
  const hardest = hardestLines(all, language, names);
  const measures = measure(language, [...ownTexts(all, language), ...around], names);
  return {
    ...sheet,
    sections: sheet.sections.map(({ lines, ...section }) => ({
      ...section,
      lines: lines.map((line) => {
        const hard = hardest.includes(line.id);
        return hard === (line.hard ?? false) ? line : { ...line, hard };
      }),
      readability: measure(language, ownTexts(lines, language), names),
    })),
    readability: measures[0] ?? { grade: 0, formula: 'none' },
    measures,
    hardest,
  };
};
