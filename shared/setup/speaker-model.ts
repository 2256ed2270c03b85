import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  SpeakerModelManifest,
  type SpeakerModel,
  type SpeakerModelFault,
} from '../contract/speaker-model.ts';
import { sha256 as sha256Of } from '../platform/hash.ts';
import { isMissing } from './refusal.ts';

/** Folder under the cache folder, and the name of the description in it. */
const FOLDER = 'speaker';
const MANIFEST = 'speaker.json';

export type FoundSpeakerModel =
  | { readonly state: 'none' }
  | { readonly state: 'refused'; readonly fault: Extract<SpeakerModelFault, 'manifest' | 'file' | 'hash'> }
  | { readonly state: 'found'; readonly model: SpeakerModel };

/** The manifest; undefined where there is none, null where it cannot be read. */
const readManifest = async (folder: string): Promise<SpeakerModelManifest | null | undefined> => {
  try {
    const text = await readFile(join(folder, MANIFEST), 'utf8');
    return SpeakerModelManifest.safeParse(JSON.parse(text)).data ?? null;
  } catch (cause) {
    return isMissing(cause) ? undefined : null;
  }
};

/**
 * The speaker model that a person laid into the cache folder, read whole: what is used is what was hashed. Nothing is
 * fetched, ever.
 */
export const findSpeakerModel = async (cache: string): Promise<FoundSpeakerModel> => {
  const folder = join(cache, FOLDER);
  const manifest = await readManifest(folder);
  if (manifest === undefined) return { state: 'none' };
  if (manifest === null) return { state: 'refused', fault: 'manifest' };
  const bytes = await readFile(join(folder, manifest.file)).catch(() => null);
  if (!bytes) return { state: 'refused', fault: 'file' };
  const { name, sha256, input } = manifest;
  if (sha256Of(bytes) !== sha256) return { state: 'refused', fault: 'hash' };
  return { state: 'found', model: { identity: { name, sha256 }, input, bytes } };
};
