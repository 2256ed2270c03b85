import { type Language, readQuantities, tokenise } from '../../language/index.ts';
import type { DrugLexicon } from '../../knowledge/drugs.ts';
import type { Claim } from './claims.ts';

const numbersOf = (text: string, language: Language): readonly string[] =>
  readQuantities(tokenise(text), language)
    .filter((each) => !each.weak && each.kind !== 'ordinal')
    .map((each) => each.value);

const NEGATION = /\b(?:no|not|never|none|nothing|nobody|nope|nah|without|denies|cannot)\b|n['’]t\b/i;
const SIDE = /\b(?:left|right)\b/gi;

/** "No coughing, just when I swallow": what is denied at first is then said of some times. */
const DENIED_BUT_FOR =
  /\bno [a-z]+(?: [a-z]+)?,? (?:just|only|except)(?: kind ?of| kinda| like)? (?:when|if|with|at|in|on|after|during)\b/i;

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
  if (/^No /.test(claim.text) && DENIED_BUT_FOR.test(evidence)) return false;
  const said = new Set(numbersOf(evidence, language));
  if (numbersOf(claim.text, language).some((number) => !said.has(number))) return false;
  const named = new Set(drugs.find(evidence).map((each) => each.name));
  if (drugs.find(claim.text).some((each) => !named.has(each.name))) return false;
  const lower = evidence.toLowerCase();
  if ((claim.text.match(SIDE) ?? []).some((side) => !lower.includes(side.toLowerCase()))) return false;
  return !NEGATION.test(claim.text) || NEGATION.test(evidence);
};
