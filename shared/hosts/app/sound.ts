import { makeBalanceMeter, type BalanceMeter } from '../../capture/decode/balance.ts';
import { mixDown } from '../../capture/decode/mixdown.ts';
import type { Sound } from '../../contract/capture.ts';
import { SAMPLE_RATE } from '../../contract/capture.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Channels, HeardSound, SegmentName } from '../../contract/vault.ts';
import type { RecordingState, VisitRecord, VisitState } from '../../contract/visit-record.ts';
import { SEGMENT_OVERHEAD } from '../../vault/segments.ts';

const WAV_HEADER = 44;
const BYTES_PER_SAMPLE = 2;
const BYTES_PER_MS = (SAMPLE_RATE * BYTES_PER_SAMPLE) / 1_000;

interface Stretch {
  readonly recording: string;
  readonly segment: SegmentName;
  readonly channels: Channels;
  /** Place among the visit's sound, and length there, in bytes of PCM of one channel. */
  readonly at: number;
  readonly bytes: number;
}

/** Bytes of one channel of a segment's sound. */
const pcmBytes = ({ bytes, chunks }: SegmentName, channels: Channels): number =>
  (bytes - SEGMENT_OVERHEAD.file - chunks * SEGMENT_OVERHEAD.chunk) / channels;

/** How much sound of a recording is named in the journal, ms. */
export const keptMsOf = ({ segments, channels }: RecordingState): number =>
  segments.reduce((sum, segment) => sum + pcmBytes(segment, channels), 0) / BYTES_PER_MS;

/** All sealed sound of a visit, one recording after the other: the clock of its transcript and of its player. */
const stretchesOf = (state: VisitState): readonly Stretch[] => {
  let at = 0;
  return state.recordings.flatMap(({ recording, segments, channels }) =>
    segments.map((segment) => {
      const bytes = pcmBytes(segment, channels);
      const stretch = { recording, segment, channels, at, bytes };
      at += bytes;
      return stretch;
    }),
  );
};

export const soundBytes = (state: VisitState): number =>
  stretchesOf(state).reduce((sum, { bytes }) => sum + bytes, 0);

/** Which sound there is now, to tell later whether a transcript was made of it. */
export const soundOfNow = (state: VisitState): HeardSound =>
  state.recordings
    .map(({ recording, segments }) => ({
      recording,
      chunks: segments.reduce((sum, { chunks }) => sum + chunks, 0),
    }))
    .filter(({ chunks }) => chunks > 0);

export const isSoundHeard = (heard: HeardSound, state: VisitState): boolean =>
  JSON.stringify(heard) === JSON.stringify(soundOfNow(state));

/** Whether sound that was heard is how `now` begins, so that a moment of the one is the same moment of the other. */
export const isBeginningOf = (heard: HeardSound, now: HeardSound): boolean =>
  heard.every(({ recording, chunks }, k) => {
    const same = now[k]?.recording === recording;
    return same && (k === heard.length - 1 || now[k]?.chunks === chunks);
  });

/** The samples of each channel of 16-bit little-endian sound that has one of each in turn, in -1..1. */
export const asChannels = (pcm: Uint8Array, channels: Channels): readonly Float32Array[] => {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const frames = Math.floor(pcm.byteLength / (BYTES_PER_SAMPLE * channels));
  return Array.from({ length: channels }, (_, channel) => {
    const floats = new Float32Array(frames);
    for (let i = 0; i < frames; i += 1)
      floats[i] = view.getInt16((i * channels + channel) * BYTES_PER_SAMPLE, true) / 32_768;
    return floats;
  });
};

/** Two channels as one: both people are heard in both ears. */
const mixed = (pcm: Uint8Array): Buffer => {
  const both = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const one = Buffer.alloc(pcm.byteLength / 2);
  for (let at = 0; at < one.length; at += BYTES_PER_SAMPLE)
    one.writeInt16LE((both.getInt16(2 * at, true) + both.getInt16(2 * at + BYTES_PER_SAMPLE, true)) >> 1, at);
  return one;
};

/** All sound of a visit as it was sealed, a segment at a time: opened in memory, never written. */
async function* openedStretches(
  record: VisitRecord,
  wanted: (stretch: Stretch) => boolean,
): AsyncGenerator<Result<{ readonly stretch: Stretch; readonly pcm: Buffer }>> {
  for (const stretch of stretchesOf(record.state()).filter(wanted)) {
    const chunks = await record.readSegment(stretch.recording, stretch.segment);
    yield chunks.ok ? succeed({ stretch, pcm: Buffer.concat([...chunks.value]) }) : chunks;
    if (!chunks.ok) return;
  }
}

/** PCM of one channel from one byte to another (exclusive), a segment at a time; two channels are mixed down. */
export async function* pcmBetween(
  record: VisitRecord,
  from: number,
  to: number,
): AsyncGenerator<Result<Uint8Array>> {
  const isWanted = ({ at, bytes }: Stretch): boolean => at + bytes > from && at < to;
  for await (const opened of openedStretches(record, isWanted)) {
    if (!opened.ok) {
      yield opened;
      return;
    }
    const { stretch, pcm } = opened.value;
    const whole = stretch.channels === 2 ? mixed(pcm) : pcm;
    yield succeed(whole.subarray(Math.max(0, from - stretch.at), Math.min(stretch.bytes, to - stretch.at)));
  }
}

const wavHeader = (bytes: number): Buffer => {
  const header = Buffer.alloc(WAV_HEADER);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes, 40);
  return header;
};

/** The visit's sound as a WAV file that is nowhere: bytes are made as they are asked for. */
export interface SoundFile {
  readonly bytes: number;
  readonly type: string;
  /** From `start` to `end`, inclusive as in a range header. Ends early where a segment does not open. */
  readonly read: (start: number, end: number) => AsyncIterable<Uint8Array>;
}

export const soundFile = (record: VisitRecord): Result<SoundFile> => {
  const pcm = soundBytes(record.state());
  if (pcm === 0) return refuse('audio-empty');
  const header = wavHeader(pcm);
  return succeed({
    bytes: WAV_HEADER + pcm,
    type: 'audio/wav',
    read: async function* (start, end) {
      if (start < WAV_HEADER) yield header.subarray(start, Math.min(end + 1, WAV_HEADER));
      const from = Math.max(0, start - WAV_HEADER);
      for await (const part of pcmBetween(record, from, end + 1 - WAV_HEADER)) {
        if (!part.ok) return;
        yield part.value;
      }
    },
  });
};

/** Sound out of the record, and which side was louder in each of its recordings that has two channels. */
export interface KeptSound extends Sound {
  /** As `Sound.balance`, of one recording; undefined where that has one channel. */
  readonly sidesOf: (recording: string) => Float32Array | undefined;
}

/** The visit's sound for the ears. A segment that does not open ends it, and `end` says that the rest is missing. */
export const soundToHear = (record: VisitRecord): KeptSound => {
  const total = soundBytes(record.state());
  const announcedMs = total / BYTES_PER_MS;
  const meters = new Map<string, BalanceMeter>();
  let heard = 0;
  const blocks = async function* (): AsyncGenerator<Float32Array> {
    for await (const opened of openedStretches(record, () => true)) {
      if (!opened.ok) return;
      const { stretch, pcm } = opened.value;
      const channels = asChannels(pcm, stretch.channels);
      if (stretch.channels === 2) {
        const meter = meters.get(stretch.recording) ?? makeBalanceMeter(SAMPLE_RATE);
        meters.set(stretch.recording, meter);
        meter.push(channels);
      }
      heard += stretch.bytes;
      yield mixDown(channels);
    }
  };
  return {
    blocks: blocks(),
    announcedMs,
    end: () => ({
      durationMs: heard / BYTES_PER_MS,
      missing: heard < total ? { startMs: heard / BYTES_PER_MS, endMs: announcedMs } : null,
    }),
    sidesOf: (recording) => meters.get(recording)?.finish(),
    close: () => Promise.resolve(),
  };
};
