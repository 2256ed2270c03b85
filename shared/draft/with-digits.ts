import { type Language, type Quantity, readQuantities, tokenise } from '../language/index.ts';
import type { SpokenWord } from './spoken-words.ts';

const SHORT_UNITS = new Set(['mg', 'mcg', 'ml', 'g', 'kg', '%']);

const shortUnit = (quantity: Quantity): string | undefined =>
  quantity.unit !== undefined && SHORT_UNITS.has(quantity.unit) ? quantity.unit : undefined;

/** Numbers that a note writes as digits: not "one of them", not "first". */
const isWritten = (quantity: Quantity, text: string): boolean => {
  const said = text.slice(quantity.start, quantity.end).toLowerCase();
  // "A pack and a half a day" reads as it was said.
  if (/^(?:(?:a|one) )?(?:half|quarter)$/.test(said) && shortUnit(quantity) === undefined) return false;
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

const CALL_NUMBERS: readonly (readonly [readonly string[], string])[] = [
  [['nine', 'one', 'one'], '911'],
  [['nine', 'nine', 'nine'], '999'],
  [['one', 'one', 'one'], '111'],
  [['one', 'one', 'two'], '112'],
];

/** "Nine one one" is a number to call, and neither a count nor a word said twice. */
const withCallNumbers = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  const found: SpokenWord[] = [];
  for (let at = 0; at < words.length;) {
    const number = CALL_NUMBERS.find(([said]) =>
      said.every((word, offset) => words[at + offset]?.text === word),
    );
    const first = words[at];
    const last = words[at + (number?.[0].length ?? 1) - 1];
    if (!first || !last) break;
    found.push(number ? { text: number[1], written: number[1], start: first.start, end: last.end } : first);
    at += number?.[0].length ?? 1;
  }
  return found;
};

/**
 * Spoken numbers as one word of digits over the span of the words said ("five hundred" is 500), dose units shortened
 * ("milligrams" is mg). Other words are untouched.
 */
export const withDigits = (
  given: readonly SpokenWord[],
  text: string,
  language: Language,
): readonly SpokenWord[] => {
  const words = withCallNumbers(given);
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
