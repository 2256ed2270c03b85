import { CHUNK_MS, SAMPLE_RATE } from '../../shared/contract/record.ts';

export const CHUNK_SAMPLES = (SAMPLE_RATE * CHUNK_MS) / 1_000;

/** Samples in -1..1 as 16-bit little-endian bytes; what is louder is clipped. */
const asPcm = (samples: Float32Array): Uint8Array<ArrayBuffer> => {
  const view = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((sample, i) => {
    view.setInt16(i * 2, Math.round(Math.max(-1, Math.min(32_767 / 32_768, sample)) * 32_768), true);
  });
  return new Uint8Array(view.buffer);
};

export interface Chunker {
  /** Takes samples of any number; gives the half seconds that they fill. */
  readonly add: (samples: Float32Array) => readonly Uint8Array<ArrayBuffer>[];
  /** What is left of less than half a second; nothing where there is none. */
  readonly flush: () => readonly Uint8Array<ArrayBuffer>[];
}

/** Cuts sound into the half seconds that the host takes. */
export const makeChunker = (): Chunker => {
  const waiting = new Float32Array(CHUNK_SAMPLES);
  let filled = 0;
  return {
    add: (samples) => {
      const full: Uint8Array<ArrayBuffer>[] = [];
      let at = 0;
      while (at < samples.length) {
        const part = samples.subarray(at, at + CHUNK_SAMPLES - filled);
        waiting.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < CHUNK_SAMPLES) break;
        full.push(asPcm(waiting));
        filled = 0;
      }
      return full;
    },
    flush: () => {
      const left = filled > 0 ? [asPcm(waiting.subarray(0, filled))] : [];
      filled = 0;
      return left;
    },
  };
};
