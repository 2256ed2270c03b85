import type { Lexicon } from '../lexicon.ts';
import type { SpokenWord } from './spoken-words.ts';

export interface Sentence {
  readonly words: readonly SpokenWord[];
  readonly asks: boolean;
}

export const sentences = (words: readonly SpokenWord[], lexicon: Lexicon): readonly Sentence[] => {
  const found: Sentence[] = [];
  let current: SpokenWord[] = [];
  const close = (asks: boolean): void => {
    if (current.some((word) => word.text !== ',')) found.push({ words: current, asks });
    current = [];
  };
  for (const word of words) {
    const ends = word.text === '.' || word.text === '?' || word.text === '!' || word.text === ';';
    const abbreviated = word.text === '.' && lexicon.abbreviations.has(current.at(-1)?.text ?? '');
    if (abbreviated) continue;
    if (ends) close(word.text === '?');
    else current.push(word);
  }
  close(false);
  return found;
};

const BE_OR_HAVE = new Set(
  'am is are was were has have had do does did will would can could should may might must'.split(' '),
);

const text = (words: readonly SpokenWord[], index: number): string => words[index]?.text ?? '';

const joinStarts = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): boolean => {
  const afterComma = text(words, index - 1) === ',';
  const word = text(words, index);
  const subjectAhead = lexicon.clauseSubjects.has(text(words, index + 1));
  if (word === 'because') return words.length > 18;
  return subjectAhead || (afterComma && word === 'but') || lexicon.clauseJoins.has(text(words, index + 1));
};

const PREPOSITION = /^(?:of|for|with|to|at|in|on|from|by|do|take|have|use|get|put|see)$/;
const PARTICLE_OPENER = /^(?:okay|ok|alright|so|now|yeah)$/;
const PRONOUN_SUBJECT = /^(?:i|it|he|she|they|we|there|you)$/;

/** "a little bit is that tender": a question that follows without a mark. */
const asksAt = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): boolean => {
  const before = text(words, index - 1);
  const after = /^(?:but|and|so)$/.test(before);
  if (
    lexicon.pronouns.has(before) ||
    (lexicon.neverBefore.has(before) && !after) ||
    lexicon.auxiliaries.has(before)
  )
    return false;
  const pair = `${text(words, index)} ${text(words, index + 1)}`;
  return (
    /^(?:do you|does that|does it|did you|are you|can you|have you|is there|are there)$/.test(pair) ||
    (/^(?:is that|is it)$/.test(pair) &&
      /^(?:tender|painful|sore|worse|better|ok|okay|right|correct|something|hurting)$/.test(
        text(words, index + 2),
      ))
  );
};

const ANNOUNCER = /^(?:i|we|let|what)$/;
const ADVISES = /^you (?:should|must|need)$/;

/** "… for ten days I also want to order": a plan that follows without a mark. */
const announcesAt = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): boolean =>
  (ANNOUNCER.test(text(words, index)) || ADVISES.test(`${text(words, index)} ${text(words, index + 1)}`)) &&
  !lexicon.neverBefore.has(text(words, index - 1)) &&
  !lexicon.clauseJoins.has(text(words, index - 1)) &&
  lexicon.announcements.some((row) => row.said.lengthAt(words, index) > 1);

const AFTER_OBJECT = /^(?:me|it|them|him)$/;
const ASKED = /^(?:i|we|you|it|the|your|that|there|she|he|they|any)$/;

/** "For the next couple of days" is a time and turns to nothing. */
const OF_TIME =
  /^(?:couple|few|several|\d.*|one|two|three|four|five|six|seven|eight|ten|twelve|hours?|days?|weeks?|months?|years?|time|visit|appointment)$/;

/** In text without punctuation: an opener ("okay", "right so") or a question that follows without a mark. */
const opensBare = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): boolean => {
  const word = text(words, index);
  return (
    /^(?:okay|ok|alright)$/.test(word) ||
    (word === 'right' && /^(?:so|and|okay|now)$/.test(text(words, index + 1))) ||
    asksAt(words, index, lexicon) ||
    announcesAt(words, index, lexicon) ||
    (word === 'for' &&
      /^(?:your|her|his|the)$/.test(text(words, index + 1)) &&
      /^(?:first|second|third|fourth|next|last|final|other)$/.test(text(words, index + 2)) &&
      !OF_TIME.test(text(words, index + 3)))
  );
};

/** A subject with its verb: ", my knee is", "… sensitive it makes", and in text without punctuation "… I have". */
const subjectStarts = (
  words: readonly SpokenWord[],
  index: number,
  lexicon: Lexicon,
  bare: boolean,
): boolean => {
  const word = text(words, index);
  const afterComma = text(words, index - 1) === ',';
  const said = text(words, afterComma ? index - 2 : index - 1);
  if (!lexicon.clauseSubjects.has(word) || lexicon.clauseJoins.has(said)) return false;
  const open = !lexicon.neverBefore.has(said);
  const pronoun = PRONOUN_SUBJECT.test(word);
  if (afterComma) return pronoun || (open && BE_OR_HAVE.has(text(words, index + 2)));
  // A relative clause seldom begins with "it".
  const next = text(words, index + 1);
  if (word === 'it' && open && lexicon.isVerb(next) && !PREPOSITION.test(said)) return true;
  return bare && pronoun && open && BE_OR_HAVE.has(next);
};

/** Whether a new clause starts at `index`: "and it …", ", my …", or a bare "I have …" in text without punctuation. */
const clauseStartsAt = (
  words: readonly SpokenWord[],
  index: number,
  lexicon: Lexicon,
  bare: boolean,
): boolean => {
  const word = text(words, index);
  const next = text(words, index + 1);
  const afterComma = text(words, index - 1) === ',';
  const said = text(words, afterComma ? index - 2 : index - 1);
  if (afterComma && lexicon.auxiliaries.has(word) && ASKED.test(next)) return true;
  if (!afterComma && AFTER_OBJECT.test(said) && THIRD_OR_I.test(word) && lexicon.isVerb(next)) return true;
  if (lexicon.clauseJoins.has(word)) return joinStarts(words, index, lexicon);
  if (bare && opensBare(words, index, lexicon)) return true;
  if (PARTICLE_OPENER.test(word)) return bare ? !lexicon.neverBefore.has(said) : afterComma;
  return subjectStarts(words, index, lexicon, bare);
};

const THIRD_OR_I = /^(?:i|it|he|she|they|we)$/;

/** Recognisers write a spoken full stop as a comma: ", come back in six weeks" is a plan of its own. */
const followUpStartsAt = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): boolean =>
  text(words, index - 1) === ',' && lexicon.followUp.lengthAt(words, index) > 0;

const LONG_SENTENCE = 11;
const SHORTEST_CLAUSE = 3;

export const clauses = (sentence: Sentence, lexicon: Lexicon): readonly Sentence[] => {
  const { words } = sentence;
  if (words.length <= LONG_SENTENCE) return [sentence];
  const commas = words.filter((word) => word.text === ',').length;
  const bare = words.length / (commas + 1) > 14;
  const found: Sentence[] = [];
  let from = 0;
  for (let index = 1; index < words.length; index += 1) {
    if (index - from < SHORTEST_CLAUSE || words.length - index < SHORTEST_CLAUSE) continue;
    if (!clauseStartsAt(words, index, lexicon, bare) && !followUpStartsAt(words, index, lexicon)) continue;
    found.push({ words: words.slice(from, index), asks: false });
    from = index;
  }
  found.push({ words: words.slice(from), asks: sentence.asks });
  return found;
};
