import type { Language } from './language.ts';
import { tokenise, type Token } from './tokens.ts';

/** UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const ABBREVIATIONS = /\b(?:dr|mr|mrs|ms|prof|vs|e\.g|i\.e|approx|st)\.$/i;

const trimmed = (text: string, start: number, end: number): Span | undefined => {
  let a = start;
  let b = end;
  while (a < b && /\s/.test(text[a] ?? '')) a += 1;
  while (b > a && /\s/.test(text[b - 1] ?? '')) b -= 1;
  return a < b ? { start: a, end: b } : undefined;
};

/**
 * Sentences of written or punctuated text: they end at line ends and at . ! ? followed by a space. Text without
 * punctuation is one sentence; `splitClauses` goes further. Spans are in order, trimmed, never empty, never overlap.
 */
export const splitSentences = (text: string): readonly Span[] => {
  const spans: Span[] = [];
  let from = 0;
  const push = (end: number): void => {
    const span = trimmed(text, from, end);
    if (span) spans.push(span);
    from = end;
  };
  for (const match of text.matchAll(/[.!?]+["')\]]*(?=\s)|\n+/g)) {
    const end = match.index + match[0].length;
    if (match[0] === '.' && ABBREVIATIONS.test(text.slice(Math.max(0, end - 8), end))) continue;
    push(end);
  }
  push(text.length);
  return spans;
};

/** A stretch of tokens, `last` inclusive. */
export interface Clause {
  readonly first: number;
  readonly last: number;
}

const SENTENCE_MARKS = new Set(['.', '!', '?', ';', '…', '—', '|']);
const SHORTEST = 4;
const LONGEST = 28;

/**
 * Clauses of speech, with or without punctuation, as token ranges that cover every token. A clause ends at a sentence
 * mark, and, where a stretch is long, before words that open a clause in speech ("and i", "but", "do you", "okay").
 */
export const splitClauses = (tokens: readonly Token[], language: Language): readonly Clause[] => {
  const clauses: Clause[] = [];
  let first = 0;
  const close = (last: number): void => {
    if (last >= first) clauses.push({ first, last });
    first = last + 1;
  };
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    // A point between digits of a recogniser ("98 . 6") does not end anything.
    const isDecimal = token.norm === '.' && before?.kind === 'number' && tokens[at + 1]?.kind === 'number';
    const isDash = token.norm === '-' && before?.norm === '-';
    if ((SENTENCE_MARKS.has(token.norm) && !isDecimal) || isDash) {
      close(at);
      return;
    }
    const length = at - first;
    if (length >= SHORTEST && language.clauseOpeners.at(tokens, at)) close(at - 1);
    else if (length >= LONGEST && token.norm === ',') close(at);
  });
  close(tokens.length - 1);
  return clauses;
};

/** The same as offsets into the text. */
export const clauseSpans = (text: string, language: Language): readonly Span[] => {
  const tokens = tokenise(text);
  return splitClauses(tokens, language).flatMap(({ first, last }) => {
    const a = tokens[first];
    const b = tokens[last];
    return a && b ? [{ start: a.start, end: b.end }] : [];
  });
};
