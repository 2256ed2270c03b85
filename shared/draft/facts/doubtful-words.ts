import { DOSE } from '../../language/index.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Turn } from '../../contract/transcript.ts';
import type { Claim } from './claims.ts';

/** A recognised word with its place in the turn's text, UTF-16 offsets, without the marks about it. */
interface Placed {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number | null;
}

/** The recognised words of a visit by turn. */
export type PlacedWords = ReadonlyMap<string, readonly Placed[]>;

/** Recognised words laid over the text they make; a word that is not found in it is passed over. */
const placed = (turn: Turn): readonly Placed[] => {
  let from = 0;
  return turn.words.flatMap(({ text: written, confidence }) => {
    const word = written.trim();
    const start = word === '' ? -1 : turn.text.indexOf(word, from);
    if (start < 0) return [];
    from = start + word.length;
    const text = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, '');
    return [{ text, start, end: from, confidence }];
  });
};

export const placedWords = (turns: readonly Turn[]): PlacedWords =>
  new Map(turns.map((turn) => [turn.id, placed(turn)]));

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The words in a span of a turn that were heard with a confidence under `below`. */
const unsureIn = (words: PlacedWords, turn: string, span: Span, below: number): readonly string[] =>
  (words.get(turn) ?? [])
    .filter((word) => word.start < span.end && word.end > span.start)
    .filter(({ confidence }) => confidence !== null && confidence < below)
    .map(({ text }) => text);

/** Words of a fact that must be right: the medicine's name, doses and values. */
const vital = (fact: Fact): readonly string[] =>
  [fact.drug?.name, fact.drug?.dose, fact.drug?.previousDose, fact.value?.number]
    .flatMap((text) => (text ?? '').toLowerCase().split(/\s+/))
    .filter((word) => word.length > 2 || /\d/.test(word));

const NUMBERS =
  /^(?:\d.*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half)$/;

/**
 * Words under a fact's medicine, dose or value that the recogniser was not sure of (confidence under `below`), as they
 * were heard. Empty where the engine gave no confidences.
 */
export const doubtfulWords = (fact: Fact, words: PlacedWords, below: number): readonly string[] => {
  const wanted = new Set(vital(fact));
  if (wanted.size === 0) return [];
  const hasNumber = [...wanted].some((word) => /\d/.test(word));
  return fact.evidence
    .flatMap((each) => (each.source === 'transcript' ? unsureIn(words, each.turn, each, below) : []))
    .filter((word) => wanted.has(word.toLowerCase()) || (hasNumber && NUMBERS.test(word.toLowerCase())));
};

/**
 * Words that a claim took over and that the recogniser all but guessed (confidence under `below`), but for those that
 * name something `isKnown`: a medicine or a part of the body heard with little confidence is usually right, and is asked
 * about by `doubtfulWords`; "some lottery, 800 mg" is not. Empty where the engine gave no confidences.
 */
export const misheardWords = (
  claim: Claim,
  words: PlacedWords,
  below: number,
  isKnown: (word: string) => boolean,
): readonly string[] => {
  const taken = new Set(claim.text.toLowerCase().split(/[^\p{L}\p{N}'%-]+/u));
  const found = claim.from
    .flatMap((each) => unsureIn(words, each.turnId, each, below))
    .map((word) => word.toLowerCase());
  return [...new Set(found)].filter((word) => word.length > 1 && taken.has(word) && !isKnown(word));
};

export const isDose = (text: string): boolean => DOSE.exec(text)?.[0] === text;

/** "Give 600 mg every 6 hours": the dose that was ordered where the medicine was not understood. */
export const doseAlone = (claim: Claim, drug: Fact['drug']): string | undefined =>
  claim.made === 'plan' && drug === undefined ? DOSE.exec(claim.text)?.[0] : undefined;
