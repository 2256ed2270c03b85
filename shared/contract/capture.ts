/** The one rate at which sound travels inside Footnote, in samples per second, mono. */
export const SAMPLE_RATE = 16_000;

/** How a recording ended. `missing` is the stretch (ms) the file announced but does not hold. */
export interface SoundEnd {
  readonly durationMs: number;
  readonly missing: { readonly startMs: number; readonly endMs: number } | null;
}

/** Length (ms) of the frames in which two channels are compared. */
export const BALANCE_FRAME_MS = 32;

/**
 * Sound on its way to the ears: blocks of 16 kHz mono samples in -1..1, in order of time, of any length. It can be read
 * once; `end` is known when the last block has been read. `close` gives the file back and may be called at any time.
 */
export interface Sound {
  readonly blocks: AsyncIterable<Float32Array>;
  /** Length the file announces, in ms, for progress; null where a format does not say. */
  readonly announcedMs: number | null;
  readonly end: () => SoundEnd;
  /**
   * Where it was recorded with two channels or more: decibels by which the first is louder than the second, for each
   * frame of `BALANCE_FRAME_MS`, known when the last block has been read. Null or absent where there is one channel.
   */
  readonly balance?: () => Float32Array | null;
  readonly close: () => Promise<void>;
}
