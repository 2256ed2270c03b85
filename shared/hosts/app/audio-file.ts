import { randomBytes } from 'node:crypto';
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Memory that looks like a folder, so that the bytes never reach a disk. Linux has it; elsewhere the private folder is the system's temporary one. */
const MEMORY_FOLDER = '/dev/shm';

const privateRoot = async (): Promise<string> => {
  try {
    await access(MEMORY_FOLDER, constants.W_OK);
    return MEMORY_FOLDER;
  } catch {
    return tmpdir();
  }
};

/**
 * Lends a recording to a speech engine, which reads files only: mode 0600 in a folder of its own, gone when `use` ends,
 * however it ends.
 */
export const withAudioFile = async <T>(
  bytes: Uint8Array,
  use: (path: string) => Promise<T>,
  root?: string,
): Promise<T> => {
  const folder = await mkdtemp(join(root ?? (await privateRoot()), 'footnote-'));
  try {
    const path = join(folder, `${randomBytes(8).toString('hex')}.audio`);
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
