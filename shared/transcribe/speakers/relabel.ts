import type { Relabelling, Speaker, Transcript, Turn } from '../../contract/transcript.ts';

/** Part of an old turn, on its way into a new one. */
interface Piece {
  readonly turn: Turn;
  /** Where it starts in the old turn's text, in UTF-16 units. */
  readonly offset: number;
}

/** A label given by hand is not a guess, so it carries no confidence. */
const given = (turn: Turn, speaker: Speaker): Turn => {
  const rest: Turn = { ...turn, speaker };
  delete rest.speakerConfidence;
  return rest;
};

const partOf = (turn: Turn, from: number, to: number): readonly Piece[] => {
  const words = turn.words.slice(from, to);
  const first = words[0];
  if (!first) return [];
  const before = turn.words.slice(0, from).map(({ text }) => text);
  const offset = before.reduce((sum, text) => sum + text.length + 1, 0);
  return [
    {
      offset,
      turn: {
        ...turn,
        words,
        text: words.map(({ text }) => text).join(' '),
        startMs: from === 0 ? turn.startMs : first.startMs,
        endMs: to >= turn.words.length ? turn.endMs : Math.max(...words.map(({ endMs }) => endMs)),
      },
    },
  ];
};

const piecesOf = (turn: Turn, change: Relabelling): readonly Piece[] => {
  const whole = { turn, offset: 0 };
  if (change.kind === 'swap') {
    const { one, other } = change;
    if (turn.speaker !== one && turn.speaker !== other) return [whole];
    return [{ ...whole, turn: given(turn, turn.speaker === one ? other : one) }];
  }
  if (change.kind === 'turns')
    return [change.turns.includes(turn.id) ? { ...whole, turn: given(turn, change.speaker) } : whole];
  if (change.turn !== turn.id || change.from >= change.to) return [whole];
  return [
    ...partOf(turn, 0, change.from),
    ...partOf(turn, change.from, change.to).map((piece) => ({
      ...piece,
      turn: given(piece.turn, change.speaker),
    })),
    ...partOf(turn, change.to, turn.words.length),
  ];
};

/** The mark in the new turns: the piece that holds its start. */
const moved = <Mark extends { readonly turn: string; readonly start: number; readonly end: number }>(
  mark: Mark,
  pieces: readonly (Piece & { readonly old: string; readonly id: string })[],
): Mark => {
  const piece = pieces.findLast(({ old, offset }) => old === mark.turn && offset <= mark.start);
  return piece
    ? { ...mark, turn: piece.id, start: mark.start - piece.offset, end: mark.end - piece.offset }
    : mark;
};

/**
 * A new revision of a transcript with a correction of who spoke; the old one is left as it is. Turns are numbered anew,
 * words and times stay. What is not there to correct changes nothing.
 */
export const relabel = (transcript: Transcript, change: Relabelling): Transcript => {
  const pieces = transcript.turns
    .flatMap((turn) => piecesOf(turn, change).map((piece) => ({ ...piece, old: turn.id })))
    .map((piece, k) => ({ ...piece, id: `t${String(k + 1)}` }));
  const { suggestions, quantities } = transcript;
  return {
    ...transcript,
    turns: pieces.map(({ turn, id }) => ({ ...turn, id })),
    ...(suggestions && { suggestions: suggestions.map((mark) => moved(mark, pieces)) }),
    ...(quantities && { quantities: quantities.map((mark) => moved(mark, pieces)) }),
  };
};
