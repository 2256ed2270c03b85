import { numberToHalf } from './half.ts';

/** Values in one q8_0 block. */
export const BLOCK = 32;
/** Bytes of one q8_0 block: an f16 scale and 32 signed bytes. */
export const BLOCK_BYTES = 2 + BLOCK;

/** C's roundf: halves go away from zero. (Math.round sends -0.5 up.) */
const roundAway = (value: number): number => Math.trunc(value < 0 ? value - 0.5 : value + 0.5);

/**
 * Quantises f16 values (as bits) to ggml's q8_0: per 32 values, scale = largest magnitude / 127 in single precision,
 * stored as f16; each value is value x (1 / scale), the single-precision inverse, rounded half away from zero. The
 * arithmetic follows ggml's reference step by step, so the bytes are the same on every machine.
 *
 * @param halves the values; their count must be a multiple of 32
 * @param table every f16 as a number (`halfTable()`)
 */
export const quantiseQ8 = (halves: Uint16Array, table: Float32Array): Uint8Array => {
  if (halves.length % BLOCK !== 0) throw new RangeError('q8_0 needs rows of a multiple of 32 values');
  const out = new Uint8Array((halves.length / BLOCK) * BLOCK_BYTES);
  let at = 0;
  for (let start = 0; start < halves.length; start += BLOCK) {
    let largest = 0;
    for (let i = 0; i < BLOCK; i += 1) {
      const size = Math.abs(table[halves[start + i] as number] as number);
      if (size > largest) largest = size;
    }
    const scale = Math.fround(largest / 127);
    const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
    const scaleBits = numberToHalf(scale);
    out[at] = scaleBits & 0xff;
    out[at + 1] = scaleBits >> 8;
    for (let i = 0; i < BLOCK; i += 1) {
      const value = table[halves[start + i] as number] as number;
      out[at + 2 + i] = roundAway(Math.fround(value * inverse)) & 0xff;
    }
    at += BLOCK_BYTES;
  }
  return out;
};
