import { succeed, type Result } from '../../contract/errors.ts';
import type { SegmentName } from '../../contract/vault.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import { recordingOf, soundOf } from './cut.ts';
import { SEGMENT_CHUNKS } from './recording.ts';

/** Seals the sound of one recording again as another one's, a segment at a time. */
export const copySound = async (
  from: VisitRecord,
  to: VisitRecord,
  recording: string,
  toRecording: string,
  at: number,
): Promise<Result<void>> => {
  for await (const chunks of soundOf(from, recording, at)) {
    if (!chunks.ok) return chunks;
    for (let first = 0; first < chunks.value.length; first += SEGMENT_CHUNKS) {
      const named = await writeSegment(to, toRecording, chunks.value.slice(first, first + SEGMENT_CHUNKS));
      if (!named.ok) return named;
    }
  }
  return succeed(undefined);
};

const writeSegment = async (
  to: VisitRecord,
  recording: string,
  chunks: readonly Uint8Array[],
): Promise<Result<unknown>> => {
  const place = recordingOf(to, recording);
  if (!place.ok) return place;
  const writer = await to.openSegment(recording, place.value.nextSegment, place.value.nextChunk);
  if (!writer.ok) return writer;
  for (const pcm of chunks) {
    const written = await writer.value.append(pcm);
    if (!written.ok) {
      await writer.value.finish();
      return written;
    }
  }
  const segment: Result<SegmentName | undefined> = await writer.value.finish();
  if (!segment.ok || !segment.value) return segment;
  return to.append({ kind: 'segment-sealed', recording, segment: segment.value }, 'host');
};
