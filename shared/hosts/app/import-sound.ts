import type { Recorder } from '../../capture/recorder/recorder.ts';
import type { Sound } from '../../contract/capture.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { CHUNK_BYTES } from '../../contract/record.ts';
import type { VisitStore } from '../../contract/visit-record.ts';
import type { Stages } from '../stages.ts';
import { withAudioFile } from './audio-file.ts';
import { asBytesOfBalance } from './balance.ts';

/** What an open record keeps sound with. */
interface Kept {
  readonly recorder: Recorder;
  readonly record: Pick<VisitStore, 'open'>;
}

const asPcm = (samples: Float32Array): Buffer => {
  const pcm = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, i) => {
    pcm.writeInt16LE(Math.round(Math.max(-1, Math.min(32_767 / 32_768, sample)) * 32_768), i * 2);
  });
  return pcm;
};

/** Sound cut into pieces of half a second, the last one shorter. */
async function* chunksOf(blocks: AsyncIterable<Float32Array>): AsyncGenerator<Buffer> {
  let waiting = Buffer.alloc(0);
  for await (const block of blocks) {
    waiting = Buffer.concat([waiting, asPcm(block)]);
    while (waiting.length >= CHUNK_BYTES) {
      yield waiting.subarray(0, CHUNK_BYTES);
      waiting = waiting.subarray(CHUNK_BYTES);
    }
  }
  if (waiting.length > 0) yield waiting;
}

/** The sound is kept in one channel; which of two was louder when is kept beside it, since it tells who spoke. */
const keepBalance = async (
  sound: Sound,
  store: Kept['record'],
  visit: string,
  recording: string,
  by: string,
): Promise<Result<unknown>> => {
  const balance = sound.balance?.();
  if (!balance) return succeed(undefined);
  const record = await store.open(visit);
  if (!record.ok) return record;
  const decibels = Buffer.from(asBytesOfBalance(balance)).toString('base64');
  return record.value.append({ kind: 'balance', recording, decibels }, by);
};

/**
 * Sound of a recorded file, sealed half second by half second through the same door as the microphone's. What a file
 * that breaks off in the middle gave is kept, and what it announced and does not hold is marked as a gap.
 */
export const sealSound = async (
  sound: Sound,
  { recorder, record: store }: Kept,
  visit: string,
  by: string,
): Promise<Result<{ readonly recording: string }>> => {
  const started = await recorder.start(visit, [], 'file', by);
  if (!started.ok) return started;
  const { recording } = started.value;
  let seq = 0;
  for await (const pcm of chunksOf(sound.blocks)) {
    const kept = await recorder.chunk(visit, recording, seq, pcm);
    if (!kept.ok) {
      await recorder.stop(visit, recording, 'end-of-file');
      return kept;
    }
    seq += 1;
  }
  const { missing } = sound.end();
  const marked = missing
    ? await recorder.gap(visit, recording, 'file-cut-off', missing.endMs - missing.startMs)
    : succeed(undefined);
  const stopped = await recorder.stop(visit, recording, 'end-of-file');
  if (!marked.ok) return marked;
  if (!stopped.ok) return stopped;
  const compared = await keepBalance(sound, store, visit, recording, by);
  if (!compared.ok) return compared;
  return seq > 0 ? succeed({ recording }) : refuse('audio-empty');
};

/** The same for the bytes of a file that a window brought; one that cannot be read at all leaves nothing. */
export const importSound = (
  openSound: Stages['openSound'],
  clinic: Kept,
  visit: string,
  bytes: Uint8Array,
  by: string,
): Promise<Result<{ readonly recording: string }>> =>
  withAudioFile(bytes, async (path) => {
    const sound = await openSound(path);
    if (!sound.ok) return sound;
    try {
      return await sealSound(sound.value, clinic, visit, by);
    } finally {
      await sound.value.close();
    }
  });
