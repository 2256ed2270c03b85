import { DOSE_WORDS } from '../../language/index.ts';
import type { DrugLexicon } from '../../knowledge/drugs.ts';
import type { Claim } from './claims.ts';
import { doseAlone } from './doubtful-words.ts';
import { joined } from '../phrases.ts';
import { type Utterance, clauseBefore } from '../utterances/utterances.ts';
import { capital, small } from './wording.ts';

/** Clauses of one turn between a medicine's name and its dose: further apart it may be the dose of another. */
const REACH = 2;

/** "Some matrim": something was ordered that is not known for a medicine; the dose that follows is probably its own. */
const ORDERS = /\b(?:get|give|start|prescribe|put|order|send|use|try|add|switch|take)\b/;

/** "40 mg of the lottery": what the dose is of is said beside it. */
const NAMES_ITS_OWN = new RegExp(`\\b(?:${DOSE_WORDS}) of (?!it|them|that|those|this|these)\\b`);

const namedBefore = (
  claim: Claim,
  said: readonly Utterance[],
  drugs: DrugLexicon,
): readonly [Utterance, string] | undefined => {
  let clause = claim.from[0];
  for (let back = 0; back < REACH; back += 1) {
    clause = clause && clauseBefore(said, clause);
    if (!clause) return undefined;
    const words = joined(clause.words);
    const named = drugs.find(words).filter(({ isGroup }) => !isGroup);
    const [medicine] = named;
    if (medicine)
      return new Set(named.map(({ name }) => name)).size === 1 ? [clause, medicine.matched] : undefined;
    if (ORDERS.test(words)) return undefined;
  }
  return undefined;
};

/**
 * A dose ordered right after the one medicine it can be of takes that medicine's name, with the words that named it as
 * evidence: "We'll get you some Motrin. We'll give you 600 mg" is "Motrin: give 600 mg". Any other dose is left alone.
 */
export const withMedicineBefore = (
  claims: readonly Claim[],
  said: readonly Utterance[],
  drugs: DrugLexicon,
): readonly Claim[] =>
  claims.map((claim) => {
    if (doseAlone(claim, undefined) === undefined) return claim;
    if (drugs.find(claim.text).length > 0 || NAMES_ITS_OWN.test(claim.text)) return claim;
    const found = namedBefore(claim, said, drugs);
    if (!found) return claim;
    const [before, name] = found;
    return {
      ...claim,
      kind: 'medication',
      text: `${capital(name)}: ${small(claim.text)}`,
      from: [before, ...claim.from],
    };
  });
