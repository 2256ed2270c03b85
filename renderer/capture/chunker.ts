import { CHUNK_MS, SAMPLE_RATE } from '../../shared/contract/record.ts';
import type { Channels } from '../../shared/contract/vault.ts';

export const CHUNK_SAMPLES = (SAMPLE_RATE * CHUNK_MS) / 1_000;

/** Samples in -1..1 as 16-bit little-endian bytes, one of each channel in turn; what is louder is clipped. */
const asPcm = (channels: readonly Float32Array[]): Uint8Array<ArrayBuffer> => {
  const view = new DataView(new ArrayBuffer((channels[0]?.length ?? 0) * channels.length * 2));
  channels.forEach((samples, channel) => {
    samples.forEach((sample, i) => {
      const value = Math.round(Math.max(-1, Math.min(32_767 / 32_768, sample)) * 32_768);
      view.setInt16((i * channels.length + channel) * 2, value, true);
    });
  });
  return new Uint8Array(view.buffer);
};

/** Sound as a recording keeps it, whatever the device gives now: two as their mean, one as both. */
const fitted = (sound: readonly Float32Array[], channels: Channels): readonly Float32Array[] => {
  const [first, second] = sound;
  if (!first || sound.length === channels) return sound;
  if (channels === 2) return [first, first];
  return [first.map((sample, i) => (sample + (second?.[i] ?? sample)) / 2)];
};

export interface Chunker {
  /** Takes sound of any length, of one channel or two; gives the half seconds that it fills. */
  readonly add: (sound: readonly Float32Array[]) => readonly Uint8Array<ArrayBuffer>[];
  /** What is left of less than half a second; nothing where there is none. */
  readonly flush: () => readonly Uint8Array<ArrayBuffer>[];
}

/** Cuts sound into the half seconds that the host takes, for a recording of so many channels. */
export const makeChunker = (channels: Channels = 1): Chunker => {
  const waiting = Array.from({ length: channels }, () => new Float32Array(CHUNK_SAMPLES));
  let filled = 0;
  return {
    add: (sound) => {
      const full: Uint8Array<ArrayBuffer>[] = [];
      const parts = fitted(sound, channels);
      const length = parts[0]?.length ?? 0;
      let at = 0;
      while (at < length) {
        const count = Math.min(length - at, CHUNK_SAMPLES - filled);
        waiting.forEach((held, channel) => {
          held.set(parts[channel]?.subarray(at, at + count) ?? [], filled);
        });
        filled += count;
        at += count;
        if (filled < CHUNK_SAMPLES) break;
        full.push(asPcm(waiting));
        filled = 0;
      }
      return full;
    },
    flush: () => {
      const left = filled > 0 ? [asPcm(waiting.map((held) => held.subarray(0, filled)))] : [];
      filled = 0;
      return left;
    },
  };
};
