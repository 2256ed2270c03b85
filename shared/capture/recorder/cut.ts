import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { SegmentName, VisitEntry } from '../../contract/vault.ts';
import type { RecordingState, VisitRecord } from '../../contract/visit-record.ts';

type Struck = Extract<VisitEntry, { kind: 'struck' }>;

const endOf = (segment: SegmentName): number => segment.firstChunk + segment.chunks;

/** Number of the chunk that stands `back` kept chunks before the end. Chunk numbers skip what was struck before. */
export const chunkBefore = ({ segments, nextChunk }: RecordingState, back: number): number => {
  let left = back;
  for (const segment of [...segments].reverse()) {
    if (left <= segment.chunks) return endOf(segment) - left;
    left -= segment.chunks;
  }
  return segments[0]?.firstChunk ?? nextChunk;
};

/** Writes the part of a segment before `from` as a new segment; undefined where there is none. */
const keepBefore = async (
  visit: VisitRecord,
  recording: string,
  segment: SegmentName,
  from: number,
  index: number,
): Promise<Result<SegmentName | undefined>> => {
  const count = from - segment.firstChunk;
  if (count <= 0) return succeed(undefined);
  const chunks = await visit.readSegment(recording, segment);
  if (!chunks.ok) return chunks;
  const writer = await visit.openSegment(recording, index, segment.firstChunk);
  if (!writer.ok) return writer;
  for (const pcm of chunks.value.slice(0, count)) {
    const written = await writer.value.append(pcm);
    if (!written.ok) {
      await writer.value.finish();
      return written;
    }
  }
  return writer.value.finish();
};

/**
 * Takes every chunk from `from` on out of a recording whose sound is all named in the journal. The kept part of the
 * segment at the edge is written first, then one entry makes the cut, then the old files are zeroed and removed: a
 * crash anywhere leaves either all or nothing cut, and opening the visit removes what no entry names.
 */
export const cutFrom = async (
  visit: VisitRecord,
  found: RecordingState,
  from: number,
  by: string,
  why: Pick<Struck, 'why' | 'move'>,
): Promise<Result<number>> => {
  const { recording, nextSegment } = found;
  const touched = found.segments.filter((segment) => endOf(segment) > from);
  const cut = touched.reduce((sum, one) => sum + endOf(one) - Math.max(from, one.firstChunk), 0);
  const edge = touched.find(({ firstChunk }) => firstChunk < from);
  const kept = edge ? await keepBefore(visit, recording, edge, from, nextSegment) : succeed(undefined);
  if (!kept.ok) return kept;
  const removed = touched.map(({ index }) => index);
  const entry: Struck = {
    kind: 'struck',
    recording,
    fromChunk: from,
    toChunk: found.nextChunk,
    removed,
    kept: kept.value ? [kept.value] : [],
    ...why,
  };
  const told = await visit.append(entry, by);
  if (!told.ok) {
    if (kept.value) await visit.removeSegments(recording, [kept.value.index]);
    return told;
  }
  const gone = await visit.removeSegments(recording, removed);
  return gone.ok ? succeed(cut) : gone;
};

export const recordingOf = (visit: VisitRecord, recording: string): Result<RecordingState> => {
  const found = visit.state().recordings.find((one) => one.recording === recording);
  return found ? succeed(found) : refuse('recording-unknown', { recording });
};

/** The kept sound of a recording, segment by segment, so that two hours are never in memory at once. */
export async function* soundOf(
  visit: VisitRecord,
  recording: string,
  from = 0,
): AsyncGenerator<Result<readonly Uint8Array[]>> {
  const found = recordingOf(visit, recording);
  if (!found.ok) {
    yield found;
    return;
  }
  for (const segment of found.value.segments) {
    if (endOf(segment) <= from) continue;
    const chunks = await visit.readSegment(recording, segment);
    yield chunks.ok ? succeed(chunks.value.slice(Math.max(0, from - segment.firstChunk))) : chunks;
    if (!chunks.ok) return;
  }
}
