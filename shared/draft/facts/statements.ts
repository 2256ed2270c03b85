import type { Lexicon } from '../lexicon.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { type Voices, capital, inThirdPerson, withoutSubject, written } from './wording.ts';

const texts = (words: readonly SpokenWord[]): readonly string[] => words.map((word) => word.text);

const isFinding = (words: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  words.slice(0, 6).some((word) => lexicon.symptomNouns.has(word.text));

export const trimStart = (words: readonly SpokenWord[], drop: RegExp): readonly SpokenWord[] => {
  let from = 0;
  while (from < words.length - 1 && drop.test(words[from]?.text ?? '')) from += 1;
  return words.slice(from);
};

/** "have had", "have got", "am having": the finding itself follows. Gives the number of words, 0 where it does not. */
const possession = (words: readonly SpokenWord[]): number => {
  const text = texts(words).join(' ');
  const match =
    /^(?:have also |have )?(?:have been having|have been getting|been having|been getting|have been|have had|have got|have|am having|am getting|am also having|do have|do get|get|had got)(?= |$)/.exec(
      text,
    );
  if (!match) return 0;
  const length = match[0].trim().split(' ').length;
  return /^(?:not|to|no|never)$/.test(words[length]?.text ?? '') ||
    (match[0].endsWith('been') && /(?:ing|ed)$/.test(words[length]?.text ?? ''))
    ? 0
    : length;
};

const BARE = /^(?:just|also|a|an|some|the|like|this|these|quite|so)$/;

/** What the patient says of themselves, "I" (or, in a recap, "you") left out. */
const ofSelf = (rest: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const first = rest[0]?.text ?? '';
  if (first === 'am') {
    const after = trimStart(rest.slice(1), /^(?:just|also|so|like)$/);
    return after[0]?.text === 'having' || after[0]?.text === 'getting'
      ? noun(rest, voices, lexicon)
      : inThirdPerson(after, voices, lexicon);
  }
  return noun(rest, voices, lexicon);
};

const noun = (rest: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const length = possession(rest);
  const after = rest.slice(length);
  const opens = texts(rest.slice(0, length)).join(' ');
  if (
    length > 0 &&
    opens !== 'have been' &&
    isFinding(after.slice(0, 5), lexicon) &&
    !lexicon.pronouns.has(after[0]?.text ?? '')
  )
    return inThirdPerson(trimStart(after, BARE), voices, lexicon);
  return withoutSubject(rest, voices, lexicon);
};

const IT_VERB =
  /^(?:is|has|was|must|might|may|does|did|comes|came|hurts|started|feels|felt|gets|got|helps|helped|makes|seems|happens|happened|can|could|will|would|keeps|goes|went|burns|itches|aches|stings|affects|lasts|lasted|swelled|looks|stopped|worked|bothers|wakes)$/;

/** "you are passing urine" is worded as "I am passing urine" would be. */
const asAm = (rest: readonly SpokenWord[]): readonly SpokenWord[] => {
  const [are, next] = rest;
  return are && next && /ing$/.test(next.text)
    ? [{ ...are, text: 'am', written: 'am' }, ...rest.slice(1)]
    : rest;
};

/** "it is a dull ache" -> "dull ache"; "it comes and goes" -> "comes and goes". */
const ofIt = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const is = words[1]?.text === 'is';
  const rest = is ? trimStart(words.slice(2), /^(?:just|like|also|so)$/) : words.slice(1);
  return inThirdPerson(trimStart(rest, /^(?:a|an|the)$/), voices, lexicon);
};

/** Statement of the patient (`self` is "i"), or one about the patient put to them (`self` is "you"), in clinical third person. */
/** "Sam is a 40 year old man with …" opens with the age: whose note it is stands above it. */
const withoutNameBeforeAge = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  const at = words.findIndex(
    (word, index) =>
      index < 6 &&
      /^\d+(?:-year(?:-old)?)?$/.test(word.text) &&
      /^(?:is|a|an)$/.test(words[index - 1]?.text ?? '') &&
      (/year/.test(word.text) || /^(?:year|years|-)/.test(words[index + 1]?.text ?? '')),
  );
  return at > 1 ? words.slice(at) : words;
};

export const statement = (
  words: readonly SpokenWord[],
  voices: Voices,
  self: 'i' | 'you',
  lexicon: Lexicon,
): string => {
  const first = words[0]?.text ?? '';
  const second = words[1]?.text ?? '';
  if (words.length < 2) return capital(ofRelation(words, voices, lexicon));
  if (first === self || (self === 'i' && first === 'we')) {
    const rest = self === 'you' && second === 'are' ? asAm(words.slice(1)) : words.slice(1);
    return capital(ofSelf(rest, voices, lexicon));
  }
  if (words.length > 2) {
    if (/^(?:it|that|this)$/.test(first) && IT_VERB.test(second))
      return capital(ofIt(words, voices, lexicon));
    if (first === 'there' && /^(?:is|are)$/.test(second))
      return capital(inThirdPerson(trimStart(words.slice(2), /^(?:just|also|some|a|an)$/), voices, lexicon));
    if (first === 'the') return capital(inThirdPerson(words.slice(1), voices, lexicon));
  }
  const rest = first === (self === 'i' ? 'my' : 'your') ? words.slice(1) : withoutNameBeforeAge(words);
  return capital(ofRelation(rest, voices, lexicon));
};

/** "my mum has migraines" -> "mother has migraines". */
const ofRelation = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const text = inThirdPerson(words, voices, lexicon);
  return text.replace(
    /\b(?:mum|mom|mummy|mommy|dad|daddy|grandma|grandpa|grandad|nan)\b('s)?/g,
    (match: string, own: string | undefined) => {
      const relation = lexicon.familyRelations.get(match.replace("'s", ''));
      return relation ? relation.toLowerCase() + (own ?? '') : match;
    },
  );
};

/** The statement as it was said, for where nothing better can be vouched for. */
export const asSaid = (words: readonly SpokenWord[]): string =>
  capital(written(words.map((word) => word.text)));
