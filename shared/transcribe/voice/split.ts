import { SAMPLE_RATE } from '../../contract/capture.ts';
import type { Chunk, Piece } from './chunks.ts';

/** A tenth of a second: shorter dips are consonants, not pauses. */
const WINDOW = SAMPLE_RATE / 10;

const energy = (samples: Float32Array, from: number): number => {
  let sum = 0;
  for (let at = from; at < from + WINDOW; at += 1) sum += (samples[at] ?? 0) ** 2;
  return sum;
};

const piecesWithin = (pieces: readonly Piece[], from: number, to: number): readonly Piece[] =>
  pieces.flatMap((piece) => {
    const start = Math.max(piece.at, from);
    const end = Math.min(piece.at + piece.length, to);
    return start < end
      ? [{ at: start - from, from: piece.from + start - piece.at, length: end - start }]
      : [];
  });

/** The part of a chunk between two of its samples, as a chunk of its own. */
export const partOf = (chunk: Chunk, from: number, to: number): Chunk => ({
  samples: chunk.samples.slice(from, to),
  pieces: piecesWithin(chunk.pieces, from, to),
  voicedMs: (chunk.voicedMs * (to - from)) / (chunk.samples.length || 1),
});

/** Cuts a chunk in two at the quietest moment of its middle half. */
export const splitChunk = (chunk: Chunk): readonly [Chunk, Chunk] => {
  const { length } = chunk.samples;
  let quietest = Math.floor(length / 2);
  let lowest = Infinity;
  for (let at = Math.floor(length / 4); at + WINDOW < (length * 3) / 4; at += WINDOW / 4) {
    const here = energy(chunk.samples, at);
    if (here < lowest) {
      lowest = here;
      quietest = at + WINDOW / 2;
    }
  }
  return [partOf(chunk, 0, quietest), partOf(chunk, quietest, length)];
};
