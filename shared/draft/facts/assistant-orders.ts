import { mentions } from './kinds.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import type { Utterance } from '../utterances/utterances.ts';
import type { Knows } from './walk.ts';

/** What follows "hey dragon" in the same breath. */
const COMMANDED =
  /^(?:show|order|pull|open|display|list|remind|bring|give|prescribe|refill|schedule|add|send|refer)$/;
/** Of these, what is to be done for the patient; the others are done on a screen. */
const ORDERED = /^(?:order|prescribe|refill|schedule|send|refer|add)$/;

const CALL_REACHES = 5;
const ORDER_REACHES = 7;

/** "Hey, bragging, order the medication": an order to the assistant, whatever was heard for its name. */
const isCalled = ({ said, speaker }: Utterance): boolean => {
  if (speaker !== 'clinician') return false;
  const call = said.findIndex((word, index) => index < CALL_REACHES && word.text === 'hey');
  if (call < 0) return false;
  const after = said.slice(call + 1, call + 1 + CALL_REACHES).filter((word) => word.text !== ',');
  return after.slice(1, 3).some((word) => COMMANDED.test(word.text));
};

/** Words that name what is ordered: a medicine, a test, a service. "The medication we discussed" names none. */
const isNamed = (words: readonly SpokenWord[], { isDrug, lexicon }: Knows): boolean =>
  isDrug(words) || mentions(words, lexicon.tests) || mentions(words, lexicon.referrals);

const orderIn = (utterance: Utterance, knows: Knows): Utterance | undefined => {
  const at = utterance.words.findIndex((word, index) => index < ORDER_REACHES && ORDERED.test(word.text));
  const words = at < 0 ? [] : utterance.words.slice(at);
  return isNamed(words, knows) ? { ...utterance, said: words, words, asks: false } : undefined;
};

export interface ToAssistant {
  readonly isCommand: boolean;
  /** The command as an order of the plan, without the call; undefined where it asks for nothing but a screen. */
  readonly order?: Utterance;
}

/**
 * Whether a clinician speaks to an assistant ("hey dragon, show me the x-ray"), and what is ordered of it for the patient
 * ("hey dragon, order an ultrasound"). `goesOn`: the clause before was such a command.
 */
export const toAssistant = (utterance: Utterance, goesOn: boolean, knows: Knows): ToAssistant => {
  const isNext = goesOn && !utterance.opensTurn && COMMANDED.test(utterance.words[0]?.text ?? '');
  const isCommand = knows.lexicon.commands.lengthAt(utterance.said, 0) > 0 || isCalled(utterance) || isNext;
  const order = isCommand && utterance.speaker === 'clinician' ? orderIn(utterance, knows) : undefined;
  return { isCommand, ...(order ? { order } : {}) };
};
