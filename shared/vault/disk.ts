import { basename, dirname, join } from 'node:path';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { FilePort } from '../platform/file-port.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const CLOSED = new Set(['EROFS', 'EACCES', 'EPERM']);

/** What a failed touch of the disk means to a person; undefined for what is no expected failure. */
export const diskRefusal = (
  cause: unknown,
): { ok: false; error: ReturnType<typeof refuse>['error'] } | undefined => {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (FULL.has(code)) return refuse('disk-full');
  if (CLOSED.has(code)) return refuse('vault-read-only');
  return undefined;
};

/** Runs a task on the disk: full and write-protected disks are values, anything else is a bug and rejects. */
export const onDisk = async <T>(task: () => Promise<T>): Promise<Result<T>> => {
  try {
    return succeed(await task());
  } catch (cause) {
    const refusal = diskRefusal(cause);
    if (refusal) return refusal;
    throw cause;
  }
};

/** Writes a small file whole through the port: beside, flushed, renamed, its name flushed. */
export const writeWholeFile = async (files: FilePort, path: string, data: Uint8Array): Promise<void> => {
  const beside = join(dirname(path), `${basename(path)}.part`);
  await files.remove(beside);
  const file = await files.create(beside);
  try {
    await file.append(data);
    await file.sync();
  } finally {
    await file.close();
  }
  await files.rename(beside, path);
  await files.syncFolder(dirname(path));
};
