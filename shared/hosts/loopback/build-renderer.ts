import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = ['renderer', 'shared/contract', 'vite.config.ts', 'package-lock.json'];

const filesUnder = async (path: string): Promise<readonly string[]> => {
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  if (found.isFile()) return [path];
  const names = (await readdir(path)).sort();
  return (await Promise.all(names.map((name) => filesUnder(join(path, name))))).flat();
};

const hashOf = async (root: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of await filesUnder(join(root, source)))
      hash.update(file.slice(root.length)).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
};

/**
 * The folder with the built renderer. Built on first use and again whenever a source changed, into
 * `CACHE/renderer/HASH`; a packaged app brings `out/renderer` and nothing is built. Rejects as Vite does.
 */
export const buildRenderer = async (root: string, cache: string): Promise<string> => {
  const folder = join(cache, 'renderer', await hashOf(root));
  if (await stat(join(folder, 'index.html')).catch(() => undefined)) return folder;
  const beside = `${folder}.${String(process.pid)}.part`;
  await mkdir(join(cache, 'renderer'), { recursive: true });
  const { build } = await import('vite');
  await build({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'renderer'),
    logLevel: 'error',
    build: { outDir: beside, emptyOutDir: true },
  });
  // Another process may have built the same meanwhile: either result is the right one.
  await rename(beside, folder).catch(() => rm(beside, { recursive: true, force: true }));
  return folder;
};
