import type { Claim } from './claims.ts';
import { completesCondition } from './conditions.ts';
import { endsHabit } from './former-habits.ts';
import { isNegative } from './confirmations.ts';
import { kindOf, mentions } from './kinds.ts';
import type { Lexicon } from '../lexicon.ts';
import { joined } from '../phrases.ts';
import { ALLERGIES } from './question-labels.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { statement, trimStart } from './statements.ts';
import type { Utterance } from '../utterances/utterances.ts';
import {
  type Knows,
  type Question,
  type Walk,
  add,
  addOfRelative,
  base,
  contentCount,
  isSmallTalk,
  relativeMeant,
  voicesOf,
} from './walk.ts';
import { type Voices, capital, inThirdPerson, small } from './wording.ts';

/** "Worse with: stairs", but "Worse if they lean forward". */
const labelled = (label: string, words: readonly SpokenWord[], text: string): string =>
  /^(?:if|when|whenever|after|while)$/.test(words[0]?.text ?? '') && label.endsWith(' with')
    ? `${label.slice(0, -' with'.length)} ${small(text)}`
    : `${label}: ${small(text)}`;

const DAY_PART = /^(?:morning|afternoon|evening|week|month|year|summer|winter|spring)$/;

/** A short answer stands under a label; one that is a sentence stands by itself. */
const isSentence = (words: readonly SpokenWord[], lexicon: Lexicon): boolean => {
  const first = words[0]?.text ?? '';
  if (first === 'this' && DAY_PART.test(words[1]?.text ?? '')) return false;
  if (/^(?:i|it|he|she|they|we|you|there|my|that|this)$/.test(first)) return true;
  return (
    words
      .slice(1, 5)
      .some((word) => lexicon.auxiliaries.has(word.text) || lexicon.pastForms.has(word.text)) &&
    words.length > 4
  );
};

const TIME_OPENS =
  /^(?:about|around|for|since|maybe|probably|roughly|nearly|almost|over|a|the|last|yesterday|today|in|on|at|every|each|once|twice|several|two|three|four|five|six|few|couple|early|late|\d.*)$/;
const AFTERTHOUGHT =
  /\b(?:days?|weeks?|months?|years?|hours?|minutes?|ago|yesterday|today|morning|night|times)\b/;

/** "…, about three days ago": a time or a count said after the statement that it belongs to. */
const isAfterthought = (words: readonly SpokenWord[], before: Claim, utterance: Utterance): boolean =>
  before.made === 'statement' &&
  before.from.at(-1)?.turn === utterance.turn &&
  before.from.length === 1 &&
  words.length <= 6 &&
  !/^(?:and |but )?then\b/.test(joined(utterance.said)) &&
  TIME_OPENS.test(words[0]?.text ?? '') &&
  AFTERTHOUGHT.test(words.map((word) => word.text).join(' ')) &&
  !words.some((word) =>
    /^(?:i|it|is|was|am|are|he|she|they|we|have|had|has|no|not|never|my|do|did|if|when|until)$/.test(
      word.text,
    ),
  );

/** "Is the pain worse at night?" "It comes and goes": "it" is the pain. */
const aboutTopic = (
  words: readonly SpokenWord[],
  question: Question | undefined,
  voices: Voices,
  lexicon: Lexicon,
): string | undefined => {
  const topic = question?.asked.topic;
  if (
    topic === undefined ||
    words[0]?.text !== 'it' ||
    words.length < 3 ||
    words.some((word, index) => index > 0 && word.text === topic)
  )
    return undefined;
  return capital(
    inThirdPerson([{ ...words[0], text: topic, written: topic }, ...words.slice(1)], voices, lexicon),
  );
};

/** "No, I work": the answer is off before the statement begins. */
const withoutAnswer = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  let from = 0;
  while (
    from < words.length - 2 &&
    /^(?:no|nope|nah|yeah|yes|,)$/.test(words[from]?.text ?? '') &&
    /^(?:,|i|it|he|she|they|we|there|that|not|my|no|yes|yeah|but)$/.test(words[from + 1]?.text ?? '')
  )
    from += 1;
  return trimStart(words.slice(from), /^(?:,|and|but|so)$/);
};

const LONGEST_REASON = 16;

/** A time, a count or a reason said after the patient's statement becomes part of it; tells whether it did. */
const addToLast = (
  walk: Walk,
  utterance: Utterance,
  words: readonly SpokenWord[],
  text: string,
  question: Question | undefined,
): boolean => {
  const before = walk.claims.at(-1);
  if (before?.made !== 'statement' || before.from.length !== 1) return false;
  if (before.from[0]?.turn !== utterance.turn) return false;
  const because = words[0]?.text === 'because' && words.length < LONGEST_REASON;
  if (!because && (question || !isAfterthought(words, before, utterance))) return false;
  walk.claims[walk.claims.length - 1] = {
    ...before,
    text: `${before.text}, ${small(text)}`,
    from: [...before.from, utterance],
  };
  return true;
};

/** "I can't remember, sorry" answers nothing. */
const UNKNOWN = /\b(?:can|could|do|did) not (?:remember|recall|know)\b/;
const LONGEST_UNKNOWN = 7;

const saysNothing = (utterance: Utterance, lexicon: Lexicon): boolean =>
  contentCount(utterance.words, lexicon) === 0 ||
  isSmallTalk(utterance, lexicon) ||
  (UNKNOWN.test(joined(utterance.words)) && utterance.words.length <= LONGEST_UNKNOWN);

/** A short answer that is no sentence stands under its label; "other than in summer" limits and does not answer. */
const takesLabel = (words: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  !isSentence(words, lexicon) &&
  words.length <= LONGEST_LABELLED &&
  !(words.length > 1 && /^(?:no|never|none|not)$/.test(words[0]?.text ?? '')) &&
  !/^(?:other|except|apart|unless|besides)$/.test(words[0]?.text ?? '');

const LONGEST_LABELLED = 9;

/** "Any allergies?" "Yes, I think there was an antibiotic called clindamycin": the medicine is no medicine taken. */
const isAllergyAnswer = ({ asked }: Question, words: readonly SpokenWord[], knows: Knows): boolean =>
  asked.label === ALLERGIES &&
  !isNegative(words) &&
  (knows.isDrug(words) || mentions(words, knows.lexicon.allergy));

const standsUnder = (question: Question, words: readonly SpokenWord[], knows: Knows): boolean =>
  takesLabel(words, knows.lexicon) || isAllergyAnswer(question, words, knows);

/** What the patient says of themselves, with the question before it where that is needed to understand it. */
export const patientStatement = (
  walk: Walk,
  utterance: Utterance,
  given: readonly SpokenWord[],
  question: Question | undefined,
  knows: Knows,
): void => {
  const words = withoutAnswer(given);
  const { lexicon } = knows;
  if (saysNothing({ ...utterance, words }, lexicon)) return;
  const voices = voicesOf(knows.pronoun, 'patient');
  const text = aboutTopic(words, question, voices, lexicon) ?? statement(words, voices, 'i', lexicon);
  const label = question?.asked.label;
  const usesQuestion = question && (label !== undefined || text !== statement(words, voices, 'i', lexicon));
  const from = usesQuestion ? [question.utterance, utterance] : [utterance];
  if (completesCondition(walk, utterance, text, undefined) || endsHabit(walk, utterance, words, text)) return;
  // A medicine is a statement of its own: its dose must not end up under another's.
  if (!knows.isDrug(words) && addToLast(walk, utterance, words, text, question)) return;
  if (question && label && standsUnder(question, words, knows)) {
    const all = [...question.utterance.words, ...words];
    add(walk, {
      ...base(utterance, words, 'answer', knows),
      kind: kindOf(all, 'answer', false, knows.isDrug(all), lexicon),
      text: labelled(label, words, text),
      made: 'label',
      from,
    });
    return;
  }
  const relative = /^(?:he|she)$/.test(words[0]?.text ?? '') ? relativeMeant(walk, utterance) : undefined;
  if (relative && utterance.speaker === 'patient') {
    addOfRelative(walk, utterance, words, text, relative, knows);
    return;
  }
  add(walk, { ...base(utterance, words, 'statement', knows), text, made: 'statement', from });
};
