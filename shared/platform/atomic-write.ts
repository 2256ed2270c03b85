import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';

/**
 * Writes the whole file beside its place, flushes it, and renames: a reader sees the old file or the new one, never
 * half of it. Mode 0600 unless told otherwise. Rejects as `fs` does, with nothing left behind.
 */
export const writeWhole = async (path: string, data: string | Uint8Array, mode = 0o600): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(beside, 'wx', mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw cause;
  }
};
