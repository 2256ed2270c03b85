export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'ogg-opus' | 'ogg-vorbis' | 'webm';

const ascii = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

const isMp3Frame = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0, third = 0] = bytes;
  const sync = first === 0xff && (second & 0xe0) === 0xe0;
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  const bitrate = third >> 4;
  return sync && version !== 1 && layer === 1 && bitrate !== 15 && ((third >> 2) & 3) !== 3;
};

/** What a file is, by its first bytes and never by its name; null when it is none of the formats read here. */
export const sniffFormat = (head: Uint8Array): AudioFormat | null => {
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WAVE') return 'wav';
  if (ascii(head, 0, 4) === 'fLaC') return 'flac';
  if (ascii(head, 0, 4) === 'OggS') {
    const firstPage = ascii(head, 0, 128);
    if (firstPage.includes('OpusHead')) return 'ogg-opus';
    if (firstPage.includes('\u0001vorbis')) return 'ogg-vorbis';
    return null;
  }
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3) return 'webm';
  if (ascii(head, 0, 3) === 'ID3' || isMp3Frame(head)) return 'mp3';
  return null;
};
