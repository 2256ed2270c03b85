import type { AudioFormat } from './sniff.ts';

/** Frames (samples per channel) and rate a file's header announces. */
export interface Announced {
  readonly frames: number;
  readonly rate: number;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const ofWav = (head: Uint8Array): Announced | null => {
  const data = view(head);
  let rate = 0;
  let blockBytes = 0;
  for (let at = 12; at + 8 <= head.length;) {
    const id = String.fromCharCode(...head.subarray(at, at + 4));
    const size = data.getUint32(at + 4, true);
    if (id === 'fmt ' && at + 24 <= head.length) {
      rate = data.getUint32(at + 12, true);
      blockBytes = data.getUint16(at + 20, true);
    }
    if (id === 'data') {
      // 0 and 0xffffffff are written by recorders that could not go back to fill the size in.
      const known = size > 0 && size < 0xffffffff && rate > 0 && blockBytes > 0;
      return known ? { frames: Math.floor(size / blockBytes), rate } : null;
    }
    at += 8 + size + (size % 2);
  }
  return null;
};

const ofFlac = (head: Uint8Array): Announced | null => {
  if (head.length < 26) return null;
  // STREAMINFO, from byte 8: 20 bits of rate, 3 of channels, 5 of depth, 36 of total frames, starting at its byte 10.
  const data = view(head);
  const rate = data.getUint32(18) >>> 12;
  const frames = (data.getUint8(21) & 15) * 2 ** 32 + data.getUint32(22);
  return rate > 0 && frames > 0 ? { frames, rate } : null;
};

/** What the header says is in the file; null where the format does not say or the writer did not know. */
export const announcedLength = (format: AudioFormat, head: Uint8Array): Announced | null => {
  if (format === 'wav') return ofWav(head);
  if (format === 'flac') return ofFlac(head);
  return null;
};
