import { type Reply, degreeIn, reply } from './answers.ts';
import type { Claim } from './claims.ts';
import { kindOf, subjectOf } from './kinds.ts';
import type { Lexicon } from '../lexicon.ts';
import { patientStatement } from './patient-statements.ts';
import { isNegative } from './confirmations.ts';
import { answersUsedTo } from './former-habits.ts';
import type { Asked } from './asked.ts';
import { ALLERGIES } from './question-labels.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { statement } from './statements.ts';
import type { Utterance } from '../utterances/utterances.ts';
import { type Knows, type Question, type Walk, add, voicesOf } from './walk.ts';
import { capital, small } from './wording.ts';

type NounAsked = Extract<Asked, { form: 'noun' }>;

/** What a "no" denies. */
const deniedBy = ({ noun, isOfMore }: NounAsked): string => (isOfMore ? `other ${noun}` : noun);

const joinText = (
  question: Asked,
  says: 'yes' | 'no' | 'hedged-no',
): { text: string; noun?: string; denied: boolean } | undefined => {
  const no = says !== 'yes';
  if (question.form === 'noun') {
    if (question.negative && !no) return undefined;
    if (says === 'hedged-no') return { text: `${capital(question.noun)}: not really`, denied: true };
    return no
      ? { text: `No ${deniedBy(question)}`, noun: deniedBy(question), denied: true }
      : { text: `Reports ${question.noun}`, denied: false };
  }
  if (question.form === 'statement')
    return question.negative === no && says !== 'hedged-no'
      ? { text: question.text, denied: question.negative }
      : undefined;
  if (question.form === 'clause')
    return {
      text: says === 'hedged-no' ? `${question.no}, as far as known` : no ? question.no : question.yes,
      denied: no,
    };
  return undefined;
};

/** "Not really" is softer than "no"; "I don't think so" leaves the patient's own doubt standing. */
const hedgedText = (said: readonly SpokenWord[], question: Asked, text: string): string => {
  const spoken = said.map((word) => word.text).join(' ');
  if (/not really|not particularly|not (?:too )?much|not a lot/.test(spoken))
    return question.form === 'noun'
      ? `Not really any ${deniedBy(question)}`
      : question.form === 'clause'
        ? question.no.replace(/\bnot\b/, 'not really')
        : text;
  const tail = /do not (?:think|believe)/.test(spoken) ? 'the patient thinks' : 'as far as the patient knows';
  if (question.form === 'noun') return `No ${deniedBy(question)}, ${tail}`;
  return question.form === 'clause' ? `${question.no}, ${tail}` : text;
};

const sameMatter = (a: readonly SpokenWord[], b: readonly SpokenWord[], lexicon: Lexicon): boolean => {
  const stems = (words: readonly SpokenWord[]): string[] =>
    words
      .filter((word) => word.text.length > 3 && !lexicon.generic.has(word.text))
      .map((word) => word.text.slice(0, 5));
  const others = new Set(stems(b));
  return stems(a).some((each) => others.has(each));
};

/** "No, but a bit when I run": the limit stays with the denial, in the same sentence. */
const limitText = (beyond: readonly SpokenWord[], knows: Knows): string => {
  const degree = degreeIn(beyond);
  if (degree !== undefined) return `, ${degree}`;
  const first = beyond[0]?.text ?? '';
  const opens =
    first === 'except' || first === 'apart' || first === 'unless' || first === 'besides' || first === 'other'
      ? ''
      : 'but ';
  const rest = first === 'but' ? beyond.slice(1) : beyond;
  return `, ${opens}${small(statement(rest, voicesOf(knows.pronoun, 'patient'), 'i', knows.lexicon))}`;
};

const LONGEST_LIMIT = 14;

const kindOfAnswer = (
  walk: Walk,
  { utterance: { words } }: Question,
  ofFamily: boolean,
  knows: Knows,
): Claim['kind'] => {
  if (ofFamily) return 'family-history';
  return walk.examining ? 'exam' : kindOf(words, 'answer', false, knows.isDrug(words), knows.lexicon);
};

const joinClaim = (
  walk: Walk,
  question: Question,
  utterance: Utterance,
  says: Plain,
  limit: string,
  knows: Knows,
): void => {
  const made = joinText(question.asked, says);
  if (!made) return;
  const text = says === 'hedged-no' ? hedgedText(utterance.said, question.asked, made.text) : made.text;
  const { words } = question.utterance;
  const ofFamily = question.asked.label === 'Family history' && !/\bfamily\b/i.test(text);
  const where = ofFamily ? ' in the family' : '';
  add(walk, {
    text: text + where + limit,
    kind: kindOfAnswer(walk, question, ofFamily, knows),
    polarity: made.denied ? 'denied' : 'affirmed',
    certainty: says === 'hedged-no' ? 'hedged' : 'certain',
    subject: subjectOf(words.slice(2), knows.lexicon),
    speaker: utterance.speaker,
    made: 'join',
    ...(limit + where === '' && says === 'no' && made.noun !== undefined ? { noun: made.noun } : {}),
    from: [question.utterance, utterance],
  });
};

type Plain = 'yes' | 'no' | 'hedged-no';

const isPlain = (says: string): says is Plain => says === 'yes' || says === 'no' || says === 'hedged-no';

const asksSeveral = (questions: readonly Question[], last: Question): boolean =>
  questions.filter((each) => each.asked.form === 'noun').length > 1 ||
  last.utterance.words.filter((word) => word.text === 'any').length > 1;

/** "Any nausea? Any vomiting?" "No" denies both; a "yes" after several says nothing certain about any. */
const answeredBy = (questions: readonly Question[], says: Plain): readonly Question[] => {
  const last = questions.at(-1);
  if (says === 'yes')
    return last?.asked.form === 'noun' && asksSeveral(questions, last) ? [] : questions.slice(-1);
  return questions.filter(
    (each) =>
      each === last ||
      each.asked.form === 'noun' ||
      (each.asked.form === 'statement' && each.asked.negative) ||
      (last !== undefined && asksAgain(each, last)),
  );
};

const EVALUATES = /\b(?:ok|okay|fine|well|normal|normally|alright|good|better|up to date)$/i;

/** "Is it weeping? Is there liquid coming from it?" asks one thing twice; "are you eating well? any pain?" does not. */
const asksAgain = (before: Question, last: Question): boolean =>
  before.utterance.turn === last.utterance.turn &&
  before.asked.form === 'clause' &&
  last.asked.form !== 'statement' &&
  last.asked.form !== 'choice' &&
  before.utterance.words[0]?.text === last.utterance.words[0]?.text &&
  /^(?:it|that|there)$/.test(last.utterance.words[1]?.text ?? '') &&
  !EVALUATES.test(before.asked.yes);

/** "No, I do get headaches": what follows takes the denial back. */
const takesBack = (got: Reply, question: Question, lexicon: Lexicon): boolean =>
  got.says === 'no' &&
  !got.limited &&
  got.beyond.length > 0 &&
  sameMatter(got.beyond, question.utterance.words, lexicon) &&
  !isNegative(got.beyond);

/** "A bit" to "does it hurt?" says yes, and how much; to "how bad is it?" it says what it says. */
const readReply = (utterance: Utterance, question: Question, lexicon: Lexicon): Reply => {
  const got = reply(utterance.said, lexicon);
  const takesYes = question.asked.form === 'noun' || question.asked.form === 'clause';
  if (got.says === 'yes' || !takesYes || degreeIn(utterance.words) === undefined) return got;
  return { says: 'yes', beyond: utterance.words, limited: true };
};

/** "Yes, I think so", "yeah, sort of": the doubt stands beside what is affirmed. */
const DOUBT =
  /^(?:(?:yes|yeah|yep|um|uh|well|oh|,) )*(?:i think so|i believe so|i guess so|i suppose so|sort of|kind of|kinda|probably|possibly|maybe|more or less|i think\b(?! i| it| that| my))\b/;

const doubtIn = (got: Reply, utterance: Utterance): string =>
  got.says === 'yes' && DOUBT.test(utterance.spoken.join(' ')) ? ', the patient thinks' : '';

/** What is said beyond yes or no only says how far it holds. */
const isLimit = ({ says, beyond, limited }: Reply): boolean =>
  (limited || (says === 'yes' && degreeIn(beyond) !== undefined)) && beyond.length < LONGEST_LIMIT;

/** "Any pain right now?" - "Yeah, it was stinging at first": what was is no answer to what is. */
const isOfThePast = (got: Reply, question: Question): boolean =>
  got.says === 'yes' &&
  /\b(?:right now|now|currently|still|at the moment|today)\b/.test(
    question.utterance.words.map((word) => word.text).join(' '),
  ) &&
  got.beyond.slice(0, 3).some((word) => /^(?:was|were|had|used)$/.test(word.text));

/** "Any allergies?" "No, just penicillin": what is excepted is the answer. */
const namesException = ({ limited, beyond }: Reply, { asked }: Question): boolean =>
  asked.label === ALLERGIES && limited && /^(?:but|just|only|except|apart)$/.test(beyond[0]?.text ?? '');

/** Joins the questions that wait with what the patient says to them. */
export const answer = (walk: Walk, utterance: Utterance, knows: Knows): void => {
  const { lexicon } = knows;
  const questions = walk.pending;
  const last = questions.at(-1);
  if (!last) return;
  const got = readReply(utterance, last, lexicon);
  const { beyond, says } = got;
  // A bare "yes" to "where is it?" is no answer yet.
  if (last.asked.form === 'open' && says === 'yes' && beyond.length === 0) return;
  walk.pending = [];
  if (answersUsedTo(walk, last, utterance, knows)) return;
  if (!isPlain(says)) {
    // All that was said: a "not" taken for part of an answer must not be lost from the statement.
    patientStatement(walk, utterance, utterance.words, last, knows);
    return;
  }
  const contradicts = takesBack(got, last, lexicon) || isOfThePast(got, last) || namesException(got, last);
  const inside = isLimit(got) && !contradicts;
  const doubt = doubtIn(got, utterance);
  const limitOf = (each: Question): string =>
    `${inside && each === last ? limitText(beyond, knows) : ''}${doubt}`;
  const held = contradicts ? [] : answeredBy(questions, says);
  for (const each of held.filter((one) => !takesBack(got, one, lexicon)))
    joinClaim(walk, each, utterance, says, limitOf(each), knows);
  if (beyond.length > 0 && !inside)
    patientStatement(walk, utterance, beyond[0]?.text === 'but' ? beyond.slice(1) : beyond, last, knows);
};
