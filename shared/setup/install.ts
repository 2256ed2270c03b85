import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { succeed, type Result } from '../contract/errors.ts';
import type { Installed, SetupEvent, SetupJob } from '../contract/setup.ts';
import { installEngine } from './engine/build.ts';
import { withLock } from './lock.ts';
import { entryOf } from './manifest.ts';
import { placesIn, type Places } from './places.ts';
import { refuseCancelled, refuseForFolder } from './refusal.ts';
import { installWeights } from './weights/install.ts';

/** What a killed run can leave beside its downloads; halves of downloads stay, they are gone on with. */
const tidy = async (places: Places): Promise<void> => {
  for (const name of await readdir(places.downloads))
    if (name.startsWith('.')) await rm(join(places.downloads, name), { recursive: true, force: true });
};

/**
 * The work of setup, in its own process: weights first (they are what can be missing for good), then the engine. One
 * setup at a time per cache folder. Resolves to a refusal for everything that can be expected; a bug rejects.
 */
export const install = async (
  job: SetupJob,
  report: (event: SetupEvent) => void,
  signal: AbortSignal,
): Promise<Result<Installed>> => {
  const entry = entryOf(job.manifest, job.model);
  if (!entry.ok) return entry;
  const places = placesIn(job.cache);
  const work = async (lost: AbortSignal): Promise<Result<Installed>> => {
    const either = AbortSignal.any([signal, lost]);
    await tidy(places);
    const { manifest, route, agreed, keepDownloads } = job;
    const weights = {
      places,
      manifest,
      entry: entry.value,
      route,
      agreed,
      keepDownloads,
      report,
      signal: either,
    };
    const model = await installWeights(weights);
    if (!model.ok) return model;
    const engine = await installEngine(places, job.engine, report, either);
    return engine.ok ? succeed({ model: model.value, engine: engine.value }) : engine;
  };
  const onWaiting = (): void => {
    report({ type: 'waiting', for: 'another-setup' });
  };
  try {
    for (const folder of [places.models, places.downloads, places.engines])
      await mkdir(folder, { recursive: true, mode: 0o700 });
    return await withLock({ folder: places.cache, path: places.lock }, onWaiting, work, signal);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') return refuseCancelled();
    return refuseForFolder(cause, places.cache);
  }
};
