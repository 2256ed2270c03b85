import type { Lexicon } from '../lexicon.ts';
import type { SpokenWord } from './spoken-words.ts';

export const isMark = (word: SpokenWord): boolean => /^[.,?!;:…]+$|^--+$|^\.{2,}$/.test(word.text);

const NAMED_AFTER =
  /^(?:a|an|the|my|your|his|her|their|our|another|other|this|that|any|family|see|saw|seen|new|same|eye|heart|of|to|with|as|is|was|private|other|junior|skin|local)$/;

const LONGEST_TITLE = 3;

/** "The foot doctor" is somebody to see. */
const endsTitle = (words: readonly SpokenWord[], index: number, { referrals }: Lexicon): boolean =>
  Array.from({ length: LONGEST_TITLE }, (_, back) => index - back).some(
    (from) => from >= 0 && referrals.lengthAt(words, from) > index - from,
  );

/** "Not really" is a softer no than "not"; "see a doctor" does not address one. */
const carriesMeaning = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): boolean => {
  const word = words[index]?.text ?? '';
  const before = words[index - 1]?.text ?? '';
  if (word === 'as') return words[index + 2]?.text === 'as';
  // "Go to the ER" is a place; "er" alone is a sound.
  if (word === 'er') return /^(?:the|an|your)$/.test(before);
  if (word === 'really') return before === 'not';
  if (word === 'just') return /^(?:under|over|before|after|below|above)$/.test(words[index + 1]?.text ?? '');
  if (!/^(?:doctor|doc|sir|madam)$/.test(word)) return false;
  return NAMED_AFTER.test(before) || endsTitle(words, index, lexicon);
};

const DENIES = /^(?:no|nope|none|nothing|not|never)$/;
const REACH = 8;

/** "No just latex", "no blood, just watery": what is excepted from the no. Without its "just" it would be denied as well. */
const isException = (words: readonly SpokenWord[], index: number): boolean => {
  if (words[index]?.text !== 'just') return false;
  const before = words[index - 1]?.text ?? '';
  if (DENIES.test(before)) return before !== 'not';
  return (
    before === ',' && words.slice(Math.max(0, index - REACH), index).some((word) => DENIES.test(word.text))
  );
};

/** Takes out fillers ("um", "you know") and marks that follow them. */
export const withoutFillers = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  const kept: SpokenWord[] = [];
  for (let index = 0; index < words.length;) {
    const length = lexicon.fillers.lengthAt(words, index);
    if (length > 0 && !carriesMeaning(words, index, lexicon) && !isException(words, index)) {
      index += length;
      continue;
    }
    const word = words[index];
    if (word) kept.push(word);
    index += 1;
  }
  return kept;
};

export const halves = (word: SpokenWord): SpokenWord => {
  const match = /^([\p{L}']+)-(\1)(?:-\1)*$/u.exec(word.text);
  return match?.[1] ? { ...word, text: match[1], written: word.written.slice(0, match[1].length) } : word;
};

const sameWords = (words: readonly SpokenWord[], a: number, b: number, length: number): boolean => {
  for (let offset = 0; offset < length; offset += 1) {
    const one = words[a + offset]?.text;
    if (one === undefined || one !== words[b + offset]?.text || /^\d/.test(one)) return false;
  }
  return true;
};

/** "Nine one one", "nine nine nine": a number to call is no word said twice. */
const isCallNumber = (words: readonly SpokenWord[], index: number): boolean =>
  words[index]?.text === 'nine' ||
  (words[index]?.text === 'one' && /^(?:nine|one)$/.test(words[index - 1]?.text ?? ''));

/** "I, I've been, I've been" says it once. Numbers are never taken for repeats. */
export const withoutRepeats = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  const kept: SpokenWord[] = [];
  for (const [index, word] of words.entries()) {
    kept.push(word);
    for (let length = 4; length >= 1; length -= 1) {
      const last = kept.length - length;
      const gap = kept[last - 1]?.text === ',' ? 1 : 0;
      const before = last - gap - length;
      if (before < 0 || !sameWords(kept, before, last, length)) continue;
      if (length === 1 && isCallNumber(kept, before)) continue;
      // "Weight loss, loss of appetite": two things, of one word.
      if (gap === 1 && length === 1 && words[index + 1]?.text === 'of') continue;
      kept.splice(before, last - before);
      break;
    }
  }
  return kept;
};

const RESTARTED = /^(?:i|it|he|she|they|we|you)$/;
const OPENS = /^(?:,|and|but|so|because|when|if)$/;
const LEFT_OPEN =
  /^(?:i|it|he|she|they|we|you|that|there|is|was|are|were|am|have|has|had|do|did|does|can|could|will|would|the|a|an|my|your|to|of|in|on|for|with|not)$/;
const OWNER = /^(?:the|a|an|my|your|his|her|their|our)$/;

const PLACED = /^(?:in|on|at|of|down|to|from|with|for|over|around|under)$/;

const skip = (words: readonly SpokenWord[], index: number): 0 | 1 => (words[index]?.text === ',' ? 1 : 0);

interface Restart {
  readonly first: string;
  readonly comma: 0 | 1;
  readonly second: string;
  readonly third: string;
}

/** "it, I'm": a subject given up for another; "he so he": the same subject after a join. Gives the words to drop. */
const givenUpSubject = ({ first, comma, second, third }: Restart, lexicon: Lexicon): number => {
  if (!RESTARTED.test(first)) return 0;
  if (/^(?:my|your|our)$/.test(second)) return 1 + comma;
  if (RESTARTED.test(second) && first !== second && lexicon.isVerb(third)) return 1 + comma;
  return /^(?:so|and|like|yeah|yes|well)$/.test(second) && third === first ? 2 + comma : 0;
};

/** "I used to, I stopped ten years ago" answers, and is not begun again. */
const isFormerHabit = (words: readonly SpokenWord[], index: number): boolean =>
  words[index]?.text === 'i' && words[index + 1]?.text === 'used' && words[index + 2]?.text === 'to';

/** "that was, that must": up to three words that end open and are begun again. */
const givenUpOpening = (words: readonly SpokenWord[], index: number, first: string): number => {
  if (!LEFT_OPEN.test(first)) return 0;
  for (let length = 1; length <= 3; length += 1)
    if (
      words[index + length]?.text === ',' &&
      words[index + length + 1]?.text === first &&
      LEFT_OPEN.test(words[index + length - 1]?.text ?? '') &&
      !isFormerHabit(words, index)
    )
      return length + 1;
  return 0;
};

/** "Down the, in the rest": a place begun and begun again. */
const givenUpPlace = (words: readonly SpokenWord[], index: number): number => {
  const length = 2 + skip(words, index + 2);
  const isPlace = (at: number): boolean => PLACED.test(words[at]?.text ?? '');
  return isPlace(index) && OWNER.test(words[index + 1]?.text ?? '') && isPlace(index + length) ? length : 0;
};

/** How many words at `index` are a beginning that the speaker gave up: "it, I'm", "that was, that must", "our your", "down the, in the". */
const givenUpAt = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): number => {
  const first = words[index]?.text ?? '';
  const comma = skip(words, index + 1);
  const second = words[index + 1 + comma]?.text ?? '';
  const third = words[index + 2 + comma]?.text ?? '';
  if (OWNER.test(first) && OWNER.test(second) && second !== 'a' && third !== ',') return 1 + comma;
  const place = givenUpPlace(words, index);
  if (place > 0) return place;
  if (index > 0 && !OPENS.test(words[index - 1]?.text ?? '')) return 0;
  return givenUpSubject({ first, comma, second, third }, lexicon) || givenUpOpening(words, index, first);
};

export const withoutRestarts = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  const kept: SpokenWord[] = [];
  for (let index = 0; index < words.length;) {
    const length = givenUpAt(words, index, lexicon);
    const word = words[index];
    if (length === 0 && word) kept.push(word);
    index += Math.max(1, length);
  }
  return kept;
};

/** "any in- issues": a word broken off is written with a hyphen after it. */
export const withoutBroken = (words: readonly SpokenWord[], text: string): readonly SpokenWord[] =>
  words.filter(
    (word) => text[word.end] !== '-' || /[\p{L}\p{N}-]/u.test(text[word.end + 1] ?? '') || isMark(word),
  );

/** "No, the ringing": the comma parts the answer from a statement, and must stay. */
const isAnswerComma = (words: readonly SpokenWord[], index: number): boolean =>
  /^(?:no|not)$/.test(words[index - 1]?.text ?? '') &&
  words.slice(0, index - 1).every((word) => /^(?:no|yes|yeah|,|oh|well|and|so)$/.test(word.text));

const COMMA_NEVER_AFTER = new Set(
  "a an the my your his her its our their some any of to in on at for with from by is are was were be been am has have had do does did and or but that if i it he she they we you not no like very quite get got as than when 's two three".split(
    ' ',
  ),
);

/** Commas that mark a pause rather than a list or a clause are dropped. */
export const withoutPauses = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.filter((word, index) => {
    if (word.text !== ',') return true;
    const before = words[index - 1];
    const after = words[index + 1];
    return (
      before !== undefined &&
      after !== undefined &&
      before.text !== ',' &&
      (!COMMA_NEVER_AFTER.has(before.text) || isAnswerComma(words, index))
    );
  });

const INTERJECTION = /^(?:yeah|yep|yes|okay|ok|alright|um|right|no|great|good|see|sure|fine|hmm)$/;
/** "Have been running okay" says how. */
const WELL_AFTER = /(?:^(?:is|are|was|were|been|be|feels?|looks?|seems?)|ing)$/;
const SAFE_BEFORE = /^(?:,|and|but|so|like|because)$/;

/** "I'm not prone to them, no": the denial said over. */
const isLastNo = (words: readonly SpokenWord[], index: number): boolean =>
  words[index]?.text === 'no' &&
  index === words.length - 1 &&
  words[index - 1]?.text === ',' &&
  words.slice(0, index).some((word) => /^(?:not|never|no|nothing)$/.test(word.text));

/** "and yeah I feel", "…, okay": interjections inside or at the end of a clause, with their commas. */
export const withoutInterjections = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.filter((word, index) => {
    if (index === 0 || !INTERJECTION.test(word.text)) return true;
    if (isLastNo(words, index)) return false;
    if (/^(?:yeah|yep)$/.test(word.text)) return false;
    const before = words[index - 1]?.text ?? '';
    const after = words[index + 1]?.text;
    if (!SAFE_BEFORE.test(before))
      return !(
        after === undefined &&
        /^(?:okay|ok|yeah|alright)$/.test(word.text) &&
        !WELL_AFTER.test(before)
      );
    if (after === undefined || after === ',') return false;
    return !/^(?:yeah|yep|okay|ok|um)$/.test(word.text);
  });

const LIKENS =
  /^(?:sometimes|often|usually|feel|feels|feeling|felt|look|looks|looked|looking|sound|sounds|sounded|seem|seems|taste|tastes|smell|smells|things|thing|something|anything|nothing|symptoms|would|i|you|we|they|he|she|more|stuff|not|that|this|do|did|just|foods|problems|conditions|medicines|medications)$/;

const SUBJECT = /^(?:i|you|we|they|he|she)$/;
/** What follows the filler between a subject and its verb, and never what somebody likes: "I like could not stop". */
const NOT_LIKED =
  /^(?:am|are|is|was|were|have|has|had|did|do|does|could|can|cannot|would|will|should|might|got|felt|started|kept|just|really|literally|my|feel)$/;

/** "like" as a filler; it stays where it likens one thing to another. */
export const withoutLike = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.filter((word, index) => {
    if (word.text !== 'like') return true;
    const before = words[index - 1]?.text ?? '';
    const after = words[index + 1]?.text ?? '';
    if (before === ',') return LIKENS.test(words[index - 2]?.text ?? '');
    if (SUBJECT.test(before) && NOT_LIKED.test(after)) return false;
    return LIKENS.test(before) || (/^(?:is|was|it)$/.test(before) && /^(?:a|an|the|when|if)$/.test(after));
  });
