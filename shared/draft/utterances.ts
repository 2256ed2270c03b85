import type { Speaker } from '../contract/transcript.ts';
import type { Lexicon } from './lexicon.ts';
import { type SpokenWord, spokenWords } from './spoken-words.ts';
import { withDigits } from './with-digits.ts';

/** One clause of one turn: the smallest thing that is kept, joined or left out. */
export interface Utterance {
  readonly turn: number;
  readonly turnId: string;
  readonly speaker: Speaker;
  /** Place among all utterances of the visit, 0..1. */
  readonly place: number;
  /** Words without fillers and repeats; commas are kept as words. */
  readonly said: readonly SpokenWord[];
  /** `said` without the opening "okay, so, and, yeah". */
  readonly words: readonly SpokenWord[];
  /** All its words in lower case, fillers and forms of address included. */
  readonly spoken: readonly string[];
  /** Ends in a question mark in the transcript. */
  readonly asks: boolean;
  /** First clause of its turn. */
  readonly opensTurn: boolean;
  /** UTF-16 offsets into the turn's text. */
  readonly start: number;
  readonly end: number;
}

const isMark = (word: SpokenWord): boolean => /^[.,?!;:…]+$|^--+$|^\.{2,}$/.test(word.text);

/** Takes out fillers ("um", "you know") and marks that follow them. */
const withoutFillers = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  const kept: SpokenWord[] = [];
  for (let index = 0; index < words.length;) {
    const length = lexicon.fillers.lengthAt(words, index);
    if (length > 0) {
      index += length;
      continue;
    }
    const word = words[index];
    if (word) kept.push(word);
    index += 1;
  }
  return kept;
};

const halves = (word: SpokenWord): SpokenWord => {
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

/** "I, I've been, I've been" says it once. Numbers are never taken for repeats. */
const withoutRepeats = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  const kept: SpokenWord[] = [];
  for (const word of words) {
    kept.push(word);
    for (let length = 4; length >= 1; length -= 1) {
      const last = kept.length - length;
      const gap = kept[last - 1]?.text === ',' ? 1 : 0;
      const before = last - gap - length;
      if (before < 0 || !sameWords(kept, before, last, length)) continue;
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

/** How many words at `index` are a beginning that the speaker gave up: "it, I'm", "that was, that must", "our your". */
const givenUpAt = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): number => {
  const first = words[index]?.text ?? '';
  const opens = index === 0 || OPENS.test(words[index - 1]?.text ?? '');
  const comma = words[index + 1]?.text === ',' ? 1 : 0;
  const second = words[index + 1 + comma]?.text ?? '';
  const third = words[index + 2 + comma]?.text ?? '';
  if (OWNER.test(first) && OWNER.test(second) && second !== 'a' && third !== ',') return 1 + comma;
  if (opens && RESTARTED.test(first) && RESTARTED.test(second) && first !== second && lexicon.isVerb(third))
    return 1 + comma;
  const joins = /^(?:so|and|like)$/.test(second) && third === first;
  if (opens && RESTARTED.test(first) && joins) return 2 + comma;
  for (let length = 1; opens && length <= 3; length += 1)
    if (
      words[index + length]?.text === ',' &&
      words[index + length + 1]?.text === first &&
      LEFT_OPEN.test(first) &&
      LEFT_OPEN.test(words[index + length - 1]?.text ?? '')
    )
      return length + 1;
  return 0;
};

const withoutRestarts = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
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
const withoutBroken = (words: readonly SpokenWord[], text: string): readonly SpokenWord[] =>
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
const withoutPauses = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
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
const SAFE_BEFORE = /^(?:,|and|but|so|like|because)$/;

/** "I'm not prone to them, no": the denial said over. */
const isLastNo = (words: readonly SpokenWord[], index: number): boolean =>
  words[index]?.text === 'no' &&
  index === words.length - 1 &&
  words[index - 1]?.text === ',' &&
  words.slice(0, index).some((word) => /^(?:not|never|no|nothing)$/.test(word.text));

/** "and yeah I feel", "…, okay": interjections inside or at the end of a clause, with their commas. */
const withoutInterjections = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.filter((word, index) => {
    if (index === 0 || !INTERJECTION.test(word.text)) return true;
    if (isLastNo(words, index)) return false;
    if (/^(?:yeah|yep)$/.test(word.text)) return false;
    const before = words[index - 1]?.text ?? '';
    const after = words[index + 1]?.text;
    if (!SAFE_BEFORE.test(before))
      return !(after === undefined && /^(?:okay|ok|yeah|alright)$/.test(word.text));
    if (after === undefined || after === ',') return false;
    return !/^(?:yeah|yep|okay|ok|um)$/.test(word.text);
  });

const LIKENS =
  /^(?:feel|feels|feeling|felt|look|looks|looked|looking|sound|sounds|sounded|seem|seems|taste|tastes|smell|smells|things|thing|something|anything|nothing|symptoms|would|i|you|we|they|he|she|more|stuff|not|that|this|do|did|just|foods|problems|conditions|medicines|medications)$/;

/** "like" as a filler; it stays where it likens one thing to another. */
const withoutLike = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.filter((word, index) => {
    if (word.text !== 'like') return true;
    const before = words[index - 1]?.text ?? '';
    const after = words[index + 1]?.text ?? '';
    if (before === ',') return LIKENS.test(words[index - 2]?.text ?? '');
    return LIKENS.test(before) || (/^(?:is|was|it)$/.test(before) && /^(?:a|an|the|when|if)$/.test(after));
  });

const asPause = (word: SpokenWord): SpokenWord =>
  /^(?:…|\.{2,}|--+|:)$/.test(word.text) ? { ...word, text: ',' } : word;

interface Sentence {
  readonly words: readonly SpokenWord[];
  readonly asks: boolean;
}

const sentences = (words: readonly SpokenWord[], lexicon: Lexicon): readonly Sentence[] => {
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
  if (lexicon.pronouns.has(before) || lexicon.neverBefore.has(before) || lexicon.auxiliaries.has(before))
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

/** Whether a new clause starts at `index`: "and it …", ", my …", or a bare "I have …" in text without punctuation. */
const clauseStartsAt = (
  words: readonly SpokenWord[],
  index: number,
  lexicon: Lexicon,
  bare: boolean,
): boolean => {
  const word = text(words, index);
  const afterComma = text(words, index - 1) === ',';
  const said = text(words, afterComma ? index - 2 : index - 1);
  const open = !lexicon.neverBefore.has(said);
  const next = text(words, index + 1);
  if (
    afterComma &&
    lexicon.auxiliaries.has(word) &&
    /^(?:you|it|the|your|that|there|she|he|they|any)$/.test(next)
  )
    return true;
  if (
    /^(?:me|it|them|him)$/.test(said) &&
    /^(?:i|it|he|she|they|we)$/.test(word) &&
    !afterComma &&
    lexicon.isVerb(next)
  )
    return true;
  if (lexicon.clauseJoins.has(word)) return joinStarts(words, index, lexicon);
  if (bare && /^(?:okay|ok|alright)$/.test(word)) return true;
  if (bare && word === 'right' && /^(?:so|and|okay|now)$/.test(next)) return true;
  if (bare && asksAt(words, index, lexicon)) return true;
  if (PARTICLE_OPENER.test(word)) return bare ? open : afterComma;
  if (!lexicon.clauseSubjects.has(word) || lexicon.clauseJoins.has(said)) return false;
  const pronoun = PRONOUN_SUBJECT.test(word);
  if (afterComma) return pronoun || (open && BE_OR_HAVE.has(text(words, index + 2)));
  // "… sensitive it makes my eyes sore": a relative clause seldom begins with "it".
  if (word === 'it' && open && lexicon.isVerb(next) && !PREPOSITION.test(said)) return true;
  return bare && pronoun && open && BE_OR_HAVE.has(text(words, index + 1));
};

/** Recognisers write a spoken full stop as a comma: ", come back in six weeks" is a plan of its own. */
const followUpStartsAt = (words: readonly SpokenWord[], index: number, lexicon: Lexicon): boolean =>
  text(words, index - 1) === ',' && lexicon.followUp.lengthAt(words, index) > 0;

const LONG_SENTENCE = 11;
const SHORTEST_CLAUSE = 3;

const clauses = (sentence: Sentence, lexicon: Lexicon): readonly Sentence[] => {
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

/** Takes off "okay, so, and …", word by word, commas included; never leaves less than one word. */
export const withoutLead = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  let index = 0;
  for (;;) {
    while (words[index]?.text === ',') index += 1;
    const length = lexicon.leadPhrases.lengthAt(words, index);
    if (length === 0 || index + length >= words.length) break;
    index += length;
  }
  return words.slice(index);
};

const trimmed = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  let from = 0;
  let to = words.length;
  while (from < to && words[from]?.text === ',') from += 1;
  while (
    to > from &&
    (words[to - 1]?.text === ',' || /^(?:and|but|so|or|because)$/.test(words[to - 1]?.text ?? ''))
  )
    to -= 1;
  return words.slice(from, to);
};

interface TurnText {
  readonly id: string;
  readonly speaker: Speaker;
  readonly text: string;
}

const ofTurn = (turn: TurnText, index: number, lexicon: Lexicon): readonly Omit<Utterance, 'place'>[] => {
  const whole = withoutBroken(spokenWords(turn.text).map(halves), turn.text);
  const heard = withDigits(whole, turn.text, lexicon.language).map(asPause);
  const found: Omit<Utterance, 'place'>[] = [];
  for (const sentence of sentences(heard, lexicon)) {
    let spoken = sentence.words.map((word) => word.text);
    const repaired = withoutRestarts(
      withoutRepeats(withoutLike(withoutFillers(sentence.words, lexicon))),
      lexicon,
    );
    const clean = withoutPauses(withoutRepeats(repaired));
    for (const clause of clauses({ words: clean, asks: sentence.asks }, lexicon)) {
      const said = trimmed(clause.words);
      const first = said[0];
      const last = said.at(-1);
      if (!first || !last || said.every(isMark)) continue;
      found.push({
        turn: index,
        turnId: turn.id,
        speaker: turn.speaker,
        said,
        words: trimmed(withoutPauses(withoutInterjections(withoutLead(said, lexicon)))),
        spoken,
        asks: clause.asks,
        opensTurn: found.length === 0,
        start: Math.min(...said.map((word) => word.start)),
        end: Math.max(...said.map((word) => word.end)),
      });
      spoken = [];
    }
  }
  return found;
};

/** The clauses of a visit, in order. Linear in its length. */
export const utterances = (turns: readonly TurnText[], lexicon: Lexicon): readonly Utterance[] => {
  const all = turns.flatMap((turn, index) => ofTurn(turn, index, lexicon));
  return all.map((each, index) => ({ ...each, place: index / Math.max(1, all.length - 1) }));
};
