import type { Language } from './language.ts';
import type { Token } from './tokens.ts';

/** A side of the body named by token `at`. */
export interface SideMention {
  readonly at: number;
  readonly side: 'left' | 'right' | 'both';
}

const BOTH = new Set(['bilateral', 'bilaterally', 'both']);

/** Sides named in a text; "all right", "right now", "she left early" and the like are none. */
export const readSides = (tokens: readonly Token[], language: Language): readonly SideMention[] =>
  tokens.flatMap(({ norm }, at): SideMention[] => {
    if (BOTH.has(norm)) return [{ at, side: 'both' }];
    if (norm !== 'left' && norm !== 'right') return [];
    const rule = language.sideNot[norm];
    const before = tokens[at - 1]?.norm ?? '';
    const after = tokens[at + 1]?.norm ?? '';
    // "on the right", "to my left" stand as sides even where nothing follows.
    const isPlace = ['the', 'my', 'your', 'her', 'his', 'on', 'this'].includes(before);
    if (!isPlace && (rule.before.has(before) || rule.after.has(after) || after === '')) return [];
    if (
      isPlace &&
      norm === 'right' &&
      ['thing', 'way', 'now', 'time', 'track', 'direction', 'away'].includes(after)
    )
      return [];
    return [{ at, side: norm }];
  });
