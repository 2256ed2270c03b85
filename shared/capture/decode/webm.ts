import type { DecodedBlock } from './decoded-block.ts';

const OPUS_RATE = 48_000;
/** Packets decoded at a time: half a second of the usual 20 ms packets. */
const PACKETS_AT_ONCE = 25;

// RFC 7845, section 5.1: channels at byte 9, pre-skip at 10, mapping family at 18, and for families above 0 the
// stream counts and the mapping table after it.
const opusHead = (head: Uint8Array) => {
  const channels = head[9] ?? 1;
  const base = { sampleRate: OPUS_RATE, channels, preSkip: (head[10] ?? 0) + 256 * (head[11] ?? 0) } as const;
  if ((head[18] ?? 0) === 0 || head.length < 21 + channels) return base;
  return {
    ...base,
    streamCount: head[19] ?? 1,
    coupledStreamCount: head[20] ?? 0,
    channelMappingTable: head.subarray(21, 21 + channels),
  };
};

/** Opus in WebM or Matroska, as browsers record it. Throws when the file holds no Opus track. */
export async function* decodeWebm(path: string): AsyncGenerator<DecodedBlock> {
  const { EncodedPacketSink, FilePathSource, Input, MATROSKA, WEBM } = await import('mediabunny');
  const { createOpusDecoder } = await import('@audio/decode-opus/core');
  const input = new Input({ source: new FilePathSource(path), formats: [WEBM, MATROSKA] });
  const decoder = await createOpusDecoder();
  try {
    const track = await input.getPrimaryAudioTrack();
    const description = (await track?.getDecoderConfig())?.description;
    if (!track || track.codec !== 'opus' || !(description instanceof Uint8Array))
      throw new Error('no Opus track');
    decoder.configure(opusHead(description));
    let packets: Uint8Array[] = [];
    const decode = (): DecodedBlock => {
      const { channelData } = decoder.decodeFrames(packets);
      packets = [];
      return { channels: channelData, rate: OPUS_RATE };
    };
    for await (const packet of new EncodedPacketSink(track).packets()) {
      packets.push(packet.data);
      if (packets.length >= PACKETS_AT_ONCE) yield decode();
    }
    if (packets.length > 0) yield decode();
  } finally {
    decoder.free();
    input.dispose();
  }
}
