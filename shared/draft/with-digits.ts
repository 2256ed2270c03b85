import { type Language, readQuantities, tokenise } from '../language/index.ts';
import type { SpokenWord } from './spoken-words.ts';

const SHORT_UNITS = new Set(['mg', 'mcg', 'ml', 'g', 'kg', '%']);
const SMALL_COUNTS = /^(?:one)$/;

/**
 * Spoken numbers as one word of digits over the span of the words said ("five hundred" is 500), dose units shortened
 * ("milligrams" is mg). Other words are untouched.
 */
export const withDigits = (
  words: readonly SpokenWord[],
  text: string,
  language: Language,
): readonly SpokenWord[] => {
  const quantities = readQuantities(tokenise(text), language).filter(
    (each) => !each.weak && (each.kind === 'amount' || each.kind === 'ratio'),
  );
  const found: SpokenWord[] = [];
  let next = 0;
  let written = -1;
  for (const word of words) {
    while ((quantities[next]?.end ?? Infinity) <= word.start) next += 1;
    const quantity = quantities[next];
    const unit = quantity?.unit !== undefined && SHORT_UNITS.has(quantity.unit) ? quantity.unit : undefined;
    const inside = quantity && word.start >= quantity.start && word.end <= quantity.end;
    const plain = quantity && !quantity.spoken && unit === undefined && quantity.kind === 'amount';
    if (
      !quantity ||
      !inside ||
      plain ||
      SMALL_COUNTS.test(text.slice(quantity.start, quantity.end).toLowerCase())
    ) {
      found.push(word);
      continue;
    }
    if (written === next) {
      // Words of the number itself are in the digits already; a unit that is not shortened stands as it was said.
      if (unit === undefined && !isOfNumber(word, quantity.value)) found.push(word);
      continue;
    }
    if (unit === undefined && !isOfNumber(word, quantity.value)) {
      found.push(word);
      continue;
    }
    written = next;
    const shown = unit === '%' ? `${quantity.value}%` : quantity.value;
    const span = { start: quantity.start, end: unit === undefined ? word.end : quantity.end };
    found.push({ text: shown, written: shown, ...span });
    if (unit !== undefined && unit !== '%') found.push({ text: unit, written: unit, ...span });
  }
  return found;
};

const NUMBER_WORD =
  /^(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|and|a|half|quarter|quarters|point|over|out|of|\/|\.|-)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?$/;

const isOfNumber = (word: SpokenWord, value: string): boolean =>
  NUMBER_WORD.test(word.text) || /^\d/.test(word.text) || word.text === value;
