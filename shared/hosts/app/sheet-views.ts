import { linesOfSheet } from '../../contract/document-lines.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Instructions, OffTheSheet } from '../../contract/instructions.ts';
import type { VisitDocument } from '../../contract/vault.ts';
import type { VisitState } from '../../contract/visit-record.ts';
import type { VisitView } from '../../contract/visits.ts';
import type { Stages } from '../stages.ts';
import type { VisitContent } from './visit-content.ts';

export const isSheet = (document: VisitDocument): document is Instructions => 'language' in document;

export const sheetsOf = ({ documents }: Pick<VisitState, 'documents'>): Instructions[] =>
  Object.values(documents).filter(isSheet);

/** What stays off a sheet and what was put on it by hand, in the words of the visit. */
const offTheSheet = ({ keptOff = [], putBack = [] }: Instructions, facts: readonly Fact[]): OffTheSheet[] =>
  [
    ...putBack.map((one) => ({ ...one, isPutBack: true })),
    ...keptOff.map((one) => ({ ...one, isPutBack: false })),
  ].flatMap((one) => {
    const fact = facts.find(({ id }) => id === one.fact);
    return fact ? [{ ...one, text: fact.said ?? fact.text, evidence: [...fact.evidence] }] : [];
  });

/** Lines of a sheet that rest on a fact of one of these lines of another sheet. */
const twinsOf = (lines: readonly string[], sheet: Instructions, other: Instructions): string[] => {
  const facts = new Set(
    linesOfSheet(sheet)
      .filter(({ id }) => lines.includes(id))
      .flatMap((line) => line.facts),
  );
  return linesOfSheet(other)
    .filter((line) => line.facts.some((fact) => facts.has(fact)))
    .map(({ id }) => id);
};

/** By language: lines that their words may not bear out; the checks read English, the other sheets say the same facts. */
const doubtedOnSheets = (
  sheets: readonly Instructions[],
  { verifier, drafted }: VisitContent,
): VisitView['doubtedOnSheet'] => {
  const english = sheets.find(({ language }) => language === 'en');
  const check = english && verifier();
  if (!check) return {};
  const before = sheetsOf({ documents: drafted }).find(({ language }) => language === 'en');
  const doubted = check.doubtedOn(english, before);
  return Object.fromEntries(
    sheets.map((sheet) => [
      sheet.language,
      sheet === english ? [...doubted] : twinsOf(doubted, english, sheet),
    ]),
  );
};

/** The sheets as they stand, with their reading measures, what stays off them, and what a reviewer has to look at. */
export const sheetViews = (
  stages: Pick<Stages, 'gradeSheet'>,
  sheets: readonly Instructions[],
  content: VisitContent,
): Pick<VisitView, 'instructions' | 'offTheSheet' | 'doubtedOnSheet'> => {
  const { facts, chart } = content;
  return {
    instructions: sheets.map((sheet) => stages.gradeSheet(sheet, { facts, chart })),
    offTheSheet: Object.fromEntries(sheets.map((sheet) => [sheet.language, offTheSheet(sheet, facts)])),
    doubtedOnSheet: doubtedOnSheets(sheets, content),
  };
};
