import type { Chunk, Chunker } from './voice/chunks.ts';

/** Words of speech that is still going on; they will be heard again, and may then be others. */
export interface Provisional {
  readonly text: string;
  readonly startMs: number;
}

export interface MeanwhileSettings {
  /** Where the chunk that is still open can be looked at. */
  readonly chunker: Pick<Chunker, 'open' | 'openMs'>;
  /** Hears it once; null when it could not, or was told to stop. */
  readonly hear: (chunk: Chunk, signal: AbortSignal) => Promise<Provisional | null>;
  readonly onProvisional: (provisional: Provisional) => void;
}

export interface Meanwhile {
  /** To be called as sound comes in while there is nothing else to hear. */
  readonly consider: () => void;
  /** Drops what is being heard: something better has come. */
  readonly drop: () => void;
}

/** So much more speech (ms) is worth another look. */
const WORTH_MS = 1500;
/** Listening that takes more than this share of what was spoken leaves no time to spare. */
const MOST_SHARE = 0.6;

/**
 * Fills idle time with provisional text for the chunk that is still open. It is the first thing to go: whatever else
 * there is to hear drops it, and where it takes too long for the speech it covers it waits for so much more.
 */
export const makeMeanwhile = ({ chunker, hear, onProvisional }: MeanwhileSettings): Meanwhile => {
  let running: AbortController | null = null;
  let heardMs = 0;
  let waitMs = WORTH_MS;

  const run = async (chunk: Chunk, aborter: AbortController): Promise<void> => {
    const begun = performance.now();
    const heard = await hear(chunk, aborter.signal);
    if (running === aborter) running = null;
    if (aborter.signal.aborted) return;
    // The next look comes when there is again enough speech for the time that this one took.
    waitMs = Math.max(WORTH_MS, (performance.now() - begun) / MOST_SHARE);
    if (heard) onProvisional(heard);
  };

  return {
    consider: () => {
      if (running) return;
      const openMs = chunker.openMs();
      if (openMs < heardMs) heardMs = 0;
      if (openMs - heardMs < waitMs) return;
      heardMs = openMs;
      running = new AbortController();
      void run(chunker.open(), running);
    },
    drop: () => {
      running?.abort();
      running = null;
      heardMs = 0;
    },
  };
};
