import { SAMPLE_RATE } from '../../contract/capture.ts';
import { framesFrom } from './frames.ts';
import { FRAME_SAMPLES, type VoiceDetector } from './silero.ts';
import { makeGate, type Stretch } from './stretches.ts';

/** A run of the recording inside a chunk: where it starts in the chunk and in the recording, and its length (samples). */
export interface Piece {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** What the engine hears in one go: speech with its pauses, long pauses shortened. */
export interface Chunk {
  readonly samples: Float32Array;
  readonly pieces: readonly Piece[];
  /** How much of it is speech, pauses and padding left out. */
  readonly voicedMs: number;
}

/** Asks whether whoever hears the chunks has nothing to do: then a smaller chunk now is worth more than a full one later. */
export type IsIdle = () => boolean;

const framesIn = (seconds: number): number => Math.floor((seconds * SAMPLE_RATE) / FRAME_SAMPLES);

const MAX_FRAMES = framesIn(29.5);
/** A quarter second of the room on each side of speech: Whisper clips words that start at its first sample. */
const PAD_FRAMES = 8;
/** A stretch that never pauses is cut at its quietest moment within this many frames before the limit. */
const CUT_SEARCH_FRAMES = framesIn(12);
/**
 * When listening is idle a chunk is given out early: after so much speech at a pause that is more than a breath, or
 * after less at a silence that is likely to last. The engine pays for a whole window however little is in it, so
 * these are not smaller.
 */
const EARLY = [
  { speech: framesIn(10), pause: framesIn(0.45) },
  { speech: framesIn(3), pause: framesIn(1.5) },
] as const;
/** A cut looks at the mean over this many frames, so that a stop consonant does not pass for a pause. */
const CUT_WINDOW = 5;

/** The frame, within [from, to), around which speech is least likely. */
const quietest = (probabilities: readonly number[], from: number, to: number): number => {
  let best = to;
  let lowest = Infinity;
  for (let at = Math.max(from, 0); at + CUT_WINDOW <= to; at += 1) {
    const sum = probabilities.slice(at, at + CUT_WINDOW).reduce((total, value) => total + value, 0);
    // A later cut of the same quality makes longer chunks.
    if (sum <= lowest) {
      lowest = sum;
      best = at + Math.floor(CUT_WINDOW / 2);
    }
  }
  return best;
};

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Padded stretches; neighbours that would touch are one span with the pause as it was. */
const spansOf = (stretches: readonly Stretch[], earliest: number): readonly Span[] =>
  stretches.reduce<readonly Span[]>((spans, stretch) => {
    const last = spans.at(-1);
    const from = Math.max(earliest, stretch.start - PAD_FRAMES);
    const to = stretch.end + PAD_FRAMES;
    if (last && from <= last.to) return [...spans.slice(0, -1), { from: last.from, to }];
    return [...spans, { from, to }];
  }, []);

const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { start, end }) => sum + end - start, 0);

const msOf = (frames: number): number => (frames * FRAME_SAMPLES * 1000) / SAMPLE_RATE;

const framesOf = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);

/**
 * Collects frames into chunks. It holds the sound since the start of the chunk being filled and no more, so a long
 * recording needs no more memory than a short one.
 */
class Packer {
  private frames: Float32Array[] = [];
  private probabilities: number[] = [];
  /** Index of the first held frame. */
  private base = 0;
  private stretches: Stretch[] = [];
  private readonly gate = makeGate();
  private readonly isIdle: IsIdle;

  constructor(isIdle: IsIdle) {
    this.isIdle = isIdle;
  }

  *push(frame: Float32Array, probability: number): Generator<Chunk> {
    this.frames.push(frame);
    this.probabilities.push(probability);
    const ended = this.gate.next(probability);
    if (ended) yield* this.add(ended);
    yield* this.cutEndless();
    if (this.isRipe() && this.isIdle()) yield* this.emit();
    this.forgetSilence();
  }

  *finish(): Generator<Chunk> {
    const last = this.gate.finish();
    if (last) yield* this.add(last);
    yield* this.emit();
  }

  openMs(): number {
    return msOf(lengthOf(this.openStretches()));
  }

  pauseMs(): number {
    const last = this.stretches.at(-1);
    if (!last || this.gate.openedAt() !== null) return 0;
    return msOf(this.base + this.frames.length - last.end);
  }

  open(): Chunk {
    return this.chunkOf(this.openStretches(), this.base + this.frames.length);
  }

  private openStretches(): readonly Stretch[] {
    const opened = this.gate.openedAt();
    if (opened === null) return this.stretches;
    return [...this.stretches, this.within(opened, this.base + this.frames.length)];
  }

  private isRipe(): boolean {
    const last = this.stretches.at(-1);
    if (!last || this.gate.openedAt() !== null) return false;
    const pause = this.base + this.frames.length - last.end;
    const speech = lengthOf(this.stretches);
    return EARLY.some((rule) => speech >= rule.speech && pause >= rule.pause);
  }

  /** The part of a stretch that has not been given out yet. */
  private within(start: number, end: number): Stretch {
    return { start: Math.max(start, this.base), end };
  }

  private *add(ended: Stretch): Generator<Chunk> {
    const stretch = this.within(ended.start, ended.end);
    if (framesOf(spansOf([...this.stretches, stretch], this.base)) > MAX_FRAMES)
      yield* this.emit(this.middleOfPause(stretch.start));
    this.stretches.push(stretch);
  }

  /** An open stretch may not outgrow a chunk. */
  private *cutEndless(): Generator<Chunk> {
    const opened = this.gate.openedAt();
    if (opened === null) return;
    const now = this.base + this.frames.length;
    const open = this.within(opened, now);
    if (framesOf(spansOf([...this.stretches, open], this.base)) < MAX_FRAMES) return;
    if (this.stretches.length > 0 && open.end - open.start < CUT_SEARCH_FRAMES) {
      yield* this.emit(this.middleOfPause(open.start));
      return;
    }
    const from = Math.max(open.start, now - CUT_SEARCH_FRAMES);
    const cut = this.base + quietest(this.probabilities, from - this.base, now - this.base);
    this.stretches.push({ start: open.start, end: cut });
    yield* this.emit(cut);
  }

  /** A pause too short for the room on both sides is shared out: no frame is heard in two chunks. */
  private middleOfPause(next: number): number {
    return Math.ceil(((this.stretches.at(-1)?.end ?? next) + next) / 2);
  }

  /** Gives what was collected, with the room around it but nothing at or after the frame `until`. */
  private *emit(until = Infinity): Generator<Chunk> {
    if (this.stretches.length === 0) return;
    const limit = Math.min(this.base + this.frames.length, until);
    const chunk = this.chunkOf(this.stretches, limit);
    this.stretches = [];
    const last = chunk.pieces.at(-1);
    this.forgetBefore(last ? (last.from + last.length) / FRAME_SAMPLES : limit);
    yield chunk;
  }

  private chunkOf(stretches: readonly Stretch[], limit: number): Chunk {
    const spans = spansOf(stretches, this.base).map(({ from, to }) => ({ from, to: Math.min(to, limit) }));
    const samples = new Float32Array(framesOf(spans) * FRAME_SAMPLES);
    const pieces: Piece[] = [];
    let at = 0;
    for (const { from, to } of spans) {
      pieces.push({ at, from: from * FRAME_SAMPLES, length: (to - from) * FRAME_SAMPLES });
      for (const frame of this.frames.slice(from - this.base, to - this.base)) {
        samples.set(frame, at);
        at += FRAME_SAMPLES;
      }
    }
    return { samples, pieces, voicedMs: msOf(lengthOf(stretches)) };
  }

  private forgetSilence(): void {
    if (this.stretches.length > 0 || this.gate.openedAt() !== null) return;
    this.forgetBefore(this.base + this.frames.length - 2 * PAD_FRAMES);
  }

  private forgetBefore(frame: number): void {
    const count = frame - this.base;
    if (count <= 0) return;
    this.frames.splice(0, count);
    this.probabilities.splice(0, count);
    this.base += count;
  }
}

export interface ChunkerSettings {
  readonly detector: VoiceDetector;
  /** Sees every frame as it passes; the next one waits for it. */
  readonly observe?: (frame: Float32Array, probability: number) => Promise<void>;
  /** By default never: chunks are then as full as pauses allow. */
  readonly isIdle?: IsIdle;
}

export interface Chunker {
  readonly chunks: (blocks: AsyncIterable<Float32Array>) => AsyncGenerator<Chunk>;
  /** How much speech (ms) has been collected and not given out, also where it has not paused yet. */
  readonly openMs: () => number;
  /** How long (ms) nobody has spoken since that speech; 0 while somebody does, and where there is none. */
  readonly pauseMs: () => number;
  /** That speech as it stands, as a chunk; it will come again in a chunk of its own. */
  readonly open: () => Chunk;
}

/**
 * Cuts sound into chunks of speech of at most 29.5 s (Whisper's window is 30), at pauses; a stretch that never pauses
 * is cut where speech is least likely. Silence yields no chunk at all. One chunker serves one recording.
 */
export const makeChunker = ({ detector, observe, isIdle = () => false }: ChunkerSettings): Chunker => {
  const packer = new Packer(isIdle);
  return {
    openMs: () => packer.openMs(),
    pauseMs: () => packer.pauseMs(),
    open: () => packer.open(),
    async *chunks(blocks) {
      for await (const frame of framesFrom(blocks)) {
        const probability = await detector.next(frame);
        await observe?.(frame, probability);
        yield* packer.push(frame, probability);
      }
      yield* packer.finish();
    },
  };
};

/** A time inside a chunk (ms) as a time in the recording (ms). A time in a shortened pause falls on its nearer edge. */
export const recordingMs = (pieces: readonly Piece[], chunkMs: number): number => {
  const sample = (chunkMs / 1000) * SAMPLE_RATE;
  const piece = pieces.findLast(({ at }) => at <= sample) ?? pieces[0];
  if (!piece) return chunkMs;
  const within = Math.max(0, Math.min(sample - piece.at, piece.length));
  return Math.round(((piece.from + within) / SAMPLE_RATE) * 1000);
};
