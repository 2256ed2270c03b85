import { completesCondition } from './conditions.ts';
import { kindOf, mentions } from './kinds.ts';
import { joined } from '../phrases.ts';
import type { Lexicon } from '../lexicon.ts';
import { completesMedicine } from './medicine-details.ts';
import { asked, isQuestion } from './questions.ts';
import { clinicianStatement, isProceeding } from './clinician-wording.ts';
import { problemHeading } from './problem-heading.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import type { Utterance } from '../utterances/utterances.ts';
import { capital, inThirdPerson, small } from './wording.ts';
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

/** "Both ankles, OK": words of the patient's last answer said over. */
const isEcho = (words: readonly SpokenWord[], heard: ReadonlySet<string>, lexicon: Lexicon): boolean =>
  words.length <= 7 &&
  words.every(
    (word) =>
      word.text === ',' ||
      lexicon.generic.has(word.text) ||
      lexicon.leads.has(word.text) ||
      heard.has(word.text),
  );

const TOUCHES =
  /^(?:hurt|hurts|tender|sore|pain|painful|press|push|touch|pushing|pressing|here|bend|lift|squeeze|this|that)$/;

const INSTRUCTED = /^you do not (?:give|take|use|eat|drink|drive|put|go|stop|wash|touch|lift)\b/;

/**
 * What could be taken for something that it is not: "you don't give honey to babies" is advice and not habit, "you want to
 * play again" may be either a wish or advice, and after
 * "if you get wheezy", "and you're using it every four hours" is still the condition.
 */
const isUnclear = (walk: Walk, utterance: Utterance): boolean =>
  INSTRUCTED.test(joined(utterance.words)) ||
  /^you want to\b/.test(joined(utterance.words)) ||
  (walk.condition === utterance.turn &&
    /^(?:and|or)$/.test(utterance.said[0]?.text ?? '') &&
    /^(?:you|your|it)$/.test(utterance.words[0]?.text ?? ''));

/** A question waits for its answer; one that touches nothing ends the examination. */
const askPatient = (walk: Walk, utterance: Utterance, knows: Knows): void => {
  const { words } = utterance;
  if (!words.some((word) => TOUCHES.test(word.text)) && !mentions(words, knows.lexicon.startsExam))
    walk.examining = false;
  if (walk.pending.length > 0 && walk.pending[0]?.utterance.turn !== utterance.turn) walk.pending = [];
  const question = asked(words, voicesOf(knows.pronoun, 'clinician'), knows.lexicon);
  if (question.form === 'open' && goesOn(walk, utterance, knows)) return;
  walk.pending.push({ utterance, asked: question });
};

const GOES_ON = /^(?:towards?|to|into|in|on|at|with|when|after|during|from|over)$/;
const LONGEST_REST = 5;

/**
 * "Does it move to your back? Towards your sides?": a rest that goes on with the question before it becomes part of it;
 * "Is it weeping? … Weeping?" says it again. Tells whether nothing is left to ask.
 */
const goesOn = (walk: Walk, utterance: Utterance, knows: Knows): boolean => {
  const { words } = utterance;
  const earlier = walk.pending.filter((each) => each.utterance.turn === utterance.turn);
  const before = earlier.at(-1);
  if (!before || words.length > LONGEST_REST) return false;
  const isSaidAgain = ({ utterance: asked }: Question): boolean =>
    words.every((word) => asked.words.some((other) => other.text === word.text));
  if (earlier.some(isSaidAgain)) return true;
  const { asked: first } = before;
  if (first.form !== 'clause' || !GOES_ON.test(words[0]?.text ?? '')) return false;
  const rest = inThirdPerson(words, voicesOf(knows.pronoun, 'clinician'), knows.lexicon);
  walk.pending[walk.pending.length - 1] = {
    utterance: { ...before.utterance, end: utterance.end },
    asked: { ...first, yes: `${first.yes} or ${rest}`, no: `${first.no} or ${rest}` },
  };
  return true;
};

/** The problem that is turned to becomes a heading; gives the words after it. */
const turnToProblem = (walk: Walk, utterance: Utterance, knows: Knows): readonly SpokenWord[] => {
  const { words } = utterance;
  const heading = problemHeading(words, knows.lexicon);
  if (!heading) return words;
  walk.problem = walk.problems;
  walk.problems += 1;
  walk.examining = false;
  add(walk, {
    ...base(utterance, words, 'opinion', knows),
    kind: 'diagnosis',
    text: heading.name,
    made: 'heading',
    from: [utterance],
  });
  const rest = words.slice(heading.length);
  const from = rest.findIndex((word) => word.text !== ',');
  return from < 0 ? [] : rest.slice(from);
};

const saysNothing = (walk: Walk, utterance: Utterance, lexicon: Lexicon): boolean =>
  contentCount(utterance.words, lexicon) === 0 ||
  isSmallTalk(utterance, lexicon) ||
  isEcho(utterance.words, walk.heard, lexicon) ||
  lexicon.vague.has(joined(utterance.words).replace(/^(?:your|the|any) /, ''));

/** "If there's no improvement, you need to come back": what to do joins the condition it is said under. */
const completesPlan = (
  walk: Walk,
  utterance: Utterance,
  words: readonly SpokenWord[],
  text: string,
  knows: Knows,
): boolean => {
  if (CONDITION.test(words[0]?.text ?? '') || RECALLED.test(joined(words))) return false;
  const condition = walk.claims.at(-1)?.from.at(-1)?.words ?? [];
  const kind = kindOf([...condition, ...words], 'plan', true, knows.isDrug(words), knows.lexicon);
  return completesCondition(walk, utterance, text, kind === 'other' ? undefined : kind);
};

const CONDITION = /^(?:if|when|unless|once)$/;
/** "If things change, you've mentioned your bowels are fine": what was said before is no consequence. */
const RECALLED = /^you (?:have |had )?(?:just )?(?:mentioned|said|told)\b/;

const MEANT = /^(?:it|that|them|those)$/;

/**
 * "Do I keep the lisinopril the same?" "Yes, keep taking it as before.": the medicine asked about, with the question, where
 * an order in the next turn names none.
 */
const medicineAskedAbout = (
  walk: Walk,
  utterance: Utterance,
  words: readonly SpokenWord[],
  knows: Knows,
): { readonly name: string; readonly question: Utterance } | undefined => {
  const last = walk.claims.at(-1);
  const question = last?.kind === 'question' ? last.from.at(-1) : undefined;
  if (question?.turn !== utterance.turn - 1 || !words.some((word) => MEANT.test(word.text))) return undefined;
  if (knows.lexicon.orders.lengthAt(words, 0) === 0 || knows.isDrug(words)) return undefined;
  const named = question.words.filter((word) => knows.isDrug([word]));
  return named.length === 1 && named[0] ? { name: named[0].written, question } : undefined;
};

/**
 * "So she has an overactive thyroid", of the mother just spoken of: family history, where the patient is no "she" that is
 * known of. Adds it; tells whether it was of a relative.
 */
const isOfRelative = (walk: Walk, utterance: Utterance, text: string, knows: Knows): boolean => {
  const [first] = utterance.words;
  const isOther = /^(?:he|she)$/.test(first?.text ?? '') && knows.pronoun !== first?.text;
  const relative = isOther ? relativeMeant(walk, utterance) : undefined;
  if (!relative) return false;
  addOfRelative(walk, utterance, utterance.words, text, relative, knows);
  return true;
};

/** "Why don't you call us", "if it does not settle, why don't we x-ray it": no question but advice. */
const withoutSuggesting = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  const at = words.findIndex(
    (word, index) =>
      word.text === 'why' &&
      (index === 0 || words[index - 1]?.text === ',') &&
      /^why do not (?:you|we)\b/.test(joined(words.slice(index, index + SUGGESTING))),
  );
  return at < 0 ? words : [...words.slice(0, at), ...words.slice(at + SUGGESTING)];
};
const SUGGESTING = 4;

/** What the clinician asks, finds, thinks and plans. */
export const clinicianTurn = (walk: Walk, given: Utterance, knows: Knows): void => {
  const { lexicon } = knows;
  const words = withoutSuggesting(given.words);
  const utterance = words === given.words ? given : { ...given, words, asks: false };
  if (mentions(words, lexicon.startsExam)) walk.examining = true;
  if (isQuestion(words, utterance.asks, lexicon)) {
    askPatient(walk, utterance, knows);
    return;
  }
  if (saysNothing(walk, utterance, lexicon)) return;
  if (words.length > 3) walk.pending = [];
  const rest = turnToProblem(walk, utterance, knows);
  if (rest !== words && contentCount(rest, lexicon) < 2) return;
  if (isProceeding(rest, lexicon) || isUnclear(walk, utterance)) return;
  if (/^(?:if|unless|when)$/.test(rest[0]?.text ?? '')) walk.condition = utterance.turn;
  else delete walk.condition;
  const isOfPlan = (order: readonly SpokenWord[]): boolean =>
    kindOf(order, 'plan', true, knows.isDrug(order), lexicon) !== 'other';
  const wording = clinicianStatement(
    rest,
    voicesOf(knows.pronoun, 'clinician'),
    walk.examining,
    isOfPlan,
    lexicon,
  );
  if (wording.act === 'plan' || wording.act === 'opinion') walk.examining = false;
  const meant = medicineAskedAbout(walk, utterance, rest, knows);
  if (meant) {
    // The patient's question has left the problem that was spoken of.
    walk.problem = undefined;
    add(walk, {
      ...base(utterance, [...meant.question.words, ...rest], 'plan', knows),
      kind: 'medication',
      text: `${capital(meant.name)}: ${small(wording.text)}`,
      made: 'plan',
      from: [meant.question, utterance],
    });
    return;
  }
  if (completesMedicine(walk, utterance, rest, knows)) return;
  if (completesPlan(walk, utterance, rest, wording.text, knows)) return;
  if (isOfRelative(walk, utterance, wording.text, knows)) return;
  add(walk, {
    ...base(utterance, rest, wording.act, knows),
    text: wording.text,
    made: wording.act,
    from: [utterance],
  });
};
