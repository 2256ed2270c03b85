import {
  readContext,
  readQuantities,
  readSides,
  tokenise,
  type Language,
  type Quantity,
  type Token,
  type TokenContext,
} from '../language/index.ts';
import type { DrugLexicon } from '../knowledge/drugs.ts';

/**
 * Something a text says that can be looked up in another: a content word (by stem), a medicine (by generic name), a
 * number (by value), a side, or a code of letters and digits ("a1c"). `at` is a token index, `start` and `end` UTF-16.
 */
export interface Item {
  readonly kind: 'word' | 'drug' | 'number' | 'side' | 'code';
  readonly key: string;
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** Of a number: its canonical unit. */
  readonly unit?: string;
  /** A bare "one" or "first", or a month: it supports a number and claims none. */
  readonly weak?: true;
  readonly negated: boolean;
  readonly hedged: boolean;
  readonly relation?: string;
}

export interface Reading {
  readonly tokens: readonly Token[];
  readonly contexts: readonly TokenContext[];
  readonly items: readonly Item[];
}

const CODE = /^\p{L}{1,3}\d{1,3}\p{L}?$/u;

/** Every number that a quantity can be cited as: "140/90" is also 140 and 90. */
export const valuesOf = (quantity: Quantity): readonly string[] =>
  quantity.kind === 'ratio' ? [quantity.value, ...quantity.value.split('/')] : [quantity.value];

interface Place {
  readonly tokens: readonly Token[];
  readonly contexts: readonly TokenContext[];
}

const itemAt = (
  place: Place,
  kind: Item['kind'],
  key: string,
  at: number,
  end: number,
  unit?: string,
): Item => {
  const context = place.contexts[at];
  return {
    kind,
    key,
    at,
    start: place.tokens[at]?.start ?? 0,
    end,
    ...(unit === undefined ? {} : { unit }),
    negated: context?.negated ?? false,
    hedged: (context?.hedged ?? false) || (context?.conditional ?? false),
    ...(context?.relation === undefined ? {} : { relation: context.relation }),
  };
};

const tokenAtOffset = (tokens: readonly Token[], offset: number): number => {
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tokens[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

const drugItems = (text: string, place: Place, drugs: DrugLexicon, taken: Set<number>): Item[] =>
  drugs.find(text).flatMap((mention) => {
    if (mention.isGroup) return [];
    const first = tokenAtOffset(place.tokens, mention.start);
    const last = tokenAtOffset(place.tokens, mention.end - 1);
    for (let at = first; at <= last; at += 1) taken.add(at);
    return [itemAt(place, 'drug', mention.name, first, mention.end)];
  });

const numberItems = (place: Place, language: Language, taken: Set<number>): Item[] =>
  readQuantities(place.tokens, language).flatMap((quantity) => {
    if (taken.has(quantity.first)) return [];
    for (let at = quantity.first; at <= quantity.last; at += 1) taken.add(at);
    const isWeak = quantity.weak || (quantity.kind === 'count' && quantity.value === '1');
    return valuesOf(quantity).map((value) => ({
      ...itemAt(place, 'number', value, quantity.first, quantity.end, quantity.unit),
      start: quantity.start,
      ...(isWeak ? { weak: true as const } : {}),
    }));
  });

/** "october" can be written as 10. */
const monthItems = (place: Place, language: Language): Item[] =>
  place.tokens.flatMap((token, at) => {
    const month = language.numbers.months.get(token.norm);
    // "may" is more often a verb.
    if (month === undefined || token.norm === 'may' || token.norm === 'march') return [];
    return [{ ...itemAt(place, 'number', String(month), at, token.end), weak: true as const }];
  });

/** Reads one stretch of text (a turn, or a sentence of a note) into items, in order of place; linear. */
export const readText = (text: string, language: Language, drugs: DrugLexicon): Reading => {
  const tokens = tokenise(text);
  const contexts = readContext(tokens, language);
  const place = { tokens, contexts };
  const taken = new Set<number>();
  const items = [
    ...drugItems(text, place, drugs, taken),
    ...numberItems(place, language, taken),
    ...monthItems(place, language),
  ];
  for (const { at, side } of readSides(tokens, language)) {
    taken.add(at);
    items.push(itemAt(place, 'side', side, at, tokens[at]?.end ?? 0));
  }
  tokens.forEach((token, at) => {
    if (taken.has(at) || token.kind !== 'word') return;
    if (CODE.test(token.norm)) items.push(itemAt(place, 'code', token.norm, at, token.end));
    else if (!language.stop.has(token.norm) && token.norm.length > 1)
      items.push(itemAt(place, 'word', language.stem(token.norm), at, token.end));
  });
  items.sort((a, b) => a.at - b.at || a.start - b.start);
  return { tokens, contexts, items };
};
