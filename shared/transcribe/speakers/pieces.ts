import { FRAME_SAMPLES } from '../voice/silero.ts';
import type { SpeakerEmbedder } from './embedder.ts';

/** A piece of speech as a speaker model places it; `vector` has length 1. */
export interface EmbeddedPiece {
  readonly startMs: number;
  readonly endMs: number;
  readonly vector: Float32Array;
}

/** The mean of some vectors of one model. */
export const meanOfVectors = (vectors: readonly Float32Array[]): Float64Array => {
  const mean = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let k = 0; k < mean.length; k += 1) mean[k] = (mean[k] ?? 0) + (vector[k] ?? 0) / vectors.length;
  return mean;
};

/** Frames of 32 ms in a piece: 1.6 s, which speaker models are mostly trained on … */
const PIECE = 50;
/** … and in the shortest one that tells a voice at all. */
const SHORTEST = 16;

/** Cuts the open stretch of speech into pieces and has each placed by a speaker model; holds 1.6 s of sound. */
export class PieceCutter {
  private frames: Float32Array[] = [];
  /** Frames at the beginning that were in the piece before. */
  private shared = 0;
  private pieces: EmbeddedPiece[] = [];

  constructor(
    private readonly embedder: SpeakerEmbedder,
    private readonly frameMs: number,
  ) {}

  /** A frame of the open stretch; `frame` is its number in the recording. */
  async take(samples: Float32Array, frame: number): Promise<void> {
    this.frames.push(samples.slice());
    if (this.frames.length - this.shared < PIECE) return;
    await this.place(this.frames.length - PIECE, this.frames.length, frame + 1);
    this.shared = PIECE;
    this.frames = this.frames.slice(-PIECE);
  }

  /** The stretch has ended before frame `end`, frame `next` comes next; what is left of it is a piece with what was before. */
  async end(end: number, next: number): Promise<readonly EmbeddedPiece[]> {
    const spoken = Math.max(0, this.frames.length - (next - end));
    if (spoken - this.shared >= SHORTEST) await this.place(Math.max(0, spoken - PIECE), spoken, end);
    const { pieces } = this;
    this.drop();
    return pieces;
  }

  drop(): void {
    this.frames = [];
    this.shared = 0;
    this.pieces = [];
  }

  private async place(from: number, to: number, endFrame: number): Promise<void> {
    const held = this.frames.slice(from, to);
    const samples = new Float32Array(held.length * FRAME_SAMPLES);
    held.forEach((one, at) => {
      samples.set(one, at * FRAME_SAMPLES);
    });
    const vector = await this.embedder.embed(samples);
    const endMs = endFrame * this.frameMs;
    if (vector) this.pieces.push({ startMs: endMs - held.length * this.frameMs, endMs, vector });
  }
}
