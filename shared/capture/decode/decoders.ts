import { createReadStream } from 'node:fs';
import type { DecodedBlock } from './decoded-block.ts';
import type { AudioFormat } from './sniff.ts';
import { decodeWebm } from './webm.ts';

interface ByteDecoder {
  readonly decode: (bytes: Uint8Array) => { channelData: Float32Array[]; sampleRate: number };
  readonly flush?: () => { channelData: Float32Array[]; sampleRate: number };
  readonly free: () => void;
}

const READ_BYTES = 1 << 16;

// Loaded when first needed: each codec carries its own WebAssembly.
const byteDecoder = async (format: Exclude<AudioFormat, 'webm'>): Promise<ByteDecoder> => {
  switch (format) {
    case 'wav':
      return (await import('@audio/decode-wav')).decoder();
    case 'flac':
      return (await import('@audio/decode-flac')).decoder();
    case 'mp3':
      return (await import('@audio/decode-mp3')).decoder();
    case 'ogg-opus':
      return (await import('@audio/decode-opus')).decoder();
    case 'ogg-vorbis':
      return (await import('@audio/decode-vorbis')).decoder();
  }
};

/**
 * Decodes a file block by block, never holding more than one read of it. Throws what the codec throws when bytes cannot
 * be decoded; the file is closed when the caller stops asking.
 */
export async function* decodeFile(path: string, format: AudioFormat): AsyncGenerator<DecodedBlock> {
  if (format === 'webm') {
    yield* decodeWebm(path);
    return;
  }
  const decoder = await byteDecoder(format);
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: READ_BYTES })) {
      const { channelData, sampleRate } = decoder.decode(bytes as Uint8Array);
      if (channelData[0]?.length) yield { channels: channelData, rate: sampleRate };
    }
    const last = decoder.flush?.();
    if (last?.channelData[0]?.length) yield { channels: last.channelData, rate: last.sampleRate };
  } finally {
    decoder.free();
  }
}
