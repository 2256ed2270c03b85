import { DATA_KINDS, type DataKind } from '../contract/vault.ts';
import { digest, seal, SEAL_BYTES, unseal } from '../platform/sealing.ts';

/**
 * One entry as bytes: its length (u32), version (u8), which data key sealed the body (u8, 0 none), a clear part
 * (u16 length, JSON: hashes and counts only), the sealed head (u32 length: who, when, what kind), the sealed body, and
 * SHA-256 of the link before and all these bytes. The chain needs no key and outlives every shredded one.
 */
const VERSION = 1;
const FIXED = 4 + 1 + 1 + 2 + 4;
export const LINK_BYTES = 32;
export const MIN_FRAME = FIXED + SEAL_BYTES + LINK_BYTES;
/** Far above a transcript of a day; a length beyond it is damage. */
export const MAX_FRAME = 256 * 2 ** 20;

/** Where an entry stands: which journal, which number (from 1), after which link. */
export interface Place {
  readonly journal: string;
  readonly n: number;
  readonly before: Uint8Array;
}

export interface Frame {
  readonly clear: Buffer;
  readonly head: Buffer;
  readonly bodyKind: DataKind | undefined;
  readonly body: Buffer;
  readonly link: Buffer;
}

const about = (place: Place, clear: Uint8Array, part: string): Buffer =>
  digest('footnote entry', place.journal, String(place.n), place.before, digest(clear), part);

export interface FrameText {
  readonly clear: Uint8Array;
  readonly head: { readonly key: Uint8Array; readonly text: Uint8Array };
  readonly body?: { readonly kind: DataKind; readonly key: Uint8Array; readonly text: Uint8Array };
}

/** The frame's bytes, sealed to its place so that it cannot be moved, dropped or repeated unnoticed. */
export const sealFrame = (
  place: Place,
  { clear, head, body }: FrameText,
): { bytes: Buffer; link: Buffer } => {
  const sealedHead = seal(head.key, head.text, about(place, clear, 'head'));
  const sealedBody = body ? seal(body.key, body.text, about(place, clear, body.kind)) : Buffer.alloc(0);
  const size = FIXED + clear.length + sealedHead.length + sealedBody.length + LINK_BYTES;
  const fixed = Buffer.alloc(8);
  fixed.writeUInt32BE(size, 0);
  fixed.writeUInt8(VERSION, 4);
  fixed.writeUInt8(body ? DATA_KINDS.indexOf(body.kind) + 1 : 0, 5);
  fixed.writeUInt16BE(clear.length, 6);
  const headSize = Buffer.alloc(4);
  headSize.writeUInt32BE(sealedHead.length, 0);
  const parts = [fixed, clear, headSize, sealedHead, sealedBody];
  const link = digest(place.before, ...parts);
  return { bytes: Buffer.concat([...parts, link]), link };
};

/** The whole frame at the start of `bytes` (exactly one), or undefined where it is not one that follows `before`. */
export const readFrame = (bytes: Buffer, before: Uint8Array): Frame | undefined => {
  if (bytes.length < MIN_FRAME || bytes.readUInt32BE(0) !== bytes.length) return undefined;
  const link = bytes.subarray(bytes.length - LINK_BYTES);
  if (!digest(before, bytes.subarray(0, bytes.length - LINK_BYTES)).equals(link)) return undefined;
  const kind = bytes.readUInt8(5);
  const clearEnd = 8 + bytes.readUInt16BE(6);
  if (bytes.readUInt8(4) !== VERSION || kind > DATA_KINDS.length || clearEnd + 4 > bytes.length) {
    return undefined;
  }
  const headEnd = clearEnd + 4 + bytes.readUInt32BE(clearEnd);
  if (headEnd > bytes.length - LINK_BYTES) return undefined;
  return {
    clear: bytes.subarray(8, clearEnd),
    head: bytes.subarray(clearEnd + 4, headEnd),
    bodyKind: kind === 0 ? undefined : DATA_KINDS[kind - 1],
    body: bytes.subarray(headEnd, bytes.length - LINK_BYTES),
    link,
  };
};

export const openHead = (place: Place, frame: Frame, key: Uint8Array): Buffer | undefined =>
  unseal(key, frame.head, about(place, frame.clear, 'head'));

export const openBody = (place: Place, frame: Frame, key: Uint8Array): Buffer | undefined =>
  frame.bodyKind && unseal(key, frame.body, about(place, frame.clear, frame.bodyKind));
