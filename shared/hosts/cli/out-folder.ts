import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { succeed, type Result } from '../../contract/errors.ts';
import { writeWhole } from '../../platform/atomic-write.ts';
import { fileRefusal } from './failure.ts';

/**
 * A folder of results that appears whole or not at all: files are written into a folder beside it and moved in when
 * all of them are there. Opening it first shows, before minutes of work, that the place can be written.
 */
export interface OutFolder {
  readonly write: (name: string, content: string) => Promise<Result<void>>;
  readonly keep: () => Promise<Result<void>>;
  /** Removes what was written beside; harmless after `keep`. */
  readonly drop: () => Promise<void>;
}

export const openOutFolder = async (path: string): Promise<Result<OutFolder>> => {
  const target = resolve(path);
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`);
  const names: string[] = [];
  let madeHere = false;
  try {
    await mkdir(dirname(target), { recursive: true });
    madeHere = (await mkdir(target, { recursive: true, mode: 0o700 })) !== undefined;
    await mkdir(beside, { mode: 0o700 });
    await writeWhole(join(target, '.footnote-can-write'), '');
    await rm(join(target, '.footnote-can-write'));
  } catch (cause) {
    // Where the place is no folder at all, there is nothing beside it to remove either.
    await rm(beside, { recursive: true, force: true }).catch(() => undefined);
    return fileRefusal(cause, 'writing');
  }
  return succeed({
    write: async (name, content) => {
      try {
        await writeWhole(join(beside, name), content);
        names.push(name);
        return succeed(undefined);
      } catch (cause) {
        return fileRefusal(cause, 'writing');
      }
    },
    keep: async () => {
      try {
        for (const name of names) await rename(join(beside, name), join(target, name));
        await rm(beside, { recursive: true, force: true });
        return succeed(undefined);
      } catch (cause) {
        return fileRefusal(cause, 'writing');
      }
    },
    drop: async () => {
      await rm(beside, { recursive: true, force: true });
      if (madeHere) await rmdir(target).catch(() => undefined);
    },
  });
};
