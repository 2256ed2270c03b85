import { SAMPLE_RATE } from '../contract/capture.ts';
import { succeed, type Result } from '../contract/errors.ts';
import type { Engine } from './engines/engine.ts';
import type { ChunkHeard } from './listen.ts';
import { joined, MOST_SAMPLES, type Chunk, type Chunker } from './voice/chunks.ts';

/** What was heard, and of which sound. */
export interface HeardChunk extends ChunkHeard {
  readonly chunk: Chunk;
}

export interface TailSettings {
  readonly chunker: Pick<Chunker, 'openMs' | 'given'>;
  readonly hear: (chunk: Chunk, engine: Engine, dropped: AbortSignal) => Promise<Result<ChunkHeard>>;
  /** Whether hearing a chunk once more costs no more than hearing it. */
  readonly mayDrop: () => boolean;
  /** Aborted when no more sound comes. */
  readonly stop: AbortSignal | undefined;
  /** How much sound (ms) has come and not been looked at yet. */
  readonly unreadMs: () => number;
}

export interface TailHearing {
  /** Hears a chunk, together with one that was dropped for it; nothing yet where the chunk itself was dropped. */
  readonly hear: (chunk: Chunk, engine: Engine) => Promise<Result<readonly HeardChunk[]>>;
  /** Hears what was dropped and has had no chunk after it. */
  readonly rest: (engine: Engine) => Promise<Result<readonly HeardChunk[]>>;
}

/** Room (ms) that speech which has not ended yet will bring with it. */
const ROOM_MS = 700;
/** Hearing that has taken more than this share of what the one before it took is left to end. */
const MOST_DONE = 0.6;

interface UnderWay {
  readonly chunk: Chunk;
  readonly begun: number;
  readonly aborter: AbortController;
}

const fits = (chunk: Chunk, moreMs: number): boolean =>
  chunk.samples.length + (moreMs / 1000) * SAMPLE_RATE <= MOST_SAMPLES;

/**
 * Hears chunks one after the other so that little is left after the last sound: the engine takes as long for a few
 * words as for half a minute of them, so a passage that has only just been begun at that moment is given up and heard
 * in one go with the words after it. What is then left hardly depends on when Stop came, and not on what was before.
 */
export const makeTailHearing = ({ chunker, hear, mayDrop, stop, unreadMs }: TailSettings): TailHearing => {
  let underWay: UnderWay | null = null;
  let dropped: Chunk | null = null;
  let begun = 0;
  let usualMs = Infinity;

  const atStop = (): void => {
    const openMs = chunker.openMs();
    if (!underWay || openMs === 0 || !mayDrop() || chunker.given() > begun) return;
    const doneMs = performance.now() - underWay.begun;
    if (doneMs <= MOST_DONE * usualMs && fits(underWay.chunk, openMs + unreadMs() + ROOM_MS))
      underWay.aborter.abort();
  };
  stop?.addEventListener('abort', atStop, { once: true });

  const hearOne = async (chunk: Chunk, engine: Engine): Promise<Result<readonly HeardChunk[]>> => {
    const aborter = new AbortController();
    const now = { chunk, begun: performance.now(), aborter };
    underWay = now;
    const heard = await hear(chunk, engine, aborter.signal);
    underWay = null;
    if (!heard.ok && aborter.signal.aborted && heard.error.code === 'cancelled') {
      dropped = chunk;
      return succeed([]);
    }
    usualMs = performance.now() - now.begun;
    return heard.ok ? succeed([{ ...heard.value, chunk }]) : heard;
  };

  const rest = (engine: Engine): Promise<Result<readonly HeardChunk[]>> => {
    const left = dropped;
    dropped = null;
    return left ? hearOne(left, engine) : Promise.resolve(succeed([]));
  };

  return {
    hear: async (chunk, engine) => {
      begun += 1;
      if (!dropped) return hearOne(chunk, engine);
      if (fits(dropped, (chunk.samples.length / SAMPLE_RATE) * 1000)) {
        const whole = joined(dropped, chunk);
        dropped = null;
        return hearOne(whole, engine);
      }
      const before = await rest(engine);
      if (!before.ok) return before;
      const heard = await hearOne(chunk, engine);
      return heard.ok ? succeed([...before.value, ...heard.value]) : heard;
    },
    rest,
  };
};
