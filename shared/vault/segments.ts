import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Channels, SegmentName } from '../contract/vault.ts';
import type { SegmentWriter } from '../contract/visit-record.ts';
import type { FilePort } from '../platform/file-port.ts';
import { diskRefusal, writeWholeFile } from './disk.ts';
import { digest, seal, SEAL_BYTES, unseal } from '../platform/sealing.ts';

/**
 * Sealed sound: magic, then chunks, each its length (u32) and its sealing. A chunk is authenticated together with its
 * visit, recording, segment, number and the tag of the chunk before, so none can be moved, dropped or repeated.
 */
const MAGIC = Buffer.from('FNSEGM01');
const LENGTH_BYTES = 4;
const MAX_CHUNK = 2 ** 20;
/** Half a second of 16 kHz 16-bit sound, sealed: the most that one append can leave unfinished. */
const longestChunk = (channels: Channels): number => LENGTH_BYTES + SEAL_BYTES + channels * 16_000;

/** Bytes that sealing adds: to a file once, to each chunk. Length of the sound inside is known without opening it. */
export const SEGMENT_OVERHEAD = { file: MAGIC.length, chunk: LENGTH_BYTES + SEAL_BYTES } as const;

/** Which stretch of which recording a segment file holds. */
export interface SegmentPlace {
  readonly visit: string;
  readonly recording: string;
  readonly index: number;
  readonly firstChunk: number;
}

export const segmentFile = (recording: string, index: number): string =>
  `${recording}-${String(index).padStart(5, '0')}.seg`;

const SEGMENT_FILE = /^([0-9a-f]{32})-(\d{5,})\.seg$/;
export const readSegmentFile = (name: string): { recording: string; index: number } | undefined => {
  const found = SEGMENT_FILE.exec(name);
  return found?.[1] && found[2] ? { recording: found[1], index: Number(found[2]) } : undefined;
};

const about = (place: SegmentPlace, chunk: number, before: Uint8Array): Buffer =>
  digest('footnote audio', place.visit, place.recording, `${place.index}:${chunk}`, before);

const FIRST = new Uint8Array(16);
const tagOf = (sealed: Uint8Array): Uint8Array => new Uint8Array(sealed.slice(sealed.length - 16));

/** Starts a segment file. Rejects as `fs` does where the disk fails otherwise than by being full or closed. */
export const startSegment = async (
  files: FilePort,
  folder: string,
  key: Uint8Array,
  place: SegmentPlace,
): Promise<Result<SegmentWriter>> => {
  const path = join(folder, segmentFile(place.recording, place.index));
  const hash = createHash('sha256').update(MAGIC);
  let size = MAGIC.length;
  let chunks = 0;
  let before: Uint8Array = FIRST;
  let torn = false;
  try {
    const file = await files.create(path);
    await file.append(MAGIC);
    await file.sync();
    await files.syncFolder(dirname(path));
    const append = async (pcm: Uint8Array): Promise<Result<void>> => {
      const sealed = seal(key, pcm, about(place, place.firstChunk + chunks, before));
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(sealed.length, 0);
      try {
        if (torn) await file.truncate(size);
        torn = true;
        await file.append(Buffer.concat([length, sealed]));
        await file.sync();
        torn = false;
      } catch (cause) {
        await file.truncate(size).then(
          () => (torn = false),
          () => undefined,
        );
        const refusal = diskRefusal(cause);
        if (refusal) return refusal;
        throw cause;
      }
      hash.update(length).update(sealed);
      size += LENGTH_BYTES + sealed.length;
      chunks += 1;
      before = tagOf(sealed);
      return succeed(undefined);
    };
    const finish = async (): Promise<Result<SegmentName | undefined>> => {
      if (torn) await file.truncate(size);
      await file.close();
      if (chunks === 0) {
        await files.remove(path);
        return succeed(undefined);
      }
      const { index, firstChunk } = place;
      return succeed({ index, firstChunk, chunks, bytes: size, sha256: hash.digest('hex') });
    };
    return succeed({ append, finish });
  } catch (cause) {
    const refusal = diskRefusal(cause);
    if (!refusal) throw cause;
    await files.remove(path).catch(() => undefined);
    return refusal;
  }
};

/** Sound chunks from the start of a segment's bytes, and how many bytes they take. */
const openChunks = (
  bytes: Buffer,
  key: Uint8Array,
  place: SegmentPlace,
): { readonly chunks: readonly Buffer[]; readonly size: number } => {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return { chunks: [], size: 0 };
  const chunks: Buffer[] = [];
  let size = MAGIC.length;
  let before: Uint8Array = FIRST;
  while (bytes.length - size >= LENGTH_BYTES + SEAL_BYTES) {
    const length = bytes.readUInt32BE(size);
    const end = size + LENGTH_BYTES + length;
    if (length < SEAL_BYTES || length > MAX_CHUNK || end > bytes.length) break;
    const sealed = bytes.subarray(size + LENGTH_BYTES, end);
    const pcm = unseal(key, sealed, about(place, place.firstChunk + chunks.length, before));
    if (!pcm) break;
    chunks.push(pcm);
    before = tagOf(sealed);
    size = end;
  }
  return { chunks, size };
};

/** The chunks of a segment that the journal names; damage and absence are refused. */
export const readSealedSegment = async (
  files: FilePort,
  folder: string,
  key: Uint8Array,
  place: SegmentPlace,
  name: SegmentName,
): Promise<Result<readonly Buffer[]>> => {
  const path = join(folder, segmentFile(place.recording, place.index));
  if ((await files.kind(path)) !== 'file') return refuse('visit-quarantined');
  const bytes = await files.read(path);
  if (digest(bytes).toString('hex') !== name.sha256) return refuse('visit-quarantined');
  const { chunks } = openChunks(bytes, key, place);
  return chunks.length === name.chunks ? succeed(chunks) : refuse('visit-quarantined');
};

/** What is left aside when sound that was acknowledged does not open any more. */
const damaged = (path: string): string => `${path}.damaged`;
/** Any file that may hold sound, whole or damaged. */
export const isSound = (name: string): boolean => /\.seg(\.damaged)?$/.test(name);

export interface TakenUp {
  readonly name: SegmentName | undefined;
  readonly found: 'segment-torn' | 'segment-differs' | undefined;
}

/**
 * Takes up the segment that an unfinished recording was writing and gives its name for the journal; undefined where
 * nothing was kept. One broken chunk at the end was never acknowledged and is cut. More than that is damage: the whole
 * chunks before it are kept, and the file as found is left beside. Rejects as `fs` does.
 */
export const takeUpSegment = async (
  files: FilePort,
  folder: string,
  key: Uint8Array,
  place: SegmentPlace,
  channels: Channels,
): Promise<TakenUp> => {
  const path = join(folder, segmentFile(place.recording, place.index));
  if ((await files.kind(path)) !== 'file') return { name: undefined, found: undefined };
  const bytes = await files.read(path);
  const { chunks, size } = openChunks(bytes, key, place);
  const left = bytes.length - size;
  const found = left === 0 ? undefined : left > longestChunk(channels) ? 'segment-differs' : 'segment-torn';
  if (found === 'segment-differs') {
    await files.rename(path, damaged(path));
    if (chunks.length > 0) await writeWholeFile(files, path, bytes.subarray(0, size));
  } else if (chunks.length === 0) {
    await files.remove(path);
  } else if (found) {
    const file = await files.append(path);
    await file.truncate(size);
    await file.sync();
    await file.close();
  }
  if (chunks.length === 0) return { name: undefined, found };
  const { index, firstChunk } = place;
  const sha256 = digest(bytes.subarray(0, size)).toString('hex');
  return { name: { index, firstChunk, chunks: chunks.length, bytes: size, sha256 }, found };
};
