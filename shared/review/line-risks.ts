import { DOSE_UNITS } from '../language/index.ts';
import { readText } from './reading.ts';
import type { ReviewKnowledge } from './knowledge.ts';

/** What makes a line one whose source has to be looked at. */
export type LineRisk = 'drug' | 'dose' | 'side' | 'negation' | 'allergy';

/** Errors in a medicine, a dose, a side, a denial or an allergy harm; a line that says one of these is risky. */
export const lineRisks = (text: string, knowledge: ReviewKnowledge): readonly LineRisk[] => {
  const { items, tokens } = readText(text, knowledge.language, knowledge.drugs);
  const tests: Readonly<Record<LineRisk, boolean>> = {
    drug: items.some(({ kind }) => kind === 'drug'),
    dose: items.some(({ kind, unit }) => kind === 'number' && DOSE_UNITS.has(unit ?? '')),
    side: items.some(({ kind }) => kind === 'side'),
    negation: items.some(({ negated }) => negated),
    allergy: tokens.some((_, at) => knowledge.omissions.at(tokens, at)?.value.kind === 'allergy'),
  };
  return (Object.keys(tests) as LineRisk[]).filter((risk) => tests[risk]);
};
