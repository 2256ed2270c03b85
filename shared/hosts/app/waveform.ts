import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import { pcmBetween, soundBytes } from './sound.ts';

/** Columns of the picture; more would be narrower than a pixel. */
const MOST_PEAKS = 800;
const BYTES_PER_SAMPLE = 2;
/** Every eighth sample is looked at: at 2 kHz no syllable is missed, and two hours cost a second and not eight. */
const STEP = 8 * BYTES_PER_SAMPLE;
const LOUDEST = 32_768;

/**
 * How loud the sound of a visit is along its time, for a picture: at most `MOST_PEAKS` values of 0..1, each the loudest
 * sample of an equal stretch. Fails with `audio-empty` where there is no sound, and as a segment that does not open.
 */
export const waveformOf = async (record: VisitRecord): Promise<Result<number[]>> => {
  const total = soundBytes(record.state());
  if (total === 0) return refuse('audio-empty');
  const columns = Math.min(MOST_PEAKS, total / BYTES_PER_SAMPLE);
  const peaks = new Array<number>(columns).fill(0);
  let at = 0;
  for await (const part of pcmBetween(record, 0, total)) {
    if (!part.ok) return part;
    const pcm = new DataView(part.value.buffer, part.value.byteOffset, part.value.byteLength);
    for (let i = 0; i + 1 < pcm.byteLength; i += STEP) {
      const column = Math.floor(((at + i) / total) * columns);
      const loud = Math.abs(pcm.getInt16(i, true));
      if (loud > (peaks[column] ?? 0)) peaks[column] = loud;
    }
    at += pcm.byteLength;
  }
  return succeed(peaks.map((loud) => Math.round((loud / LOUDEST) * 100) / 100));
};
