import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, statfs, type FileHandle } from 'node:fs/promises';

/** A file that only grows at its end. Every call rejects as `fs` does; a rejected `append` may have written a part. */
export interface AppendFile {
  readonly append: (data: Uint8Array) => Promise<void>;
  /** Returns once the bytes are on the disk (fsync), not before. */
  readonly sync: () => Promise<void>;
  readonly truncate: (size: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Every touch of the disk that the record depends on. One narrow port, so that tests can fail the n-th write, record
 * each write and fsync, and replay any crash. Paths are absolute; sizes in bytes. Calls reject as `fs` does.
 */
export interface FilePort {
  /** A new file (mode 0600); rejects with EEXIST where there is one, never follows a link. */
  readonly create: (path: string) => Promise<AppendFile>;
  readonly append: (path: string) => Promise<AppendFile>;
  /** `length` bytes from `from`; fewer where the file ends sooner. */
  readonly read: (path: string, from?: number, length?: number) => Promise<Buffer>;
  readonly size: (path: string) => Promise<number | undefined>;
  readonly kind: (path: string) => Promise<'file' | 'folder' | 'link' | 'other' | 'none'>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly makeFolder: (path: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** A file or a folder with all in it; no matter where there is none. */
  readonly remove: (path: string) => Promise<void>;
  /** Writes zeros over the file in its place and flushes them; no matter where there is none. */
  readonly scrub: (path: string) => Promise<void>;
  /** Makes names created, renamed or removed in the folder last. */
  readonly syncFolder: (folder: string) => Promise<void>;
  readonly freeBytes: (folder: string) => Promise<number>;
}

const noLink = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
const isMissing = (cause: unknown): boolean =>
  (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';

/** Writes all of `data`; `write` alone may stop short, as it does when the disk fills. */
const writeAll = async (file: FileHandle, data: Uint8Array, at: number | null): Promise<void> => {
  let done = 0;
  while (done < data.length) {
    const { bytesWritten } = await file.write(data, done, data.length - done, at === null ? null : at + done);
    done += bytesWritten;
  }
};

const asAppendFile = (file: FileHandle): AppendFile => ({
  append: (data) => writeAll(file, data, null),
  sync: () => file.sync(),
  truncate: (size) => file.truncate(size),
  close: () => file.close(),
});

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_WRONLY } = constants;

const readPart = async (path: string, from = 0, length?: number): Promise<Buffer> => {
  const file = await open(path, O_RDONLY | noLink);
  try {
    const { size } = await file.stat();
    const wanted = Math.max(0, Math.min(length ?? size, size - from));
    const into = Buffer.allocUnsafe(wanted);
    let done = 0;
    while (done < wanted) {
      const { bytesRead } = await file.read(into, done, wanted - done, from + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return into.subarray(0, done);
  } finally {
    await file.close();
  }
};

const scrub = async (path: string): Promise<void> => {
  let file: FileHandle;
  try {
    file = await open(path, O_RDWR | noLink);
  } catch (cause) {
    if (isMissing(cause)) return;
    throw cause;
  }
  try {
    const { size } = await file.stat();
    const zeros = Buffer.alloc(Math.min(size, 65_536));
    for (let at = 0; at < size; at += zeros.length)
      await writeAll(file, zeros.subarray(0, Math.min(zeros.length, size - at)), at);
    await file.sync();
  } finally {
    await file.close();
  }
};

const kindOf = async (path: string): Promise<'file' | 'folder' | 'link' | 'other' | 'none'> => {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return 'link';
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch (cause) {
    if (isMissing(cause)) return 'none';
    throw cause;
  }
};

/** Windows cannot open a folder to flush it; NTFS journals names by itself. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const file = await open(folder, O_RDONLY);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

export const diskFiles: FilePort = {
  create: async (path) =>
    asAppendFile(await open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | noLink, 0o600)),
  append: async (path) => asAppendFile(await open(path, O_WRONLY | O_APPEND | noLink)),
  read: readPart,
  size: async (path) => {
    try {
      return (await lstat(path)).size;
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw cause;
    }
  },
  kind: kindOf,
  list: async (folder) => (await readdir(folder)).sort(),
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  scrub,
  syncFolder,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};
