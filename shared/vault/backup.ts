import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { DataKind } from '../contract/vault.ts';
import type { FilePort } from '../platform/file-port.ts';
import { seal, SEAL_BYTES, stretch, STRETCH_COST, unseal, wipe } from '../platform/sealing.ts';
import { onDisk, writeWholeFile } from './disk.ts';
import { asBytes, fromBytes } from './entry-text.ts';
import { VAULT_JOURNAL } from './vault-journal.ts';
import { MIN_PASSPHRASE } from './vault-keys.ts';
import { REPLAY_FILE, VISITS } from './vault-record.ts';

/**
 * A backup: magic, salt, then pieces of at most a mebibyte, each its length (u32) and its sealing under the backup's
 * own passphrase, numbered and the last one marked, so that none can be dropped, repeated or cut off unnoticed. Inside:
 * for each file a line of JSON (path, size) and its bytes.
 */
const MAGIC = Buffer.from('FNBACK01');
const SALT_BYTES = 32;
const PIECE = 2 ** 20;

const about = (n: number, last: boolean): Buffer =>
  Buffer.from(`footnote backup ${n} ${last ? 'last' : 'more'}`);
const Member = z.object({
  path: z.string().regex(/^(?:[A-Za-z0-9][A-Za-z0-9.-]*)(?:\/[A-Za-z0-9][A-Za-z0-9.-]*){0,3}$/),
  size: z.number().int().nonnegative(),
});

export type ShredList = readonly { readonly visit: string; readonly kinds: readonly DataKind[] }[];

/** The vault journal comes before the visits: heads may be behind their visits, never ahead. */
const membersOf = async (files: FilePort, folder: string): Promise<readonly string[]> => {
  const visits = join(folder, VISITS);
  const inVisits: string[] = [];
  for (const visit of await files.list(visits)) {
    for (const name of await files.list(join(visits, visit))) inVisits.push(`${VISITS}/${visit}/${name}`);
  }
  return ['vault.json', 'vault.copy.json', VAULT_JOURNAL, ...inVisits];
};

async function* contentOf(files: FilePort, folder: string): AsyncGenerator<Buffer> {
  for (const path of await membersOf(files, folder)) {
    const size = await files.size(join(folder, path));
    if (size === undefined || !Member.shape.path.safeParse(path).success) continue;
    yield Buffer.concat([asBytes({ path, size }), Buffer.from('\n')]);
    for (let at = 0; at < size; at += PIECE) {
      const part = await files.read(join(folder, path), at, Math.min(PIECE, size - at));
      if (part.length < Math.min(PIECE, size - at)) throw new Error('a file of the record became shorter');
      yield part;
    }
  }
}

/** Writes the whole vault as one encrypted file, beside its place first. The record may be open and in use. */
export const writeBackup = async (
  files: FilePort,
  folder: string,
  out: string,
  passphrase: string,
): Promise<Result<void>> => {
  if ([...passphrase].length < MIN_PASSPHRASE) return refuse('passphrase-short');
  const salt = randomBytes(SALT_BYTES);
  const key = await stretch(passphrase, salt, STRETCH_COST);
  const beside = `${out}.part`;
  const done = await onDisk(async () => {
    await files.remove(beside);
    const file = await files.create(beside);
    let n = 0;
    const put = async (piece: Buffer, last: boolean): Promise<void> => {
      const sealed = seal(key, piece, about(n, last));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealed.length, 0);
      await file.append(Buffer.concat([length, sealed]));
      n += 1;
    };
    try {
      await file.append(Buffer.concat([MAGIC, salt]));
      for await (const piece of contentOf(files, folder)) await put(piece, false);
      await put(Buffer.alloc(0), true);
      await file.sync();
    } finally {
      await file.close();
    }
    await files.rename(beside, out);
    await files.syncFolder(dirname(out));
  });
  wipe(key);
  if (!done.ok) await files.remove(beside);
  return done;
};

/** The pieces of a backup in order; gives false at the end where it is not whole. */
async function* piecesOf(files: FilePort, path: string, key: Uint8Array): AsyncGenerator<Buffer, boolean> {
  const end = (await files.size(path)) ?? 0;
  let at = MAGIC.length + SALT_BYTES;
  for (let n = 0; at + 4 + SEAL_BYTES <= end; n += 1) {
    const length = (await files.read(path, at, 4)).readUInt32BE(0);
    if (length < SEAL_BYTES || length > PIECE + SEAL_BYTES + 4_096 || at + 4 + length > end) return false;
    const sealed = await files.read(path, at + 4, length);
    const piece = unseal(key, sealed, about(n, false));
    at += 4 + length;
    if (!piece) return at === end && unseal(key, sealed, about(n, true)) !== undefined;
    yield piece;
  }
  return false;
}

/** Writes the members of a backup under `into`; false where the backup is damaged. Rejects as `fs` does. */
const unpack = async (files: FilePort, path: string, key: Uint8Array, into: string): Promise<boolean> => {
  const pieces = piecesOf(files, path, key);
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done) return next.value;
    const member = Member.safeParse(fromBytes(next.value)).data;
    if (!member) return false;
    await files.makeFolder(dirname(join(into, member.path)));
    const file = await files.create(join(into, member.path));
    try {
      let left = member.size;
      while (left > 0) {
        const part = await pieces.next();
        if (part.done || part.value.length > left) return false;
        await file.append(part.value);
        left -= part.value.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await files.syncFolder(dirname(join(into, member.path)));
  }
};

/**
 * Restores a backup into a folder that is not there yet, whole or not at all. `shreds` is what the clinic has destroyed
 * since (the present record's list): it is destroyed again before anything of the restored record can be opened.
 */
export const restoreBackup = async (
  files: FilePort,
  path: string,
  into: string,
  passphrase: string,
  shreds: ShredList,
): Promise<Result<void>> => {
  if ((await files.kind(into)) !== 'none') return refuse('vault-exists');
  if ((await files.kind(path)) !== 'file') return refuse('file-missing');
  const start = await files.read(path, 0, MAGIC.length + SALT_BYTES);
  if (start.length < MAGIC.length + SALT_BYTES || !start.subarray(0, MAGIC.length).equals(MAGIC)) {
    return refuse('backup-damaged');
  }
  const key = await stretch(passphrase, start.subarray(MAGIC.length), STRETCH_COST);
  const first = await piecesOf(files, path, key).next();
  if (first.done) {
    wipe(key);
    return refuse('wrong-passphrase');
  }
  const beside = `${into}.part`;
  const done = await onDisk(async () => {
    await files.remove(beside);
    await files.makeFolder(join(beside, VISITS));
    const whole = await unpack(files, path, key, beside);
    if (whole) {
      await writeWholeFile(files, join(beside, REPLAY_FILE), asBytes(shreds));
      await files.rename(beside, into);
      await files.syncFolder(dirname(into));
    }
    return whole;
  });
  wipe(key);
  if (!done.ok || !done.value) await files.remove(beside);
  if (!done.ok) return done;
  return done.value ? succeed(undefined) : refuse('backup-damaged');
};
