import { dirname } from 'node:path';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import { DATA_KINDS, type DataKind } from '../contract/vault.ts';
import type { FilePort } from '../platform/file-port.ts';
import { deriveKey, KEY_BYTES, newKey, seal, unseal, wipe } from '../platform/sealing.ts';

/** The data keys of a visit; a kind that is absent was destroyed. */
export type VisitKeys = Readonly<Partial<Record<DataKind, Buffer>>>;

const MAGIC = Buffer.from('FNKEYS01');
const about = (visit: string): Buffer => Buffer.concat([MAGIC, Buffer.from(visit, 'hex')]);

export const newVisitKeys = (): VisitKeys =>
  Object.fromEntries(DATA_KINDS.map((kind) => [kind, newKey()])) as Record<DataKind, Buffer>;

export const wipeVisitKeys = (keys: VisitKeys): void => {
  wipe(...Object.values(keys));
};

/** One byte of which keys are there, then the keys, sealed under a key of this visit derived from the vault's. */
const wrap = (vaultKey: Uint8Array, visit: string, keys: VisitKeys): Buffer => {
  const wrapping = deriveKey(vaultKey, Buffer.from(visit, 'hex'), 'visit keys');
  const there = DATA_KINDS.reduce((mask, kind, at) => (keys[kind] ? mask | (1 << at) : mask), 0);
  const plain = Buffer.concat([
    Buffer.from([there]),
    ...DATA_KINDS.map((kind) => keys[kind] ?? Buffer.alloc(KEY_BYTES)),
  ]);
  const sealed = seal(wrapping, plain, about(visit));
  wipe(wrapping, plain);
  return Buffer.concat([MAGIC, sealed]);
};

const unwrap = (vaultKey: Uint8Array, visit: string, bytes: Buffer): VisitKeys | undefined => {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const wrapping = deriveKey(vaultKey, Buffer.from(visit, 'hex'), 'visit keys');
  const plain = unseal(wrapping, bytes.subarray(MAGIC.length), about(visit));
  wipe(wrapping);
  if (plain?.length !== 1 + KEY_BYTES * DATA_KINDS.length) return undefined;
  const there = plain[0] ?? 0;
  const keys = DATA_KINDS.flatMap((kind, at) => {
    const from = 1 + at * KEY_BYTES;
    return there & (1 << at) ? [[kind, Buffer.from(plain.subarray(from, from + KEY_BYTES))] as const] : [];
  });
  wipe(plain);
  return Object.fromEntries(keys);
};

const part = (path: string): string => `${path}.part`;
const old = (path: string): string => `${path}.old`;

/**
 * Puts a new key file in place of the old one, whose bytes are zeroed. At every moment of it a whole key file is on
 * the disk under one of the two names that `readVisitKeys` looks at. Rejects as `fs` does.
 */
export const writeVisitKeys = async (
  files: FilePort,
  path: string,
  vaultKey: Uint8Array,
  visit: string,
  keys: VisitKeys,
): Promise<void> => {
  await files.remove(part(path));
  const file = await files.create(part(path));
  try {
    await file.append(wrap(vaultKey, visit, keys));
    await file.sync();
  } finally {
    await file.close();
  }
  const folder = dirname(path);
  await files.syncFolder(folder);
  if ((await files.kind(path)) === 'file') await files.rename(path, old(path));
  await files.rename(part(path), path);
  await files.syncFolder(folder);
  await files.scrub(old(path));
  await files.remove(old(path));
};

const readIfThere = async (files: FilePort, path: string): Promise<Buffer | undefined> =>
  (await files.kind(path)) === 'file' ? files.read(path) : undefined;

/** The visit's keys; finishes a replacement that a crash cut short. Damage is refused, and no key is ever made anew. */
export const readVisitKeys = async (
  files: FilePort,
  path: string,
  vaultKey: Uint8Array,
  visit: string,
): Promise<Result<VisitKeys>> => {
  for (const place of [path, part(path), old(path)]) {
    const bytes = await readIfThere(files, place);
    const keys = bytes && unwrap(vaultKey, visit, bytes);
    if (!keys) continue;
    if (place !== path) {
      await files.rename(place, path);
      await files.syncFolder(dirname(path));
    }
    for (const other of [part(path), old(path)]) {
      await files.scrub(other);
      await files.remove(other);
    }
    return succeed(keys);
  }
  return refuse('visit-quarantined');
};

/** The visit's keys as they lie on the disk, with nothing put in order; undefined where they do not open. */
export const peekVisitKeys = async (
  files: FilePort,
  path: string,
  vaultKey: Uint8Array,
  visit: string,
): Promise<VisitKeys | undefined> => {
  const bytes = await readIfThere(files, path);
  return bytes && unwrap(vaultKey, visit, bytes);
};
