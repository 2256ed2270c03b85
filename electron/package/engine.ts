import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { BUILD_SETTINGS } from '../../shared/setup/engine/build.ts';
import { findSource, programName } from '../../shared/setup/engine/find.ts';
import { runStep } from './run.ts';

const SERVER = 'whisper-server';

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

/** The name without a version of one number, under which programs are linked but which none asks for while it runs. */
const unversioned = (name: string): string => name.replace(/(\.so)\.\d+$|\.\d+(\.dylib)$/u, '$1$2');

/**
 * Which files of a build the engine needs: its server and each library under the one name that it is asked for by
 * (`libggml.so.0`; a build leaves it under `libggml.so` and `libggml.so.0.15.1` too).
 */
export const shippedParts = (built: readonly string[]): readonly string[] => {
  const libraries = built.filter(
    (name) =>
      /\.(?:so(?:\.\d+)?|dylib|dll)$/u.test(name) &&
      !/\.\d+\.\d+(?:\.\d+)?\.dylib$/u.test(name) &&
      // Another recogniser of the same source tree.
      !/parakeet/u.test(name),
  );
  return [
    ...built.filter((name) => /^whisper-server(?:\.exe)?$/u.test(name)),
    ...libraries.filter((name) => !libraries.some((other) => other !== name && unversioned(other) === name)),
  ];
};

/** Starts what was laid out, which says which of its variants it took. Rejects where it does not start or takes none. */
const tryEngine = async (folder: string): Promise<string> => {
  const { stdout, stderr } = await promisify(execFile)(join(folder, programName(SERVER)), ['--help']);
  const taken = /loaded CPU backend from .*?([\w-]+)\.(?:so|dylib|dll)/u.exec(stdout + stderr)?.[1];
  if (taken === undefined) throw new Error('the engine that was built takes none of its variants');
  return taken;
};

/**
 * Builds the engine that is laid into the installer, and starts it once; gives the variant that this machine's
 * processor takes. Minutes; needs cmake and a C++ compiler.
 */
export const buildShippedEngine = async (root: string, folder: string): Promise<string> => {
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
    // The variants are loaded while the program runs, but the library that loads them has them built with it.
    await runStep('cmake', ['--build', built, ...jobs, '--target', SERVER], root);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    // A generator of several configurations puts what it builds a folder deeper.
    const plain = join(built, 'bin');
    const bin = (await readdir(plain)).includes('Release') ? join(plain, 'Release') : plain;
    for (const name of shippedParts(await readdir(bin))) await copyFile(join(bin, name), join(folder, name));
    const taken = await tryEngine(folder);
    // Written last: a folder without it was not finished.
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ version: source.version }));
    return taken;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
