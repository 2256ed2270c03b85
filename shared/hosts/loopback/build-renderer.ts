import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

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

/** In a process of its own, as production whatever this process runs as: a development build is far larger. */
const runVite = async (root: string, out: string): Promise<void> => {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const config = ['--config', join(root, 'vite.config.ts'), '--outDir', out, '--emptyOutDir'];
  await promisify(execFile)(process.execPath, [vite, 'build', ...config, '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
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
  await runVite(root, beside);
  // Another process may have built the same meanwhile: either result is the right one.
  await rename(beside, folder).catch(() => rm(beside, { recursive: true, force: true }));
  return folder;
};
