import { join } from 'node:path';
import process from 'node:process';
import { runStep } from './run.ts';

/**
 * The bill of materials of what runs (CycloneDX JSON), from the installed packages. npm's own `sbom` refuses the stubs
 * that stand for other systems' engines; CycloneDX's program reports them and goes on.
 */
export const writePartsList = (root: string, path: string): Promise<void> => {
  const program = join(root, 'node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js');
  const options = ['--ignore-npm-errors', '--omit', 'dev', '--output-reproducible', '--output-file', path];
  return runStep(process.execPath, [program, ...options], root);
};
