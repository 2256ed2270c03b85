import type { Fact } from '../contract/fact.ts';
import { type Reply, reply } from './answers.ts';
import type { Claim } from './claims.ts';
import { certaintyOf, kindOf, mentions, subjectOf } from './kinds.ts';
import type { Lexicon } from './lexicon.ts';
import { type Asked, asked, isNegative, isQuestion } from './questions.ts';
import type { SpokenWord } from './spoken-words.ts';
import { clinicianStatement, problemHeading, statement } from './statements.ts';
import type { Utterance } from './utterances.ts';
import { type Pronoun, type Voices, capital, inThirdPerson, small } from './wording.ts';

interface Question {
  readonly utterance: Utterance;
  readonly asked: Asked;
}

interface Walk {
  readonly claims: Claim[];
  pending: Question[];
  examining: boolean;
  problem: number | undefined;
  problems: number;
  command: boolean;
  order: number;
  /** Words of the patient's last turns. */
  heard: Set<string>;
  heardTurn: number;
}

export interface Knows {
  readonly lexicon: Lexicon;
  readonly pronoun: Pronoun;
  readonly isDrug: (words: readonly SpokenWord[]) => boolean;
}

const contentCount = (words: readonly SpokenWord[], lexicon: Lexicon): number =>
  words.filter(
    (word) => word.text !== ',' && !lexicon.generic.has(word.text) && !lexicon.leads.has(word.text),
  ).length;

const isSmallTalk = (utterance: Utterance, lexicon: Lexicon): boolean =>
  (lexicon.smallTalk.lengthAt(utterance.words, 0) > 0 || lexicon.smallTalk.lengthAt(utterance.said, 0) > 0) &&
  utterance.words.length < 10;

const add = (walk: Walk, claim: Omit<Claim, 'order' | 'problem'>): void => {
  walk.order += 1;
  walk.claims.push({
    ...claim,
    order: walk.order,
    ...(walk.problem === undefined ? {} : { problem: walk.problem }),
  });
};

const speakerOf = (utterance: Utterance): Fact['speaker'] => utterance.speaker;

const VOICES = (pronoun: Pronoun, i: Voices['i']): Voices => ({ i, pronoun });

/** A short answer stands under a label; one that is a sentence stands by itself. */
const isSentence = (words: readonly SpokenWord[], lexicon: Lexicon): boolean => {
  const first = words[0]?.text ?? '';
  if (/^(?:i|it|he|she|they|we|you|there|my|that|this|if|when)$/.test(first)) return true;
  return (
    words
      .slice(1, 5)
      .some((word) => lexicon.auxiliaries.has(word.text) || lexicon.pastForms.has(word.text)) &&
    words.length > 4
  );
};

const base = (
  utterance: Utterance,
  words: readonly SpokenWord[],
  act: Parameters<typeof kindOf>[1],
  knows: Knows,
): Pick<Claim, 'kind' | 'subject' | 'speaker' | 'certainty' | 'polarity'> => ({
  kind: kindOf(words, act, utterance.speaker === 'clinician', knows.isDrug(words), knows.lexicon),
  subject: subjectOf(words, knows.lexicon),
  speaker: speakerOf(utterance),
  certainty: certaintyOf(words),
  polarity: isNegative(words) ? 'denied' : 'affirmed',
});

const AFTERTHOUGHT =
  /\b(?:days?|weeks?|months?|years?|hours?|minutes?|ago|yesterday|today|morning|night|times)\b/;

/** "…, about three days ago": a time or a count said after the statement that it belongs to. */
const isAfterthought = (words: readonly SpokenWord[], before: Claim, utterance: Utterance): boolean =>
  before.made === 'statement' &&
  before.from.at(-1)?.turn === utterance.turn &&
  before.from.length === 1 &&
  words.length <= 6 &&
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
    /^(?:,|i|it|he|she|they|we|there|that|not|my|no|yes|yeah)$/.test(words[from + 1]?.text ?? '')
  )
    from += 1;
  return from > 0 && words[from]?.text === ',' ? words.slice(from + 1) : words.slice(from);
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

const patientStatement = (
  walk: Walk,
  utterance: Utterance,
  given: readonly SpokenWord[],
  question: Question | undefined,
  knows: Knows,
): void => {
  const words = withoutAnswer(given);
  const { lexicon } = knows;
  if (contentCount(words, lexicon) === 0 || isSmallTalk({ ...utterance, words }, lexicon)) return;
  const voices = VOICES(knows.pronoun, 'patient');
  const text = aboutTopic(words, question, voices, lexicon) ?? statement(words, voices, 'i', lexicon);
  const label = question?.asked.label;
  const usesQuestion = question && (label !== undefined || text !== statement(words, voices, 'i', lexicon));
  const from = usesQuestion ? [question.utterance, utterance] : [utterance];
  // A medicine is a statement of its own: its dose must not end up under another's.
  if (!knows.isDrug(words) && addToLast(walk, utterance, words, text, question)) return;
  if (question && label && !isSentence(words, lexicon) && words.length <= 9) {
    const all = [...question.utterance.words, ...words];
    add(walk, {
      ...base(utterance, words, 'answer', knows),
      kind: kindOf(all, 'answer', false, knows.isDrug(all), lexicon),
      text: `${label}: ${small(text)}`,
      made: 'label',
      from,
    });
    return;
  }
  add(walk, { ...base(utterance, words, 'statement', knows), text, made: 'statement', from });
};

const joinText = (
  question: Asked,
  says: 'yes' | 'no' | 'hedged-no',
): { text: string; noun?: string; denied: boolean } | undefined => {
  const no = says !== 'yes';
  if (question.form === 'noun') {
    if (question.negative && !no) return undefined;
    if (says === 'hedged-no') return { text: `${capital(question.noun)}: not really`, denied: true };
    return no
      ? { text: `No ${question.noun}`, noun: question.noun, denied: true }
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
  if (/not really|not particularly/.test(spoken))
    return question.form === 'noun'
      ? `Not really any ${question.noun}`
      : question.form === 'clause'
        ? question.no.replace(/\bnot\b/, 'not really')
        : text;
  const tail = /think so|believe so/.test(spoken) ? 'the patient thinks' : 'as far as the patient knows';
  if (question.form === 'noun') return `No ${question.noun}, ${tail}`;
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
  const first = beyond[0]?.text ?? '';
  const opens =
    first === 'except' || first === 'apart' || first === 'unless' || first === 'besides' || first === 'other'
      ? ''
      : 'but ';
  const rest = first === 'but' ? beyond.slice(1) : beyond;
  return `, ${opens}${small(statement(rest, VOICES(knows.pronoun, 'patient'), 'i', knows.lexicon))}`;
};

const LONGEST_LIMIT = 14;

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
  add(walk, {
    text: text + limit,
    kind: walk.examining ? 'exam' : kindOf(words, 'answer', false, knows.isDrug(words), knows.lexicon),
    polarity: made.denied ? 'denied' : 'affirmed',
    certainty: says === 'hedged-no' ? 'hedged' : 'certain',
    subject: subjectOf(words.slice(2), knows.lexicon),
    speaker: utterance.speaker,
    made: 'join',
    ...(limit === '' && says === 'no' && made.noun !== undefined ? { noun: made.noun } : {}),
    from: [question.utterance, utterance],
  });
};

type Plain = 'yes' | 'no' | 'hedged-no';

const isPlain = (says: string): says is Plain => says === 'yes' || says === 'no' || says === 'hedged-no';

/** "Any nausea? Any vomiting?" "No" denies both; a "yes" after several says nothing certain about any. */
const answeredBy = (questions: readonly Question[], says: Plain): readonly Question[] => {
  const last = questions.at(-1);
  if (says === 'yes')
    return last?.asked.form === 'noun' && questions.filter((each) => each.asked.form === 'noun').length > 1
      ? []
      : questions.slice(-1);
  return questions.filter((each) => each === last || each.asked.form === 'noun');
};

/** "No, I do get headaches": what follows takes the denial back. */
const takesBack = (got: Reply, question: Question, lexicon: Lexicon): boolean =>
  got.says === 'no' &&
  !got.limited &&
  got.beyond.length > 0 &&
  sameMatter(got.beyond, question.utterance.words, lexicon) &&
  !isNegative(got.beyond);

const answer = (walk: Walk, utterance: Utterance, knows: Knows): void => {
  const { lexicon } = knows;
  const questions = walk.pending;
  const last = questions.at(-1);
  if (!last) return;
  const got = reply(utterance.said, lexicon);
  const { beyond, says } = got;
  // A bare "yes" to "where is it?" is no answer yet.
  if (last.asked.form === 'open' && says === 'yes' && beyond.length === 0) return;
  walk.pending = [];
  if (!isPlain(says)) {
    patientStatement(
      walk,
      utterance,
      says === 'unsure' || beyond.length === 0 ? utterance.words : beyond,
      last,
      knows,
    );
    return;
  }
  const contradicts = takesBack(got, last, lexicon);
  const inside = got.limited && beyond.length < LONGEST_LIMIT && !contradicts;
  for (const each of contradicts ? [] : answeredBy(questions, says))
    joinClaim(walk, each, utterance, says, inside && each === last ? limitText(beyond, knows) : '', knows);
  if (beyond.length > 0 && !inside)
    patientStatement(walk, utterance, beyond[0]?.text === 'but' ? beyond.slice(1) : beyond, last, knows);
};

const patientTurn = (walk: Walk, utterance: Utterance, knows: Knows): void => {
  const { lexicon } = knows;
  if (
    isQuestion(utterance.words, utterance.asks, lexicon) &&
    utterance.words.length > 3 &&
    !walk.pending.length
  ) {
    if (contentCount(utterance.words, lexicon) > 1 && !isSmallTalk(utterance, lexicon))
      add(walk, {
        ...base(utterance, utterance.words, 'statement', knows),
        kind: 'question',
        text: `Asked: "${capital(statementAsSaid(utterance))}?"`,
        made: 'question',
        from: [utterance],
      });
    return;
  }
  if (walk.pending.length > 0) answer(walk, utterance, knows);
  else patientStatement(walk, utterance, utterance.words, undefined, knows);
};

const statementAsSaid = (utterance: Utterance): string =>
  utterance.words
    .map((word) => (word.text === 'i' ? 'I' : word.text))
    .join(' ')
    .replace(/ ,/g, ',');

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

const clinicianTurn = (walk: Walk, utterance: Utterance, knows: Knows): void => {
  const { lexicon } = knows;
  const voices = VOICES(knows.pronoun, 'clinician');
  const { words } = utterance;
  if (mentions(words, lexicon.startsExam)) walk.examining = true;
  else if (isQuestion(words, utterance.asks, lexicon) && !words.some((word) => TOUCHES.test(word.text)))
    walk.examining = false;
  if (isQuestion(words, utterance.asks, lexicon)) {
    const question = asked(words, voices, lexicon);
    if (walk.pending.length > 0 && walk.pending[0]?.utterance.turn !== utterance.turn) walk.pending = [];
    walk.pending.push({ utterance, asked: question });
    return;
  }
  if (contentCount(words, lexicon) === 0 || isSmallTalk(utterance, lexicon)) return;
  if (isEcho(words, walk.heard, lexicon)) return;
  if (words.length > 3) walk.pending = [];
  const heading = problemHeading(words, lexicon);
  let rest = words;
  if (heading) {
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
    rest = words.slice(heading.length);
    while (rest[0]?.text === ',') rest = rest.slice(1);
    if (contentCount(rest, lexicon) < 2) return;
  }
  const wording = clinicianStatement(rest, voices, walk.examining, lexicon);
  if (wording.act === 'plan' || wording.act === 'opinion') walk.examining = false;
  add(walk, {
    ...base(utterance, rest, wording.act, knows),
    text: wording.text,
    made: wording.act,
    from: [utterance],
  });
};

const hear = (walk: Walk, utterance: Utterance): void => {
  if (utterance.turn - walk.heardTurn > 2) walk.heard = new Set();
  walk.heardTurn = utterance.turn;
  for (const word of utterance.said) walk.heard.add(word.text);
};

/** Every claim that the visit's words allow, in order. Linear in the number of utterances. */
export const extract = (said: readonly Utterance[], knows: Knows): readonly Claim[] => {
  const walk: Walk = {
    claims: [],
    pending: [],
    examining: false,
    problem: undefined,
    problems: 0,
    command: false,
    order: 0,
    heard: new Set(),
    heardTurn: -1,
  };
  for (const utterance of said) {
    const command = knows.lexicon.commands.lengthAt(utterance.said, 0) > 0;
    if (command || (walk.command && !utterance.opensTurn)) {
      walk.command = command && utterance.said.length <= 3;
      continue;
    }
    walk.command = false;
    if (utterance.speaker === 'clinician') clinicianTurn(walk, utterance, knows);
    else if (utterance.words.length > 0) {
      hear(walk, utterance);
      patientTurn(walk, utterance, knows);
    }
  }
  return walk.claims;
};
