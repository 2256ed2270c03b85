import { join } from 'node:path';
import { succeed, type Result } from '../contract/errors.ts';
import type { FilePort } from '../platform/file-port.ts';
import { seal, unseal, wipe } from '../platform/sealing.ts';
import { onDisk, writeWholeFile } from './disk.ts';
import { asBytes, fromBytes } from './entry-text.ts';

/** A folder of the vault beside the journals: what lies there can be destroyed, and no backup takes it along. */
const FOLDER = 'voices';

export interface VoicePrintsGround {
  readonly files: FilePort;
  /** That of the vault. */
  readonly folder: string;
  /** The key of what lies here; wiped after each use. */
  readonly key: () => Buffer;
}

/** How people's voices sound, one sealed file for each; never a part of a journal, which nothing can be taken out of. */
export interface VoicePrints {
  readonly keep: (person: string, print: unknown) => Promise<Result<void>>;
  /** Undefined where there is none, or it does not open. */
  readonly of: (person: string) => Promise<unknown>;
  /** The file is overwritten with zeros and removed; nothing happens where there is none. */
  readonly forget: (person: string) => Promise<Result<void>>;
}

const about = (person: string): Buffer => Buffer.from(`footnote voice ${person}`);

export const makeVoicePrints = ({ files, folder, key }: VoicePrintsGround): VoicePrints => {
  const pathOf = (person: string): string => join(folder, FOLDER, person);
  const forget = (person: string): Promise<Result<void>> =>
    onDisk(async () => {
      const path = pathOf(person);
      for (const file of [path, `${path}.part`]) {
        if ((await files.kind(file)) !== 'file') continue;
        await files.scrub(file);
        await files.remove(file);
      }
    });
  return {
    keep: async (person, print) => {
      const gone = await forget(person);
      if (!gone.ok) return gone;
      const sealing = key();
      const sealed = seal(sealing, asBytes(print), about(person));
      wipe(sealing);
      const done = await onDisk(async () => {
        await files.makeFolder(join(folder, FOLDER));
        await writeWholeFile(files, pathOf(person), sealed);
      });
      return done.ok ? succeed(undefined) : done;
    },
    of: async (person) => {
      if ((await files.kind(pathOf(person))) !== 'file') return undefined;
      const opening = key();
      const plain = unseal(opening, await files.read(pathOf(person)), about(person));
      wipe(opening);
      return plain && fromBytes(plain);
    },
    forget,
  };
};
