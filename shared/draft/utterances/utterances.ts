import type { Speaker } from '../../contract/transcript.ts';
import { clauses, sentences } from './clauses.ts';
import {
  halves,
  isMark,
  withoutBroken,
  withoutFillers,
  withoutInterjections,
  withoutLike,
  withoutPauses,
  withoutRepeats,
  withoutRestarts,
} from './disfluencies.ts';
import type { Lexicon } from '../lexicon.ts';
import { repunctuated } from './repunctuate.ts';
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
  /** Ends in a question mark in the transcript, and not in a mere "okay?". */
  readonly asks: boolean;
  /** Number of its sentence in the turn. */
  readonly sentence: number;
  /** Last clause of a turn that breaks off on a comma, in the middle of a sentence. */
  readonly unfinished: boolean;
  /** First clause of its turn. */
  readonly opensTurn: boolean;
  /** UTF-16 offsets into the turn's text. */
  readonly start: number;
  readonly end: number;
}

const asPause = (word: SpokenWord): SpokenWord =>
  /^(?:…|\.{2,}|--+|:)$/.test(word.text) ? { ...word, text: ',' } : word;

const AFTER_ASIDE =
  /^(?:,|so|and|then|okay|ok|alright|i|you|we|let|now|what|how|do|does|are|have|has|is|it|that|this|the|there|they|he|she|well|but|when|where|any|did|can|could|if|my|your|yeah|yes|no|great|perfect|because|just)$/;

/** "Right kidney", "good range of motion": what is found, not an aside. */
const isFinding = (words: readonly SpokenWord[], index: number): boolean =>
  /^(?:right|good|great|perfect|fine)$/.test(words[index]?.text ?? '') &&
  !AFTER_ASIDE.test(words[index + 1]?.text ?? ',');

/** Takes off "okay, so, and …", word by word, commas included; never leaves less than one word. */
export const withoutLead = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  let index = 0;
  for (;;) {
    while (words[index]?.text === ',') index += 1;
    const length = lexicon.leadPhrases.lengthAt(words, index);
    if (length === 0 || index + length >= words.length) break;
    if (length === 1 && isFinding(words, index)) break;
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

const SHORTEST_TAGGED = 5;

/** "I'll order an x-ray, okay?" asks for assent and puts no question. */
const isTagged = (said: readonly SpokenWord[]): boolean =>
  said.length >= SHORTEST_TAGGED &&
  said.at(-2)?.text === ',' &&
  /^(?:okay|ok|alright)$/.test(said.at(-1)?.text ?? '');

interface TurnText {
  readonly id: string;
  readonly speaker: Speaker;
  readonly text: string;
}

const ofTurn = (turn: TurnText, index: number, lexicon: Lexicon): readonly Omit<Utterance, 'place'>[] => {
  const whole = withoutBroken(spokenWords(turn.text).map(halves), turn.text);
  const heard = withDigits(whole, turn.text, lexicon.language).map(asPause);
  const found: Omit<Utterance, 'place'>[] = [];
  for (const [number, sentence] of repunctuated(sentences(heard, lexicon)).entries()) {
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
        asks: clause.asks && !isTagged(said),
        sentence: number,
        unfinished: false,
        opensTurn: found.length === 0,
        start: Math.min(...said.map((word) => word.start)),
        end: Math.max(...said.map((word) => word.end)),
      });
      spoken = [];
    }
  }
  const last = found.at(-1);
  return last && /,\s*$/.test(turn.text) ? [...found.slice(0, -1), { ...last, unfinished: true }] : found;
};

/** The clauses of a visit, in order. Linear in its length. */
export const utterances = (turns: readonly TurnText[], lexicon: Lexicon): readonly Utterance[] => {
  const all = turns.flatMap((turn, index) => ofTurn(turn, index, lexicon));
  return all.map((each, index) => ({ ...each, place: index / Math.max(1, all.length - 1) }));
};

/** The clause before one of them in the same turn. */
export const clauseBefore = (said: readonly Utterance[], clause: Utterance): Utterance | undefined => {
  const before = said[said.indexOf(clause) - 1];
  return before?.turn === clause.turn ? before : undefined;
};
