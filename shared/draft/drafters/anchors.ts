import type { TranscriptEvidence } from '../../contract/evidence.ts';
import type { Turn } from '../../contract/transcript.ts';
import { tokenise, type Token } from '../../language/index.ts';

const words = (text: string): readonly Token[] => tokenise(text).filter(({ kind }) => kind !== 'mark');

/** Where the words of a quote stand in a turn, whatever the capitals and marks; undefined where they do not. */
const findIn = (quote: readonly Token[], turn: Turn): TranscriptEvidence | undefined => {
  const said = words(turn.text);
  for (let at = 0; at + quote.length <= said.length; at += 1) {
    if (quote.every((word, index) => said[at + index]?.norm === word.norm)) {
      const [first, last] = [said[at], said[at + quote.length - 1]];
      if (first && last) return { source: 'transcript', turn: turn.id, start: first.start, end: last.end };
    }
  }
  return undefined;
};

// Models count badly: a quote may stand a few turns away from where it is said to, but one word alone is no proof of place.
const NEAR = 3;
const TELLING = 3;

/**
 * Finds what a model says it quotes. Only words that were really said there make evidence: first in the turns it names,
 * then, for quotes of three words and more, in the turns around them.
 */
export const anchorQuotes = (
  turns: readonly Turn[],
  named: readonly number[],
  quotes: readonly string[],
): readonly TranscriptEvidence[] => {
  const near = [...new Set(named.flatMap((n) => [...Array(2 * NEAR + 1).keys()].map((k) => n + k - NEAR)))];
  return quotes.flatMap((text) => {
    const quote = words(text);
    if (quote.length === 0) return [];
    const places = quote.length >= TELLING ? [...named, ...near] : named;
    for (const n of places) {
      const turn = turns[n - 1];
      const found = turn && findIn(quote, turn);
      if (found) return [found];
    }
    return [];
  });
};
