import { DOSE_WORDS } from '../../language/index.ts';
import { joined } from '../phrases.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import type { Utterance } from '../utterances/utterances.ts';
import { type Knows, type Walk, voicesOf } from './walk.ts';
import { inThirdPerson, small } from './wording.ts';

const LIMIT = /^(?:(?:no|not|never) more than|up to|at most|a maximum of|maximum of|maximum|max|only)\b/;
const AMOUNT = new RegExp(
  `^(?:about )?(?:\\d+(?:\\.\\d+)?|one|two|half(?: a)?|a) (?:to \\d+ )?(?:${DOSE_WORDS})\\b`,
);
const TIMES =
  /^(?:once|twice|(?:\d+|three|four) times|every|each|with|before|after|at|in the (?:morning|evening))\b/;
const DETAIL_WORD = new RegExp(
  `^(?:,|\\d.*|${DOSE_WORDS}|once|twice|times?|a|an|the|per|every|each|other|day|days|daily|night|nights|nightly|week|weeks|weekly|morning|mornings|evening|evenings|noon|bedtime|hours?|no|not|never|more|than|up|to|at|most|maximum|max|of|only|if|when|as|you|need|needed|it|them|with|without|before|after|food|meals?|breakfast|lunch|dinner|supper|water|for|by|mouth|one|two|three|four|five|six|seven|ten|half|and|or|in|on|empty|stomach|then|about)$`,
);
/** A detail that only says "with it" or "no more" is none. */
const SAYS_HOW = new RegExp(
  `^(?:${DOSE_WORDS}|times?|once|twice|daily|day|night|morning|evening|hours?|bedtime|food|meals?|breakfast|dinner)$`,
);
const LONGEST = 14;

/** "500 milligrams when you need it", "no more than four times a day": how to take it, without a word of what. */
const isDetail = (words: readonly SpokenWord[]): boolean => {
  const text = joined(words);
  return (
    words.length >= 2 &&
    words.length <= LONGEST &&
    (LIMIT.test(text) || AMOUNT.test(text) || TIMES.test(text)) &&
    words.every((word) => DETAIL_WORD.test(word.text)) &&
    words.some((word) => SAYS_HOW.test(word.text))
  );
};

/**
 * How a medicine is to be taken, said in a sentence of its own after the medicine was ordered, is part of that order:
 * "Take acetaminophen instead. 500 milligrams when you need it." So is the rest of a sentence that the clinician's turn
 * broke off in and that the next turn, heard as another's, goes on with: it stays in the clinician's voice. Tells whether
 * it was added to the order.
 */
export const completesMedicine = (
  walk: Walk,
  utterance: Utterance,
  words: readonly SpokenWord[],
  knows: Knows,
): boolean => {
  const order = walk.claims.at(-1);
  const last = order?.from.at(-1);
  if (!order || !last || order.kind !== 'medication' || order.made !== 'plan') return false;
  const goesOn =
    last.turn === utterance.turn
      ? last.speaker === utterance.speaker
      : last.unfinished && last.turn + 1 === utterance.turn && utterance.opensTurn;
  const named = order.from.some((each) => knows.isDrug(each.words));
  if (!goesOn || !named || knows.isDrug(words) || !isDetail(words)) return false;
  const text = inThirdPerson(words, voicesOf(knows.pronoun, 'clinician'), knows.lexicon);
  walk.claims[walk.claims.length - 1] = {
    ...order,
    // "Twelve" … "five milligrams" may be one number: it stands as it was said.
    text: `${order.text}${/\d$/.test(order.text) ? ' ' : ', '}${small(text)}`,
    from: [...order.from, utterance],
  };
  return true;
};
