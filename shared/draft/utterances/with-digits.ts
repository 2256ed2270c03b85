import { type Language, type Quantity, readQuantities, SHORT_UNITS, tokenise } from '../../language/index.ts';
import type { SpokenWord } from './spoken-words.ts';

const shortUnit = (quantity: Quantity): string | undefined =>
  quantity.unit !== undefined && SHORT_UNITS.has(quantity.unit) ? quantity.unit : undefined;

const CALL_NUMBER = /\b(?:nine one one|nine nine nine|one one one|one one two)\b/i;
/** Characters that reach from one of its words to the others. */
const BEFORE = 10;

/** Numbers that a note writes as digits: not "one of them", not "first". */
const isWritten = (quantity: Quantity, text: string): boolean => {
  const said = text.slice(quantity.start, quantity.end).toLowerCase();
  // A number to call is no count.
  if (
    /^(?:nine|one) (?:nine|one)\b|^(?:nine|one)$/.test(said) &&
    CALL_NUMBER.test(text.slice(Math.max(0, quantity.start - BEFORE), quantity.end + BEFORE))
  )
    return false;
  // "A pack and a half a day" reads as it was said.
  if (/^(?:(?:a|one) )?(?:half|quarter)\b/.test(said) && shortUnit(quantity) === undefined) return false;
  if (quantity.weak || (quantity.kind !== 'amount' && quantity.kind !== 'ratio')) return false;
  if (!quantity.spoken && quantity.kind === 'amount' && shortUnit(quantity) === undefined) return false;
  return said !== 'one';
};

const asWords = (quantity: Quantity, word: SpokenWord): readonly SpokenWord[] => {
  const unit = shortUnit(quantity);
  const shown = unit === '%' ? `${quantity.value}%` : quantity.value;
  const span = { start: quantity.start, end: unit === undefined ? word.end : quantity.end };
  const number = { text: shown, written: shown, ...span };
  return unit === undefined || unit === '%' ? [number] : [number, { text: unit, written: unit, ...span }];
};

/**
 * Spoken numbers as one word of digits over the span of the words said ("five hundred" is 500), dose units shortened
 * ("milligrams" is mg). Other words are untouched.
 */
export const withDigits = (
  words: readonly SpokenWord[],
  text: string,
  language: Language,
): readonly SpokenWord[] => {
  const quantities = readQuantities(tokenise(text), language).filter((each) => isWritten(each, text));
  const found: SpokenWord[] = [];
  let next = 0;
  let written = -1;
  for (const word of words) {
    while ((quantities[next]?.end ?? Infinity) <= word.start) next += 1;
    const quantity = quantities[next];
    const inside = quantity !== undefined && word.start >= quantity.start && word.end <= quantity.end;
    const replaced = inside && (shortUnit(quantity) !== undefined || isOfNumber(word, quantity.value));
    if (!replaced) found.push(word);
    else if (written !== next) {
      written = next;
      found.push(...asWords(quantity, word));
    }
  }
  return found;
};

const NUMBER_WORD =
  /^(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|and|a|half|quarter|quarters|point|over|out|of|\/|\.|-)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?$/;

const isOfNumber = (word: SpokenWord, value: string): boolean =>
  NUMBER_WORD.test(word.text) || /^\d/.test(word.text) || word.text === value;
