import { z } from 'zod';
import { Sha256, VisitEntry, type VisitEntryKind } from '../contract/vault.ts';
import { upToDate } from './entry-versions.ts';
import { segmentFile } from './segments.ts';

/** Who, when, what kind: sealed under the key that outlives the others, so that it tells what happened for ever. */
export const EntryHead = z.object({
  v: z.number().int().positive(),
  at: z.iso.datetime(),
  by: z.string(),
  kind: z.string(),
  /** The clock stood before the last entry's time. */
  clockBehind: z.boolean().optional(),
});
export type EntryHead = z.infer<typeof EntryHead>;

/** What every reader may see: names and hashes of sealed files, and where the vault journal stood. */
export const EntryClear = z.object({
  add: z.array(z.object({ file: z.string(), sha256: Sha256 })).optional(),
  drop: z.array(z.string()).optional(),
  dropAll: z.boolean().optional(),
  vault: z.object({ n: z.number().int().nonnegative(), link: Sha256 }).optional(),
  /** In the vault journal: the head of a visit. */
  head: z.object({ visit: z.string(), n: z.number().int(), link: Sha256 }).optional(),
});
export type EntryClear = z.infer<typeof EntryClear>;

export const asBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The JSON in some bytes, or undefined where it is none. */
export const fromBytes = (bytes: Uint8Array | undefined): unknown => {
  if (!bytes) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as unknown;
  } catch {
    // Bytes that opened under their key and are no JSON were written by another program.
    return undefined;
  }
};

/** Which sealed files an entry brings into the record or takes out of it. */
export const clearOf = (entry: VisitEntry): EntryClear => {
  const named = (segment: { index: number; sha256: string }, recording: string) => ({
    file: segmentFile(recording, segment.index),
    sha256: segment.sha256,
  });
  switch (entry.kind) {
    case 'segment-sealed':
      return { add: [named(entry.segment, entry.recording)] };
    case 'struck':
      return {
        add: entry.kept.map((segment) => named(segment, entry.recording)),
        drop: entry.removed.map((index) => segmentFile(entry.recording, index)),
      };
    case 'shredded':
      return entry.kinds.includes('audio') ? { dropAll: true } : {};
    default:
      return {};
  }
};

/** The entry of a sealed body, brought up to date; undefined where it is not one that this version knows. */
export const readEntry = (head: EntryHead, body: Buffer | undefined): VisitEntry | undefined => {
  const json = fromBytes(body);
  if (typeof json !== 'object' || json === null) return undefined;
  const now = upToDate(head.v, head.kind as VisitEntryKind, json as Record<string, unknown>);
  return VisitEntry.safeParse(now).data;
};
