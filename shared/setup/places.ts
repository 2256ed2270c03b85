import { join } from 'node:path';

/** Where setup keeps things under the cache folder; all of it can be deleted and fetched again. */
export interface Places {
  readonly cache: string;
  /** ggml files, each only ever complete. */
  readonly models: string;
  /** Halves of downloads, and wheels until they are converted. */
  readonly downloads: string;
  /** One folder per engine version and processor. */
  readonly engines: string;
  readonly lock: string;
  /** The hosts the person agreed to. */
  readonly agreed: string;
}

export const placesIn = (cache: string): Places => ({
  cache,
  models: join(cache, 'models'),
  downloads: join(cache, 'downloads'),
  engines: join(cache, 'engines'),
  lock: join(cache, 'setup.lock'),
  agreed: join(cache, 'setup-agreed.json'),
});
