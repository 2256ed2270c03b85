import type { Fact } from '../contract/fact.ts';
import type { Turn } from '../contract/transcript.ts';

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
