import type { Fact } from '../contract/fact.ts';
import type { Turn } from '../contract/transcript.ts';
import type { Claim } from './claims.ts';

/** A recognised word with its place in the turn's text, UTF-16 offsets. */
interface Placed {
  readonly start: number;
  readonly end: number;
  readonly confidence: number | null;
}

/** Recognised words laid over the text they make; a word that is not found in it is passed over. */
const placed = (turn: Turn): readonly Placed[] => {
  let from = 0;
  return turn.words.flatMap(({ text, confidence }) => {
    const bare = text.trim();
    const start = bare === '' ? -1 : turn.text.indexOf(bare, from);
    if (start < 0) return [];
    from = start + bare.length;
    return [{ start, end: from, confidence }];
  });
};

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
export const doubtfulWords = (
  fact: Fact,
  turns: ReadonlyMap<string, Turn>,
  below: number,
): readonly string[] => {
  const wanted = new Set(vital(fact));
  if (wanted.size === 0) return [];
  const hasNumber = [...wanted].some((word) => /\d/.test(word));
  return fact.evidence.flatMap((each) => {
    const turn = each.source === 'transcript' ? turns.get(each.turn) : undefined;
    if (!turn || each.source !== 'transcript') return [];
    return placed(turn)
      .filter((word) => word.start < each.end && word.end > each.start)
      .filter((word) => word.confidence !== null && word.confidence < below)
      .map((word) => turn.text.slice(word.start, word.end).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, ''))
      .filter((word) => wanted.has(word.toLowerCase()) || (hasNumber && NUMBERS.test(word.toLowerCase())));
  });
};

const bare = (text: string): string => text.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, '');

/**
 * For a claim, the words it took over that the recogniser all but guessed (confidence under `below`) and that name
 * nothing `isKnown`: a medicine or a part of the body heard with little confidence is usually right, and is asked about
 * by `doubtfulWords`; "some lottery, 800 mg" is not. Empty where the engine gave no confidences.
 */
export const misheardWords = (
  turns: readonly Turn[],
  below: number,
  isKnown: (word: string, claim: Claim) => boolean,
): ((claim: Claim) => readonly string[]) => {
  const unsure = new Map(
    turns.map((turn) => [
      turn.id,
      placed(turn).flatMap(({ start, end, confidence }) => {
        const word = bare(turn.text.slice(start, end));
        return confidence !== null && confidence < below && word.length > 1 ? [{ start, end, word }] : [];
      }),
    ]),
  );
  return (claim) => {
    const taken = new Set(claim.text.toLowerCase().split(/[^\p{L}\p{N}'%-]+/u));
    const found = claim.from.flatMap((each) =>
      (unsure.get(each.turnId) ?? [])
        .filter(({ start, end }) => start < each.end && end > each.start)
        .map(({ word }) => word),
    );
    return [...new Set(found)].filter((word) => taken.has(word) && !isKnown(word, claim));
  };
};

const DOSE = /\b\d+(?:\.\d+)? ?(?:mg|mcg|g|ml|milligrams?|micrograms?|units?|tablets?|pills?|puffs?)\b/i;

export const isDose = (text: string): boolean => DOSE.exec(text)?.[0] === text;

/** "Give 600 mg every 6 hours": the dose that was ordered where the medicine was not understood. */
export const doseAlone = (claim: Claim, drug: Fact['drug']): string | undefined =>
  claim.made === 'plan' && drug === undefined ? DOSE.exec(claim.text)?.[0] : undefined;
