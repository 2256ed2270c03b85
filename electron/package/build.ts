import { join } from 'node:path';
import process from 'node:process';
import { runStep } from './run.ts';

/** Everything of Footnote's own that an installer holds, into `out/`: pages, preload script, shell and host. */
export const buildApp = async (root: string): Promise<void> => {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  for (const mode of ['production', 'preload', 'desktop'])
    await runStep(process.execPath, [vite, 'build', '--mode', mode, '--logLevel', 'warn'], root);
};
