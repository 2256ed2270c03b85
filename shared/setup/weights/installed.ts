import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { InstalledModel, ModelEntry } from '../../contract/setup.ts';
import { writeWhole } from '../../platform/atomic-write.ts';
import { sha256OfFile } from '../../platform/hash.ts';
import type { Places } from '../places.ts';
import { isMissing } from '../refusal.ts';

/** Says that a file of this size and time was hashed and found right, so that a start need not read it whole. */
const Checked = z.object({ sha256: z.string(), bytes: z.number(), changedMs: z.number() });

export type ModelState =
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly path: string }
  | { readonly state: 'installed'; readonly model: InstalledModel };

export const modelPath = (places: Places, entry: ModelEntry): string => join(places.models, entry.file);
const checkedPath = (places: Places, entry: ModelEntry): string =>
  join(places.models, `${entry.file}.checked`);

const readChecked = async (path: string): Promise<z.infer<typeof Checked> | undefined> => {
  try {
    return Checked.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    // No note, or one that cannot be read: the file is hashed again.
    return undefined;
  }
};

/**
 * What is on disk of a model, without any network. `whole` reads and hashes the file; otherwise a file that was
 * hashed before and has not changed since is taken as it is. A file that somebody laid there by hand is as good as a
 * fetched one if its hash is right.
 */
export const inspectModel = async (
  places: Places,
  entry: ModelEntry,
  how: 'quick' | 'whole',
): Promise<ModelState> => {
  const path = modelPath(places, entry);
  let found;
  try {
    found = await stat(path);
  } catch (cause) {
    if (isMissing(cause)) return { state: 'missing' };
    throw cause;
  }
  if (!found.isFile() || found.size !== entry.bytes) return { state: 'damaged', path };
  const model: InstalledModel = { name: entry.name, path, sha256: entry.sha256, bytes: entry.bytes };
  const changedMs = found.mtimeMs;
  const before = how === 'quick' ? await readChecked(checkedPath(places, entry)) : undefined;
  if (before?.sha256 === entry.sha256 && before.bytes === found.size && before.changedMs === changedMs)
    return { state: 'installed', model };
  if ((await sha256OfFile(path)) !== entry.sha256) return { state: 'damaged', path };
  const note = { sha256: entry.sha256, bytes: found.size, changedMs };
  // In a folder that others own the note cannot be written; the file is then hashed each time.
  await writeWhole(checkedPath(places, entry), JSON.stringify(note)).catch(() => undefined);
  return { state: 'installed', model };
};

/** Deletes a model's file and the note about it; true when there was one. */
export const deleteModel = async (places: Places, entry: ModelEntry): Promise<boolean> => {
  const path = modelPath(places, entry);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  await rm(path, { force: true, recursive: true });
  await rm(checkedPath(places, entry), { force: true });
  return there;
};
