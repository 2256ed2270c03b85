import type { Lexicon } from '../lexicon.ts';
import { joined } from '../phrases.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';

/** How a reply answers: by yes or no, by not knowing, or only by its own content. */
export interface Reply {
  readonly says: 'yes' | 'no' | 'hedged-no' | 'unsure' | 'content';
  /** What is said beyond yes or no; empty where nothing is. */
  readonly beyond: readonly SpokenWord[];
  /** "No, but …": what follows limits the answer. */
  readonly limited: boolean;
}

const skipMarks = (words: readonly SpokenWord[], from: number): number => {
  let at = from;
  while (/^(?:,|well|oh|so|okay|ok|um|and|like)$/.test(words[at]?.text ?? '')) at += 1;
  return at;
};

const isGeneric = (words: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  words.every((word) => word.text === ',' || lexicon.generic.has(word.text));

const TAG = /^(?:yes|yeah|yep|no|nope)$/;

/** "A little bit, yes": what closes an answer says over how it opened. */
const withoutTag = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  let to = words.length;
  while (to > 1 && (words[to - 1]?.text === ',' || TAG.test(words[to - 1]?.text ?? ''))) to -= 1;
  return words.slice(0, to);
};

/** How much of what was asked: "have you lost weight?" - "a little bit". */
const DEGREE =
  /^(?:a (?:little |wee )?bit|a little|slightly|mildly|a lot|quite a bit|quite a lot|occasionally|sometimes|every now and again|every now and then|now and again|now and then)$/;

/** The words of an answer that is a degree and nothing else; undefined where it says more. */
export const degreeIn = (words: readonly SpokenWord[]): string | undefined => {
  const text = words
    .filter((word) => word.text !== ',')
    .map((word) => word.text)
    .join(' ');
  return DEGREE.test(text) ? text : undefined;
};

const OWN_STATEMENT =
  /^(?:no|i|it|not|none|nothing|never|that|but|so|he|she|they|and|yes|yeah|just|only|except|because|my|we|there)$/;

/** "no pain in my chest": the "no" belongs to a statement of its own. */
const opensStatement = (said: readonly SpokenWord[], at: number, length: number): boolean => {
  const next = said[at + length]?.text;
  if (next === undefined || next === ',' || degreeIn(withoutTag(said.slice(at + length)))) return false;
  return /^(?:no|i|it|there|never|none|not|nothing)$/.test(said[at]?.text ?? '') && !OWN_STATEMENT.test(next);
};

type Says = Reply['says'];

const readAt = (
  said: readonly SpokenWord[],
  at: number,
  lexicon: Lexicon,
): { readonly says: Says; readonly length: number } => {
  const readings: readonly (readonly [Says, number])[] = [
    ['hedged-no', lexicon.hedgedNo.lengthAt(said, at)],
    ['no', lexicon.no.lengthAt(said, at)],
    ['yes', lexicon.yes.lengthAt(said, at)],
    ['unsure', lexicon.unsure.lengthAt(said, at)],
  ];
  // "Right now" is a time.
  if (said[at]?.text === 'right' && !/^(?:,|yeah|yes)$/.test(said[at + 1]?.text ?? ','))
    return { says: 'content', length: 0 };
  const length = Math.max(...readings.map(([, each]) => each));
  // "I was not really …": no "I was", and no answer.
  if (length > 1 && said[at + length]?.text === 'not') return { says: 'content', length: 0 };
  return { says: readings.find(([, each]) => each === length)?.[0] ?? 'content', length };
};

/** What a second word of the answer makes of the first: "no, not really" is softer, "no, yeah" is neither. */
const settle = (before: Says, next: Says): Says => {
  if (before === 'content') return next;
  if (next === 'unsure' || before === 'unsure') return 'unsure';
  if (before === 'no' && next === 'hedged-no') return 'hedged-no';
  if (before === 'hedged-no' && next === 'no') return 'hedged-no';
  return before === next ? before : next === 'yes' || before === 'yes' ? 'content' : next;
};

const LONGEST_ECHO = 4;

/** "Allergies, no": the thing asked after said over and denied. */
const deniesAtEnd = (said: readonly SpokenWord[], beyond: readonly SpokenWord[]): boolean =>
  beyond.length <= LONGEST_ECHO &&
  beyond.length < said.length &&
  /^(?:no|nope)$/.test(said.at(-1)?.text ?? '') &&
  !beyond.some((word) => /^(?:not|never|no|but|only|i|it)$/.test(word.text));

/**
 * What follows a "no" and makes it none. "Is it in closed spaces?" - "No, it happens every time": there, too. "You have
 * had nothing to eat?" - "No, just a little bit": some.
 */
const TURNS_NO: readonly RegExp[] = [
  /^(?:,? ?(?:it|they|that) (?:is |are |happens? |comes? |hurts? )?|,? ?)(?:every time|all the time|always|everywhere|anywhere|whatever)\b/,
  /^,? ?(?:just|only) (?:a (?:little|tiny|small|wee)(?: bit)?|a bit|some|one|two|a few|a couple)\b/,
];

/**
 * "No I yeah I do" is taken back at once, and which holds is not for a machine to say; "yeah, so when I was in hospital,
 * they told me …" begins to tell.
 */
const answersNothing = (says: Says, said: readonly SpokenWord[], beyond: readonly SpokenWord[]): boolean => {
  if (says === 'yes') return said[1]?.text === 'so' && beyond.length > LONGEST_ECHO;
  if (says !== 'no') return false;
  const wavers = beyond.slice(0, 4).some((word) => /^(?:yes|yeah|yep)$/.test(word.text));
  return wavers || TURNS_NO.some((pattern) => pattern.test(joined(beyond)));
};

/** Reads yes, no or neither at the start of what was said. "Yeah, no" and "yes, I didn't" are not taken for a yes. */
export const reply = (said: readonly SpokenWord[], lexicon: Lexicon): Reply => {
  let at = skipMarks(said, 0);
  let says: Says = 'content';
  while (at < said.length) {
    const read = readAt(said, at, lexicon);
    if (read.length === 0 || opensStatement(said, at, read.length)) break;
    // "no, maybe a little": the doubt limits the answer and is not the answer.
    if (read.says === 'unsure' && says !== 'content' && at + read.length < said.length) break;
    says = settle(says, read.says);
    at = skipMarks(said, at + read.length);
  }
  const beyond = withoutTag(said.slice(at));
  if (says === 'content' && deniesAtEnd(said, beyond)) return { says: 'no', beyond: [], limited: false };
  if (answersNothing(says, said, beyond)) return { says: 'content', beyond, limited: false };
  const negated = beyond.slice(0, 5).some((word) => word.text === 'not' || word.text === 'never');
  if (isGeneric(beyond, lexicon))
    return { says: says === 'yes' && negated ? 'no' : says, beyond: [], limited: false };
  const limited = LIMITS.test(beyond[0]?.text ?? '');
  return { says: says === 'yes' && negated ? 'content' : says, beyond, limited };
};

const LIMITS =
  /^(?:but|except|just|only|apart|other|besides|unless|maybe|although|though|sometimes|a|occasionally|probably)$/;
