import { copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { BUILD_SETTINGS } from '../../shared/setup/engine/build.ts';
import { findSource } from '../../shared/setup/engine/find.ts';
import { runStep } from './run.ts';

/**
 * One engine for every processor of this kind: the parts that count are built once per set of instructions and the
 * program takes the best one the processor has, so that one without AVX still hears and a new one is fast.
 */
const SETTINGS = [
  ...BUILD_SETTINGS,
  '-DBUILD_SHARED_LIBS=ON',
  '-DGGML_NATIVE=OFF',
  '-DGGML_BACKEND_DL=ON',
  '-DGGML_CPU_ALL_VARIANTS=ON',
  '-DCMAKE_BUILD_WITH_INSTALL_RPATH=ON',
  process.platform === 'darwin' ? '-DCMAKE_INSTALL_RPATH=@loader_path' : '-DCMAKE_INSTALL_RPATH=$ORIGIN',
];

const isPart = (name: string): boolean =>
  /^whisper-server(\.exe)?$/u.test(name) || /\.(so|dylib|dll)(\.\d+)*$/u.test(name);

/** Builds the engine that is laid into the installer. Minutes; needs cmake and a C++ compiler. */
export const buildShippedEngine = async (root: string, folder: string): Promise<void> => {
  const source = await findSource();
  if (!source) throw new Error('the engine sources are not installed');
  const work = join(root, 'out', '.engine');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const tree = join(work, 'source');
    await cp(source.folder, tree, { recursive: true });
    const built = join(work, 'built');
    await runStep('cmake', ['-S', tree, '-B', built, ...SETTINGS], root);
    const jobs = ['--parallel', String(availableParallelism()), '--config', 'Release'];
    // No target named: the variants are loaded while the program runs, so nothing that is built depends on them.
    await runStep('cmake', ['--build', built, ...jobs], root);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const name of (await readdir(join(built, 'bin'))).filter(isPart))
      await copyFile(join(built, 'bin', name), join(folder, name));
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ version: source.version }));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
