import { SAMPLE_RATE, type Sound } from '../contract/capture.ts';

/** Sound that is still being made: written at one end while it is read at the other. */
export interface Feed {
  readonly sound: Sound;
  /** Takes 16 kHz mono samples in -1..1, any number of them; never waits. After `end` they are ignored. */
  readonly write: (samples: Float32Array) => void;
  readonly end: () => void;
  readonly writtenMs: () => number;
}

const FULL_SCALE = 32_767;

const packed = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE));

const unpacked = (samples: Int16Array): Float32Array =>
  Float32Array.from(samples, (sample) => sample / FULL_SCALE);

/**
 * A queue of sound without a limit: what has been recorded is never refused. It waits in 16 bits, so a machine that
 * cannot keep up holds 1.9 MB for each minute it is behind.
 */
export const makeFeed = (): Feed => {
  const waiting: Int16Array[] = [];
  let written = 0;
  let ended = false;
  let wake: () => void = () => undefined;

  const blocks = async function* (): AsyncGenerator<Float32Array> {
    for (;;) {
      const block = waiting.shift();
      if (block) yield unpacked(block);
      else if (ended) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };
  const writtenMs = (): number => (written / SAMPLE_RATE) * 1000;
  const end = (): void => {
    ended = true;
    wake();
  };
  return {
    sound: {
      blocks: blocks(),
      announcedMs: null,
      end: () => ({ durationMs: Math.round(writtenMs()), missing: null }),
      close: () => {
        waiting.length = 0;
        end();
        return Promise.resolve();
      },
    },
    write: (samples) => {
      if (ended) return;
      waiting.push(packed(samples));
      written += samples.length;
      wake();
    },
    end,
    writtenMs,
  };
};
