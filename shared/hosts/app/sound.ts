import type { Sound } from '../../contract/capture.ts';
import { SAMPLE_RATE } from '../../contract/capture.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { HeardSound, SegmentName } from '../../contract/vault.ts';
import type { VisitRecord, VisitState } from '../../contract/visit-record.ts';
import { SEGMENT_OVERHEAD } from '../../vault/segments.ts';

const WAV_HEADER = 44;
const BYTES_PER_SAMPLE = 2;
export const BYTES_PER_MS = (SAMPLE_RATE * BYTES_PER_SAMPLE) / 1_000;

interface Stretch {
  readonly recording: string;
  readonly segment: SegmentName;
  /** Place among the visit's sound, in bytes of PCM. */
  readonly at: number;
  readonly bytes: number;
}

const pcmBytes = ({ bytes, chunks }: SegmentName): number =>
  bytes - SEGMENT_OVERHEAD.file - chunks * SEGMENT_OVERHEAD.chunk;

/** All sealed sound of a visit, one recording after the other: the clock of its transcript and of its player. */
const stretchesOf = (state: VisitState): readonly Stretch[] => {
  let at = 0;
  return state.recordings.flatMap(({ recording, segments }) =>
    segments.map((segment) => {
      const bytes = pcmBytes(segment);
      const stretch = { recording, segment, at, bytes };
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

/** PCM from one byte to another (exclusive), a segment at a time: opened in memory, never written. */
export async function* pcmBetween(
  record: VisitRecord,
  from: number,
  to: number,
): AsyncGenerator<Result<Uint8Array>> {
  for (const { recording, segment, at, bytes } of stretchesOf(record.state())) {
    if (at + bytes <= from || at >= to) continue;
    const chunks = await record.readSegment(recording, segment);
    if (!chunks.ok) {
      yield chunks;
      return;
    }
    const whole = Buffer.concat([...chunks.value]);
    yield succeed(whole.subarray(Math.max(0, from - at), Math.min(bytes, to - at)));
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

/** 16-bit little-endian sound as samples in -1..1. */
export const asFloats = (pcm: Uint8Array): Float32Array => {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const floats = new Float32Array(Math.floor(pcm.byteLength / BYTES_PER_SAMPLE));
  for (let i = 0; i < floats.length; i += 1) floats[i] = view.getInt16(i * BYTES_PER_SAMPLE, true) / 32_768;
  return floats;
};

/** The visit's sound for the ears. A segment that does not open ends it, and `end` says that the rest is missing. */
export const soundToHear = (record: VisitRecord): Sound => {
  const total = soundBytes(record.state());
  const announcedMs = total / BYTES_PER_MS;
  let heard = 0;
  const blocks = async function* (): AsyncGenerator<Float32Array> {
    for await (const part of pcmBetween(record, 0, total)) {
      if (!part.ok) return;
      heard += part.value.byteLength;
      yield asFloats(part.value);
    }
  };
  return {
    blocks: blocks(),
    announcedMs,
    end: () => ({
      durationMs: heard / BYTES_PER_MS,
      missing: heard < total ? { startMs: heard / BYTES_PER_MS, endMs: announcedMs } : null,
    }),
    close: () => Promise.resolve(),
  };
};
