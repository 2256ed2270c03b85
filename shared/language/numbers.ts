import { SHORT_UNITS } from './dose-words.ts';
import type { Language } from './language.ts';
import type { Token } from './tokens.ts';

/**
 * A number as said or written. `value` is canonical digits ("40", "0.5", "140/90"); `first` and `last` (inclusive) are
 * token indexes of the number without its unit, `start` and `end` UTF-16 offsets of the number with its unit.
 */
export interface Quantity {
  readonly value: string;
  readonly kind: 'amount' | 'ratio' | 'ordinal' | 'count' | 'about';
  /** Canonical unit ("mg", "day", "%"), where one follows. */
  readonly unit?: string;
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
  /** True where it was said in words. */
  readonly spoken: boolean;
  /** True for a "one" or "first" that may be no number at all ("this one", "at first"). */
  readonly weak: boolean;
}

interface Reading {
  readonly value: number;
  readonly next: number;
  readonly kind?: Quantity['kind'];
  readonly text?: string;
}

const normAt = (tokens: readonly Token[], at: number): string => tokens[at]?.norm ?? '';

const skipHyphen = (tokens: readonly Token[], at: number): number =>
  tokens[at]?.norm === '-' && tokens[at - 1]?.end === tokens[at]?.start ? at + 1 : at;

const digitsOf = (token: Token | undefined): number | undefined => {
  if (token?.kind !== 'number') return undefined;
  const plain = token.norm.replace(/(?:st|nd|rd|th)$/, '');
  const value = Number(/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain);
  return Number.isFinite(value) ? value : undefined;
};

/** 0 to 99 in words or one number in digits. */
const readSmall = (tokens: readonly Token[], at: number, { numbers }: Language): Reading | undefined => {
  const word = normAt(tokens, at);
  const tens = numbers.tens.get(word);
  if (tens !== undefined) {
    const after = skipHyphen(tokens, at + 1);
    const ones = numbers.ones.get(normAt(tokens, after));
    return ones ? { value: tens + ones, next: after + 1 } : { value: tens, next: at + 1 };
  }
  const value = numbers.ones.get(word) ?? numbers.teens.get(word) ?? digitsOf(tokens[at]);
  return value === undefined ? undefined : { value, next: at + 1 };
};

/** "one forty", "two fifty", "one oh five", "twenty twenty one", "nineteen eighty five": spoken without "hundred". */
const readRunOn = (tokens: readonly Token[], head: Reading, language: Language): Reading | undefined => {
  const { value, next } = head;
  if (tokens[next - 1]?.kind === 'number') return undefined;
  const word = normAt(tokens, next);
  const isYearHead = value === 19 || value === 20;
  if ((value >= 1 && value <= 9) || isYearHead) {
    if (word === 'oh' || word === 'o') {
      const ones = language.numbers.ones.get(normAt(tokens, next + 1));
      return ones === undefined ? undefined : { value: value * 100 + ones, next: next + 2 };
    }
    const tail = readSmall(tokens, next, language);
    if (tail && tail.value >= 10 && tail.value < 100 && tokens[next]?.kind === 'word') {
      const unit = language.numbers.units.get(normAt(tokens, tail.next)) ?? '';
      // "twenty thirty minutes" is a range, "twenty twenty" a year.
      if (isYearHead && ['minute', 'day', 'mg', 'week', 'hour', 'second', 'unit', 'tablet'].includes(unit))
        return undefined;
      return { value: value * 100 + tail.value, next: tail.next };
    }
  }
  return undefined;
};

/** "four hundred and fifty", "two thousand", "a hundred". */
const readScaled = (tokens: readonly Token[], at: number, language: Language): Reading | undefined => {
  const { scales } = language.numbers;
  let next = at;
  let total = 0;
  let head: Reading | undefined;
  if (!scales.has(normAt(tokens, at))) {
    head = readSmall(tokens, at, language);
    if (!head) return undefined;
    const runOn = readRunOn(tokens, head, language);
    if (runOn) return runOn;
    next = head.next;
  }
  let current = head?.value ?? 1;
  for (;;) {
    const scale = scales.get(normAt(tokens, next));
    if (scale === undefined) break;
    next += 1;
    current *= scale;
    if (scale >= 1000) {
      total += current;
      current = 0;
    }
    const after = tokens[next]?.norm === 'and' ? next + 1 : next;
    const tail = readSmall(tokens, after, language);
    if (tail && tail.value < scale) {
      current += tail.value;
      next = tail.next;
    }
  }
  return { value: total + current, next };
};

/** The digits after a point: "point five", "point two five", "98 . 6"; empty where none follow. */
const readDecimals = (
  tokens: readonly Token[],
  from: number,
  isSpoken: boolean,
  language: Language,
): { readonly digits: string; readonly next: number } => {
  let digits = '';
  let next = from;
  for (;;) {
    const word = normAt(tokens, next);
    const isDigits = /^\d+$/.test(word);
    const spoken = word === 'oh' ? '0' : language.numbers.ones.get(word)?.toString();
    const part = isDigits ? word : spoken;
    if (part === undefined || (!isSpoken && (!isDigits || word.length !== 1 || digits !== ''))) break;
    digits += part;
    next += 1;
  }
  return { digits, next };
};

const PARTS: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['one', 1],
  ['three', 3],
]);

/** ".5", "point five", "thirty seven point two", "98 . 6"; "and a half", "and three quarters". */
const readTail = (tokens: readonly Token[], whole: Reading, language: Language): Reading => {
  const mark = normAt(tokens, whole.next);
  // A point in digits joins only where a sentence could not end ("98 . 6", not "2 . 3 weeks").
  const isWritten = mark === '.' && tokens[whole.next - 1]?.kind === 'number' && whole.value >= 30;
  if (mark === 'point' || isWritten) {
    const { digits, next } = readDecimals(tokens, whole.next + 1, mark === 'point', language);
    const text = `${whole.value}.${digits}`;
    if (digits) return { value: Number(text), next, text };
  }
  if (mark === 'and') {
    const part = language.numbers.fractions.get(normAt(tokens, whole.next + 2));
    const times = PARTS.get(normAt(tokens, whole.next + 1));
    if (part !== undefined && times !== undefined)
      return { value: whole.value + times * part, next: whole.next + 3 };
  }
  return whole;
};

const LEADING_FRACTION = new Set(['half', 'quarter']);

/** "third", "twenty first", "3rd". */
const readOrdinal = (tokens: readonly Token[], at: number, language: Language): Reading | undefined => {
  const { ordinals, tens } = language.numbers;
  const word = normAt(tokens, at);
  const ten = tens.get(word);
  if (ten !== undefined) {
    const after = skipHyphen(tokens, at + 1);
    const ones = ordinals.get(normAt(tokens, after));
    return ones !== undefined && ones < 10
      ? { value: ten + ones, next: after + 1, kind: 'ordinal' }
      : undefined;
  }
  const value = ordinals.get(word) ?? (/\d(?:st|nd|rd|th)$/.test(word) ? digitsOf(tokens[at]) : undefined);
  return value === undefined ? undefined : { value, next: at + 1, kind: 'ordinal' };
};

const readSpecial = (tokens: readonly Token[], at: number, language: Language): Reading | undefined => {
  const { counts, approximate, fractions } = language.numbers;
  const word = normAt(tokens, at);
  const following = normAt(tokens, at + 1);
  const count = counts.get(word);
  if (count !== undefined) return { value: count, next: at + 1, kind: 'count' };
  const about = approximate.get(word);
  if (about !== undefined) return { value: about, next: at + 1, kind: 'about' };
  if (word === 'point' && language.numbers.ones.has(following))
    return readTail(tokens, { value: 0, next: at }, language);
  if (LEADING_FRACTION.has(word) && following !== 'past') {
    const value = fractions.get(word);
    return value === undefined ? undefined : { value, next: at + 1 };
  }
  return readOrdinal(tokens, at, language);
};

const readOne = (tokens: readonly Token[], at: number, language: Language): Reading | undefined => {
  const first = tokens[at];
  if (!first || (first.kind !== 'number' && !language.numbers.openers.has(first.norm))) return undefined;
  const special = readSpecial(tokens, at, language);
  if (special) return special;
  const whole = readScaled(tokens, at, language);
  return whole && readTail(tokens, whole, language);
};

const SKIPPED_BEFORE_UNIT = new Set([
  '-',
  'of',
  'more',
  'full',
  'whole',
  'other',
  'additional',
  'long',
  'straight',
]);

const unitAt = (
  tokens: readonly Token[],
  at: number,
  language: Language,
): { unit: string; next: number } | undefined => {
  const direct = SKIPPED_BEFORE_UNIT.has(normAt(tokens, at)) ? at + 1 : at;
  const unit = language.numbers.units.get(normAt(tokens, direct));
  return unit === undefined ? undefined : { unit, next: direct + 1 };
};

const asText = (value: number): string => String(Math.round(value * 1000) / 1000);

/** "over", "out of" and "/" join two amounts: a blood pressure, a score, a grade. */
const readRatio = (
  tokens: readonly Token[],
  left: Reading,
  language: Language,
): { readonly text: string; readonly next: number } | undefined => {
  const word = normAt(tokens, left.next);
  const next = word === 'out' && tokens[left.next + 1]?.norm === 'of' ? left.next + 2 : left.next + 1;
  if (word !== 'over' && word !== '/' && next === left.next + 1) return undefined;
  const right = readScaled(tokens, next, language);
  if (!right || right.value < 1) return undefined;
  return {
    text: `${left.text ?? asText(left.value)}/${right.text ?? asText(right.value)}`,
    next: right.next,
  };
};

const isWeak = (
  tokens: readonly Token[],
  at: number,
  reading: Reading,
  unit: string | undefined,
  language: Language,
) => {
  if (unit !== undefined || tokens[at]?.kind === 'number') return false;
  if (reading.kind === 'ordinal') return !language.numbers.months.has(normAt(tokens, at - 1));
  if (reading.value !== 1) return false;
  return reading.kind !== 'count' || language.numbers.notACount.has(normAt(tokens, at - 1));
};

const endOf = (tokens: readonly Token[], next: number, first: Token): number =>
  (tokens[next - 1] ?? first).end;

const quantityFrom = (
  tokens: readonly Token[],
  at: number,
  reading: Reading,
  language: Language,
): Quantity | undefined => {
  const first = tokens[at];
  if (!first) return undefined;
  const ratio = reading.kind === undefined ? readRatio(tokens, reading, language) : undefined;
  const next = ratio?.next ?? reading.next;
  // "half a tablet": the article stands between.
  const article = LEADING_FRACTION.has(first.norm) && ARTICLES.has(normAt(tokens, next)) ? 1 : 0;
  const written = unitAt(tokens, next + article, language);
  const unit = written?.unit ?? (reading.kind === 'count' ? 'time' : undefined);
  return {
    value: ratio?.text ?? reading.text ?? asText(reading.value),
    kind: ratio ? 'ratio' : (reading.kind ?? 'amount'),
    ...(unit === undefined ? {} : { unit }),
    first: at,
    last: next - 1,
    start: first.start,
    end: endOf(tokens, written?.next ?? next, first),
    spoken: first.kind === 'word',
    weak: !ratio && isWeak(tokens, at, reading, written?.unit, language),
  };
};

const ARTICLES = new Set(['a', 'an', 'of']);

/** Every number of a text, said or written, in order, none overlapping; linear. */
export const readQuantities = (tokens: readonly Token[], language: Language): readonly Quantity[] => {
  const found: Quantity[] = [];
  let at = 0;
  while (at < tokens.length) {
    const reading = readOne(tokens, at, language);
    const quantity = reading && quantityFrom(tokens, at, reading, language);
    if (quantity) found.push(quantity);
    at = quantity ? quantity.last + 1 : at + 1;
  }
  return found;
};

/** A text with some passages rewritten, and the way back. */
export interface Rewritten {
  readonly text: string;
  /** The span of the original that a span of the new text came from; a rewritten passage maps as a whole. */
  readonly toOriginal: (start: number, end: number) => { readonly start: number; readonly end: number };
}

/** Puts texts in place of spans (in order, not overlapping) and keeps the offsets. */
export const rewrite = (
  text: string,
  changes: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): Rewritten => {
  const pieces: { from: number; to: number; start: number; end: number; same: boolean }[] = [];
  let out = '';
  let at = 0;
  const keep = (end: number): void => {
    if (end > at) pieces.push({ from: out.length, to: out.length + end - at, start: at, end, same: true });
    out += text.slice(at, end);
  };
  for (const change of changes) {
    keep(change.start);
    pieces.push({
      from: out.length,
      to: out.length + change.text.length,
      start: change.start,
      end: change.end,
      same: false,
    });
    out += change.text;
    at = change.end;
  }
  keep(text.length);
  const pieceAt = (offset: number) =>
    pieces.find((piece) => offset >= piece.from && offset < piece.to) ?? pieces.at(-1);
  return {
    text: out,
    toOriginal: (start, end) => {
      const a = pieceAt(start);
      const b = pieceAt(Math.max(start, end - 1));
      return {
        start: a?.same ? a.start + (start - a.from) : (a?.start ?? start),
        end: b?.same ? b.start + (end - b.from) : (b?.end ?? end),
      };
    },
  };
};

/**
 * Writes spoken numbers as digits with canonical dose units ("five hundred milligrams" to "500 mg", "one forty over
 * ninety" to "140/90"). A bare "one", ordinals, "twice" and "a couple" stay as said.
 */
export const writeDigits = (text: string, tokens: readonly Token[], language: Language): Rewritten => {
  const changes = readQuantities(tokens, language)
    .filter((quantity) => !quantity.weak && (quantity.kind === 'amount' || quantity.kind === 'ratio'))
    .flatMap((quantity) => {
      const numberEnd = tokens[quantity.last]?.end ?? quantity.end;
      const before = tokens[quantity.first - 1];
      // "a hundred" becomes "100".
      const start =
        before?.norm === 'a' && language.numbers.scales.has(normAt(tokens, quantity.first))
          ? before.start
          : quantity.start;
      const hasUnit =
        quantity.end > numberEnd && quantity.unit !== undefined && SHORT_UNITS.has(quantity.unit);
      const unit = hasUnit ? (quantity.unit === '%' ? '%' : ` ${quantity.unit}`) : '';
      if (!quantity.spoken && !hasUnit && quantity.kind === 'amount') return [];
      const end = hasUnit ? quantity.end : numberEnd;
      const written = quantity.value + unit;
      return text.slice(start, end) === written ? [] : [{ start, end, text: written }];
    });
  return rewrite(text, changes);
};
