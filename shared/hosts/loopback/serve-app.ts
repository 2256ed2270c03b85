import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../platform/log.ts';
import { makeAppHost, type AppHost, type AppHostOptions } from '../app/app-host.ts';
import type { AppServices } from '../app/services.ts';
import type { VaultGround } from '../../vault/vault.ts';
import { buildRenderer } from './build-renderer.ts';
import { startLoopback, type Loopback } from './start-loopback.ts';

export interface ServeOptions {
  readonly services: AppServices;
  readonly vault: VaultGround;
  /** The folder of the app: sources, or the packaged `out/renderer`, and `resources/`. */
  readonly root: string;
  /** Where the built renderer may be kept; see `footnoteFolders`. */
  readonly cache: string;
  readonly version: string;
  readonly log: Log;
  readonly port?: number;
}

const there = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Reads the sample visit of `resources/samples`; `undefined` where it is not installed. */
export const sampleOf = async (root: string): Promise<AppHostOptions['sample']> => {
  const [audio, chart] = ['visit.flac', 'chart.json'].map((name) => join(root, 'resources/samples', name));
  if (!audio || !chart || !(await there(audio)) || !(await there(chart))) return undefined;
  return async () => ({ audio: await readFile(audio), chart: await readFile(chart) });
};

/** The built renderer: the packaged one where there is one, otherwise built into the cache. */
export const pagesOf = async (root: string, cache: string): Promise<string> => {
  const packaged = join(root, 'out/renderer');
  return (await there(join(root, 'renderer/index.html'))) ? buildRenderer(root, cache) : packaged;
};

/** The whole app in a browser of this machine. `link()` of the result opens it once. */
export const serveApp = async (options: ServeOptions): Promise<Loopback & { readonly app: AppHost }> => {
  const { services, vault, root, cache, version, log } = options;
  const sample = await sampleOf(root);
  const app = makeAppHost({
    services,
    vault,
    host: 'browser',
    version,
    log,
    ...(sample && { sample }),
  });
  const pages = await pagesOf(root, cache);
  const loopback = await startLoopback({
    app,
    pages,
    log,
    ...(options.port !== undefined && { port: options.port }),
  });
  return {
    ...loopback,
    app,
    close: async () => {
      await loopback.close();
      await app.close();
    },
  };
};
