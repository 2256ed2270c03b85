import type { Claim } from './claims.ts';
import type { Lexicon } from '../lexicon.ts';
import { isQuestion } from './questions.ts';
import { asSaid } from './statements.ts';
import type { Utterance } from '../utterances/utterances.ts';
import { contentCount } from './walk.ts';

/** What the clinician said to a question of the patient's; `from` is never empty. */
export interface Answered {
  readonly text: string;
  readonly from: readonly Utterance[];
}

const TURNS_TO_ANSWER = 4;
const MOST_OF_ANSWER = 2;
const ENOUGH = 2;

/** Yes, no, or something of substance; another question puts the answer off and is none. */
const isAnswer = (utterance: Utterance, lexicon: Lexicon): boolean =>
  utterance.speaker === 'clinician' &&
  !isQuestion(utterance.words, utterance.asks, lexicon) &&
  (contentCount(utterance.words, lexicon) >= ENOUGH ||
    lexicon.no.lengthAt(utterance.said, 0) > 0 ||
    /^(?:yes|yeah|yep|absolutely|definitely|correct)$/.test(utterance.said[0]?.text ?? ''));

const DEFERRED =
  /\b(?:come back to that|get (?:back )?to that|in a (?:minute|moment|second)|one second|later on)\b/;

/**
 * The answer that the clinician gives to each question of the patient's, within the next turns and before the patient
 * asks something else; a question without one is not in the map. "I'll come back to that" is no answer.
 */
export const answersTo = (
  claims: readonly Claim[],
  said: readonly Utterance[],
  lexicon: Lexicon,
): ReadonlyMap<Claim, Answered> => {
  const place = new Map(said.map((utterance, index) => [utterance, index]));
  const found = new Map<Claim, Answered>();
  for (const claim of claims) {
    const asked = claim.from[0];
    if (claim.made !== 'question' || !asked) continue;
    const from: Utterance[] = [];
    for (let index = (place.get(asked) ?? said.length) + 1; index < said.length; index += 1) {
      const next = said[index];
      if (!next || next.turn - asked.turn > TURNS_TO_ANSWER || from.length === MOST_OF_ANSWER) break;
      if (from.length > 0 && next.turn !== from[0]?.turn) break;
      if (isAnswer(next, lexicon) && !DEFERRED.test(next.said.map((word) => word.text).join(' ')))
        from.push(next);
    }
    if (from.length > 0) found.set(claim, { text: from.map((each) => asSaid(each.words)).join('. '), from });
  }
  return found;
};
