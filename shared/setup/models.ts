import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { succeed, type Result } from '../contract/errors.ts';
import type { ModelListing } from '../contract/setup.ts';
import { footnoteFolders } from '../platform/folders.ts';
import { entryOf, loadManifest } from './manifest.ts';
import { placesIn } from './places.ts';
import { refuseForFolder } from './refusal.ts';
import type { SetupPlace } from './run.ts';
import { deleteModel, inspectModel } from './weights/installed.ts';

/** Every model that can be had and what is on disk of it. Deletes nothing. */
export const listModels = async (place: SetupPlace = {}): Promise<Result<readonly ModelListing[]>> => {
  const manifest = place.manifest ?? (await loadManifest());
  const places = placesIn(place.cache ?? footnoteFolders().cache);
  try {
    const listings: ModelListing[] = [];
    for (const entry of manifest.models) {
      const { name, file, languages, bytes } = entry;
      const { state } = await inspectModel(places, entry, 'quick');
      const routes: ModelListing['routes'] = entry.packages ? ['hub', 'packages'] : ['hub'];
      listings.push({ name, file, languages, bytes, routes, state, isDefault: name === manifest.default });
    }
    return succeed(listings);
  } catch (cause) {
    return refuseForFolder(cause, places.models);
  }
};

/** Deletes a model and what is half fetched of it; `removed` is false when there was no such file. */
export const removeModel = async (
  name: string,
  place: SetupPlace = {},
): Promise<Result<{ readonly removed: boolean }>> => {
  const entry = entryOf(place.manifest ?? (await loadManifest()), name);
  if (!entry.ok) return entry;
  const places = placesIn(place.cache ?? footnoteFolders().cache);
  try {
    await rm(join(places.downloads, `${entry.value.file}.part`), { force: true });
    return succeed({ removed: await deleteModel(places, entry.value) });
  } catch (cause) {
    return refuseForFolder(cause, places.models);
  }
};
