/**
 * A word, number or mark of a text. `start` and `end` (exclusive) are UTF-16 offsets into the text as given; `norm` is
 * the lower-case form that everything is matched by, with curly apostrophes made straight and forms that recognisers
 * and treebanks write apart ("did n't", "gon na") joined again over the span of both.
 */
export interface Token {
  readonly text: string;
  readonly norm: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'number' | 'mark';
}

/** A number, or a word (group 1), or a mark (group 2). Plain groups: named ones cost a third of the time. */
const PATTERN =
  /\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)(?!\p{L}))?|(\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)*|['’]\p{L}+)|([^\s\p{L}\p{N}])/gu;

/** Second halves that belong to the word before them, and what the whole is written as. */
const JOINED: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'na',
    new Map([
      ['gon', 'gonna'],
      ['wan', 'wanna'],
    ]),
  ],
  ['ta', new Map([['got', 'gotta']])],
]);

const joinedForm = (before: Token, text: string, start: number): string | undefined => {
  if (before.kind !== 'word' || start - before.end > 1) return undefined;
  if (text === "n't") return `${before.norm}n't`;
  if (start > before.end && /^'(?:s|re|ve|ll|m|d)$/.test(text)) return before.norm + text;
  return JOINED.get(text)?.get(before.norm);
};

/** Splits any text, in any script, into tokens in order; linear in its length. An empty text has none. */
export const tokenise = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const start = match.index;
    const end = start + match[0].length;
    const lower = match[0].toLowerCase();
    const norm = lower.includes('’') ? lower.replaceAll('’', "'") : lower;
    const before = tokens.at(-1);
    const joined = before && joinedForm(before, norm, start);
    if (before && joined !== undefined) {
      tokens[tokens.length - 1] = { ...before, text: text.slice(before.start, end), norm: joined, end };
      continue;
    }
    const kind = match[1] ? 'word' : match[2] ? 'mark' : 'number';
    tokens.push({ text: match[0], norm, start, end, kind });
  }
  return tokens;
};
