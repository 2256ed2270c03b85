import { type Language, readQuantities, tokenise } from '../language/index.ts';
import type { DrugLexicon } from '../knowledge/drugs.ts';
import type { Claim } from './claims.ts';

const numbersOf = (text: string, language: Language): readonly string[] =>
  readQuantities(tokenise(text), language)
    .filter((each) => !each.weak && each.kind !== 'ordinal')
    .map((each) => each.value);

const NEGATION = /\b(?:no|not|never|none|nothing|nobody|nope|nah|without|denies|cannot)\b|n['’]t\b/i;
const SIDE = /\b(?:left|right)\b/gi;

/**
 * Whether every number, medicine, side and denial of a claim stands in the words it was read from. `evidence` is those
 * words, cut out of their turns. A claim that fails is not shown as rewritten.
 */
export const isBorneOut = (
  claim: Claim,
  evidence: string,
  drugs: DrugLexicon,
  language: Language,
): boolean => {
  const said = new Set(numbersOf(evidence, language));
  if (numbersOf(claim.text, language).some((number) => !said.has(number))) return false;
  const named = new Set(drugs.find(evidence).map((each) => each.name));
  if (drugs.find(claim.text).some((each) => !named.has(each.name))) return false;
  const lower = evidence.toLowerCase();
  if ((claim.text.match(SIDE) ?? []).some((side) => !lower.includes(side.toLowerCase()))) return false;
  return !NEGATION.test(claim.text) || NEGATION.test(evidence);
};
