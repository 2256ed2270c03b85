import type { FactKind } from '../../contract/fact.ts';
import type { Claim } from './claims.ts';
import { joined } from '../phrases.ts';
import type { Utterance } from '../utterances/utterances.ts';
import type { Walk } from './walk.ts';
import { small } from './wording.ts';

const CONDITION = /^(?:If|When|Whenever|Unless|Once)\b/;
const DO_NEXT =
  /^(?:then |please |do |just |you (?:must|should|need|have|can|may) )*(?:come|call|ring|contact|let|go|get|see|seek|return|give|phone|dial|take|stop|book|speak)\b|^(?:then )?(?:we|i) (?:can|could|may|might) /;

/** Whether a claim is a condition alone: "If I lean forward", "If there's no improvement". */
const isOpenCondition = (claim: Claim | undefined, utterance: Utterance): claim is Claim => {
  const last = claim?.from.at(-1);
  if (!claim || !last || claim.made === 'join' || last.turn !== utterance.turn) return false;
  if (
    utterance.said[0]?.text === 'then' &&
    last.sentence === utterance.sentence &&
    /\bif\b/i.test(claim.text)
  )
    return true;
  if (!CONDITION.test(claim.text) || claim.text.includes(',')) return false;
  return (
    last.sentence === utterance.sentence ||
    (last.sentence + 1 === utterance.sentence && DO_NEXT.test(joined(utterance.words)))
  );
};

/**
 * "If I lean forward, yeah, the headache gets worse": a condition that was opened and the clause that follows it are one
 * statement. Adds `text` to the open condition; tells whether there was one. `kind`: what the whole is, where the clause
 * that follows decides it.
 */
export const completesCondition = (
  walk: Walk,
  utterance: Utterance,
  text: string,
  kind: FactKind | undefined,
): boolean => {
  const before = walk.claims.at(-1);
  if (!isOpenCondition(before, utterance) || text.split(' ').length < 2) return false;
  walk.claims[walk.claims.length - 1] = {
    ...before,
    ...(kind === undefined ? {} : { kind }),
    text: `${before.text}, ${small(text)}`,
    from: [...before.from, utterance],
  };
  return true;
};
