import type { ChunkHeard } from './listen.ts';
import type { Chunk, Chunker } from './voice/chunks.ts';

/** Words of speech that is still going on; they will be heard again, and may then be others. */
export interface Provisional {
  readonly text: string;
  readonly startMs: number;
}

export interface MeanwhileSettings {
  /** Where the chunk that is still open can be looked at. */
  readonly chunker: Pick<Chunker, 'open' | 'openMs' | 'pauseMs'>;
  /** Hears it once; null when it could not, or was told to stop. */
  readonly hear: (chunk: Chunk, signal: AbortSignal) => Promise<ChunkHeard | null>;
  readonly onProvisional: (provisional: Provisional) => void;
}

export interface Meanwhile {
  /** To be called as sound comes in while there is nothing else to hear. */
  readonly consider: () => void;
  /**
   * What was heard, or is being heard, of exactly the speech of this chunk: it need not be heard twice. Null where
   * more was said since, or what was heard is in doubt; a look that is still under way is then dropped.
   */
  readonly take: (chunk: Chunk) => Promise<ChunkHeard | null>;
  /** Drops what is being heard: nobody waits for it any more. */
  readonly drop: () => void;
}

/** So much more speech (ms) is worth another look. */
const WORTH_MS = 1500;
/** Listening that takes more than this share of what was spoken leaves no time to spare. */
const MOST_SHARE = 0.6;
/** In the middle of speech a look is sure to be outdated: so many times more speech is wanted for it than at a pause. */
const WHILE_SPEAKING = 2;
/**
 * A pause this long (ms) may be the end: all speech before it is worth a look of its own, however little of it is new.
 * (A look in mid-speech counts the silence before the pause is known for one, so it has heard more than there is.)
 */
const LASTING_MS = 600;

interface Look {
  readonly aborter: AbortController;
  /** First sample and speech (ms) of what it hears: where both are those of a chunk, so is all speech in it. */
  readonly from: number;
  readonly voicedMs: number;
  readonly heard: Promise<ChunkHeard | null>;
}

const startOf = ({ pieces }: Chunk): number => pieces[0]?.from ?? 0;

/** One plain hearing with words and nothing left out; all else is for the path that halves and asks again. */
const isBeyondDoubt = ({ words, gaps }: ChunkHeard): boolean => words.length > 0 && gaps.length === 0;

/**
 * Fills idle time with provisional text for the chunk that is still open, at its pauses first: if nothing more is said
 * that was its hearing, also at Stop. It is the first thing to go: a chunk with more in it drops it, and where it takes
 * too long for the speech it covers it waits for so much more.
 */
export const makeMeanwhile = ({ chunker, hear, onProvisional }: MeanwhileSettings): Meanwhile => {
  let latest: Look | null = null;
  let isBusy = false;
  let heardMs = 0;
  let waitMs = WORTH_MS;

  const run = async ({ aborter, heard }: Look): Promise<void> => {
    const begun = performance.now();
    const found = await heard;
    if (latest?.aborter !== aborter) return;
    isBusy = false;
    // The next look comes when there is again enough speech for the time that this one took.
    waitMs = Math.max(WORTH_MS, (performance.now() - begun) / MOST_SHARE);
    const [first] = found?.words ?? [];
    if (found && first)
      onProvisional({ text: found.words.map(({ text }) => text).join(' '), startMs: first.startMs });
  };

  const isWorthIt = (moreMs: number): boolean => {
    const pauseMs = chunker.pauseMs();
    if (pauseMs === 0) return moreMs >= waitMs * WHILE_SPEAKING;
    return moreMs >= waitMs || (moreMs !== 0 && pauseMs >= LASTING_MS);
  };

  const forget = (): Look | null => {
    const look = latest;
    latest = null;
    isBusy = false;
    heardMs = 0;
    return look;
  };

  return {
    consider: () => {
      if (isBusy) return;
      const openMs = chunker.openMs();
      if (!isWorthIt(openMs - heardMs)) return;
      heardMs = openMs;
      isBusy = true;
      const chunk = chunker.open();
      const aborter = new AbortController();
      latest = {
        aborter,
        from: startOf(chunk),
        voicedMs: chunk.voicedMs,
        heard: hear(chunk, aborter.signal),
      };
      void run(latest);
    },
    take: async (chunk) => {
      const look = forget();
      if (look?.from !== startOf(chunk) || look.voicedMs !== chunk.voicedMs) {
        look?.aborter.abort();
        return null;
      }
      const heard = await look.heard;
      return heard && isBeyondDoubt(heard) ? heard : null;
    },
    drop: () => {
      forget()?.aborter.abort();
    },
  };
};
