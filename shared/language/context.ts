import type { ContextCategory, Language } from './language.ts';
import type { Token } from './tokens.ts';

/** What a token stands under: whether it is denied, hedged, only supposed, of the past, or about somebody else. */
export interface TokenContext {
  readonly negated: boolean;
  readonly hedged: boolean;
  readonly conditional: boolean;
  readonly past: boolean;
  /** The word that names whom the token is about, where it is not the patient ("mother"). */
  readonly relation?: string;
}

type Flags = Record<ContextCategory, boolean>;

const STOPS = new Set(['.', '!', '?', ';', '…', '|', '—', '•']);

const isAnswerNo = (tokens: readonly Token[], at: number, language: Language): boolean => {
  const word = tokens[at]?.norm;
  if (word !== 'no') return false;
  const next = tokens[at + 1];
  if (!next) return true;
  if (next.norm === ':' || (next.norm === '.' && /^\d/.test(tokens[at + 2]?.norm ?? ''))) return false;
  return language.answerFollows.has(next.norm);
};

/** Marks `category` from a forward cue to the first word that ends its reach. */
const reachForward = (
  tokens: readonly Token[],
  from: number,
  flags: Flags[],
  category: ContextCategory,
  language: Language,
): void => {
  let words = 0;
  for (let at = from; at < tokens.length && words < language.reach; at += 1) {
    const norm = tokens[at]?.norm ?? '';
    if (STOPS.has(norm)) return;
    if (at > from && language.cueEnds.at(tokens, at)) return;
    const flag = flags[at];
    if (flag) flag[category] = true;
    // In a list ("no cough, fever or chills") each joined item starts the count anew.
    if (norm === ',' || norm === 'or' || norm === 'and') words = Math.min(words, 2);
    else if (norm !== '/') words += 1;
  }
};

const reachBackward = (
  tokens: readonly Token[],
  from: number,
  flags: Flags[],
  category: ContextCategory,
  language: Language,
): void => {
  for (let at = from; at >= 0 && from - at < language.reach; at -= 1) {
    if (STOPS.has(tokens[at]?.norm ?? '') || language.cueEnds.at(tokens, at)) return;
    const flag = flags[at];
    if (flag) flag[category] = true;
  }
};

const relationsOf = (tokens: readonly Token[], language: Language): (string | undefined)[] => {
  let current: string | undefined;
  return tokens.map((token, at) => {
    if (STOPS.has(token.norm)) current = undefined;
    else if (language.family.has(token.norm) || language.others.has(token.norm)) {
      const isOwn = ['my', 'your', 'her', 'his', 'their', 'a', 'the', 'and', ',', ':'].includes(
        tokens[at - 1]?.norm ?? ':',
      );
      if (isOwn || tokens[at + 1]?.norm === ':') current = token.norm;
    } else if (/^(?:i|i'm|i've|i'd|me|my|you|you're|you've|your|patient|we)$/.test(token.norm))
      current = undefined;
    return current;
  });
};

/**
 * The context of every token of one stretch of text. An answering "no" ("no i have a cough") denies nothing that
 * follows it; "not sure", "no problem" and the like deny nothing.
 */
export const readContext = (tokens: readonly Token[], language: Language): readonly TokenContext[] => {
  const flags: Flags[] = tokens.map(() => ({
    negated: false,
    hedged: false,
    conditional: false,
    past: false,
  }));
  let at = 0;
  while (at < tokens.length) {
    const pseudo = language.pseudoCues.at(tokens, at);
    if (pseudo?.value === 'drops') {
      at += pseudo.length;
      continue;
    }
    const cue = language.cues.at(tokens, at) ?? negativeContraction(tokens[at]);
    if (!cue || isAnswerNo(tokens, at, language)) {
      at += 1;
      continue;
    }
    for (const { category, direction } of cue.value)
      if (direction === 'forward') reachForward(tokens, at + cue.length, flags, category, language);
      else reachBackward(tokens, at - 1, flags, category, language);
    at += cue.length;
  }
  const relations = relationsOf(tokens, language);
  return flags.map((flag, k) => {
    const relation = relations[k];
    return relation === undefined ? flag : { ...flag, relation };
  });
};

const NOT_CUE = { value: [{ category: 'negated', direction: 'forward' }], length: 1 } as const;
const negativeContraction = (token: Token | undefined) => (token?.norm.endsWith("n't") ? NOT_CUE : undefined);

/** Whether a stretch of text denies anything, be it by an answering "no". */
export const hasDenial = (tokens: readonly Token[], language: Language): boolean =>
  tokens.some((token, at) =>
    (language.cues.at(tokens, at) ?? negativeContraction(token))?.value.some(
      ({ category }) => category === 'negated',
    ),
  );
