import type { Transcript, Turn } from '../../contract/transcript.ts';

/** A stretch of a turn as it is shown to a model: `n` is the turn's number (1 is `t1`). */
export interface ShownTurn {
  readonly n: number;
  readonly who: Turn['speaker'];
  readonly text: string;
}
/** Consecutive turns that are asked about in one question. */
export type Part = readonly ShownTurn[];

/**
 * Tokens that a text takes at most, near enough: three bytes of UTF-8 each, where English takes about four. Without the
 * model's own tokeniser it is safer to ask once more than to be cut.
 */
export const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3);

// What a turn's JSON takes besides its words.
const FRAME_TOKENS = 20;
const costOf = (turn: ShownTurn): number => tokensOf(JSON.stringify(turn.text)) + FRAME_TOKENS;

/** The place nearest below the middle where a sentence, or else a word, ends. */
const middleOf = (text: string): number => {
  const half = Math.floor(text.length / 2);
  const sentence = Math.max(...['. ', '? ', '! '].map((end) => text.lastIndexOf(end, half) + 1));
  if (sentence > text.length / 8) return sentence + 1;
  const space = text.lastIndexOf(' ', half);
  if (space > 0) return space + 1;
  // Never between the halves of one character.
  return /[\uDC00-\uDFFF]/.test(text[half] ?? '') ? half + 1 : half;
};

const halves = (turn: ShownTurn): readonly ShownTurn[] => {
  const at = middleOf(turn.text);
  return [
    { ...turn, text: turn.text.slice(0, at) },
    { ...turn, text: turn.text.slice(at) },
  ];
};

const fitted = (turn: ShownTurn, most: number): readonly ShownTurn[] =>
  costOf(turn) <= most || turn.text.length < 2 ? [turn] : halves(turn).flatMap((half) => fitted(half, most));

/** Turns with words, in order, in parts of at most `most` tokens. A turn longer than a part is cut where a sentence ends; nothing is left out. */
export const splitVisit = (transcript: Transcript, most: number): readonly Part[] => {
  const parts: ShownTurn[][] = [];
  let left = 0;
  transcript.turns.forEach((turn, index) => {
    if (!turn.text.trim()) return;
    for (const piece of fitted({ n: index + 1, who: turn.speaker, text: turn.text }, most)) {
      const cost = costOf(piece);
      if (cost > left || parts.length === 0) {
        parts.push([]);
        left = most;
      }
      parts.at(-1)?.push(piece);
      left -= cost;
    }
  });
  return parts;
};

/** A part in two, for an answer that did not fit; undefined where it cannot be cut further. */
export const splitPart = (part: Part): readonly [Part, Part] | undefined => {
  const pieces = part.length === 1 && part[0] && part[0].text.length > 80 ? halves(part[0]) : part;
  if (pieces.length < 2) return undefined;
  const middle = Math.ceil(pieces.length / 2);
  return [pieces.slice(0, middle), pieces.slice(middle)];
};
