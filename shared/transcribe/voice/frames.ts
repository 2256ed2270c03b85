import { FRAME_SAMPLES } from './silero.ts';

/** Blocks of any length as frames of the detector's length; the last is filled up with silence. */
export async function* framesFrom(blocks: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  let frame = new Float32Array(FRAME_SAMPLES);
  let filled = 0;
  for await (const block of blocks) {
    for (let at = 0; at < block.length;) {
      const take = Math.min(FRAME_SAMPLES - filled, block.length - at);
      frame.set(block.subarray(at, at + take), filled);
      filled += take;
      at += take;
      if (filled === FRAME_SAMPLES) {
        yield frame;
        frame = new Float32Array(FRAME_SAMPLES);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield frame;
}
