import { cp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { runStep } from './run.ts';

/** Programs of ours that run in a process of their own are plain JavaScript and stay as they are. */
const isFolderOrProgram = async (path: string): Promise<boolean> =>
  path.endsWith('.mjs') || (await stat(path)).isDirectory();

/** Everything of Footnote's own that an installer holds, into `out/`: pages, preload script, shell and host. */
export const buildApp = async (root: string): Promise<void> => {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  for (const mode of ['production', 'preload', 'desktop'])
    await runStep(process.execPath, [vite, 'build', '--mode', mode, '--logLevel', 'warn'], root);
  for (const folder of ['electron', 'shared'])
    await cp(join(root, folder), join(root, 'out/desktop', folder), {
      recursive: true,
      filter: isFolderOrProgram,
    });
};
