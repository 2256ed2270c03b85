import { chmod, copyFile, cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { succeed, type Result } from '../../contract/errors.ts';
import type { EngineChoice, FallbackReason, InstalledEngine, SetupEvent } from '../../contract/setup.ts';
import { writeWhole } from '../../platform/atomic-write.ts';
import type { Places } from '../places.ts';
import { firstThatRuns, runProgram } from '../program.ts';
import { refuseSaying } from '../refusal.ts';
import {
  engineFolder,
  failurePath,
  findNative,
  findPrebuilt,
  findSource,
  programName,
  whyNotBuild,
} from './find.ts';

const TARGETS = ['whisper-server', 'whisper-cli'];
/** What of the source tree the two programs need. */
const SOURCES = ['CMakeLists.txt', 'cmake', 'include', 'src', 'ggml', 'examples', 'bindings'];
/** However and wherever the engine is built. */
export const BUILD_SETTINGS: readonly string[] = [
  '-DCMAKE_BUILD_TYPE=Release',
  '-DGGML_CCACHE=OFF',
  '-DWHISPER_BUILD_TESTS=OFF',
  '-DWHISPER_CURL=OFF',
  '-DWHISPER_SDL2=OFF',
];
const SETTINGS = [...BUILD_SETTINGS, '-DBUILD_SHARED_LIBS=OFF', '-DGGML_NATIVE=ON'];

type Report = (event: SetupEvent) => void;

/** ninja says `[12/39]`, make says `[ 31%]`. */
const progressOf = (line: string): { done: number; total: number } | undefined => {
  const steps = /^\[(\d+)\/(\d+)\]/u.exec(line);
  if (steps) return { done: Number(steps[1]), total: Number(steps[2]) };
  const percent = /^\[\s*(\d+)%\]/u.exec(line);
  return percent ? { done: Number(percent[1]), total: 100 } : undefined;
};

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Where the build left a program: generators of several configurations add a folder. */
const builtAt = async (build: string, target: string): Promise<string | undefined> => {
  const name = programName(target);
  for (const path of [join(build, 'bin', name), join(build, 'bin', 'Release', name)])
    if (await isFile(path)) return path;
  return undefined;
};

/** Copies the programs beside their place, tries that they start, and renames the folder. */
const place = async (build: string, folder: string, version: string): Promise<boolean> => {
  const beside = `${folder}.new`;
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  for (const target of TARGETS) {
    const from = await builtAt(build, target);
    if (from === undefined) return false;
    const to = join(beside, programName(target));
    await copyFile(from, to);
    await chmod(to, 0o755);
    if ((await runProgram([to, '--help'])).status !== 0) return false;
  }
  await writeWhole(
    join(beside, 'engine.json'),
    JSON.stringify({ version, builtAt: new Date().toISOString() }),
  );
  await rm(folder, { recursive: true, force: true });
  await rename(beside, folder);
  return true;
};

/**
 * Builds outside `node_modules` and outside the source tree, which the build would write into. True when the engine is
 * in its place.
 */
const build = async (
  source: { readonly folder: string; readonly version: string },
  places: Places,
  report: Report,
  signal: AbortSignal,
): Promise<boolean> => {
  const folder = await engineFolder(places, source.version);
  const work = join(places.engines, '.build');
  const cleanUp = async (): Promise<void> => {
    // A compiler that was told to stop may still be writing for a moment.
    await rm(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    await rm(`${folder}.new`, { recursive: true, force: true });
  };
  await cleanUp();
  try {
    const tree = join(work, 'source');
    const out = join(work, 'out');
    await mkdir(tree, { recursive: true });
    for (const name of SOURCES) await cp(join(source.folder, name), join(tree, name), { recursive: true });
    const ninja = (await firstThatRuns([['ninja']])) ? ['-G', 'Ninja'] : [];
    const run = (command: readonly string[]): Promise<boolean> =>
      runProgram(command, {
        signal,
        onLine: (line) => {
          const progress = progressOf(line);
          if (progress) report({ type: 'progress', step: 'build', ...progress, unit: 'steps' });
        },
      }).then((end) => end.status === 0);
    const jobs = String(availableParallelism());
    const built =
      (await run(['cmake', '-S', tree, '-B', out, ...ninja, ...SETTINGS])) &&
      (await run([
        'cmake',
        '--build',
        out,
        '--config',
        'Release',
        '--parallel',
        jobs,
        '--target',
        ...TARGETS,
      ]));
    signal.throwIfAborted();
    return built && (await place(out, folder, source.version));
  } finally {
    await cleanUp();
  }
};

const fallBack = async (reason: FallbackReason, report: Report): Promise<Result<InstalledEngine>> => {
  const prebuilt = await findPrebuilt();
  if (!prebuilt)
    return refuseSaying(
      'engine-missing',
      'no speech engine works on this machine yet; install cmake and a C++ compiler and run setup again',
      'setup',
    );
  report({ type: 'fallback', engine: 'prebuilt', reason });
  return succeed(prebuilt);
};

const WHY: Record<FallbackReason, string> = {
  'no-cmake': 'cmake is not installed',
  'no-compiler': 'no C++ compiler is installed',
  'no-source': 'the engine sources are not part of this installation',
  'build-failed': 'building it did not work',
};

/**
 * Makes sure that an engine is there: the one built on this machine, once per source version and kind of processor,
 * or the prebuilt one where none can be built. Rejects with an `AbortError` when aborted and as `fs` does.
 */
export const installEngine = async (
  places: Places,
  choice: EngineChoice,
  report: Report,
  signal: AbortSignal,
): Promise<Result<InstalledEngine>> => {
  const present = choice === 'prebuilt' ? await findPrebuilt() : await findNative(places);
  if (present) {
    report({ type: 'present', what: 'engine' });
    return succeed(present);
  }
  const source = await findSource();
  let reason = choice === 'prebuilt' ? undefined : await whyNotBuild();
  if (source && choice !== 'prebuilt' && reason === undefined) {
    const failure = await failurePath(places, source.version);
    if (await build(source, places, report, signal)) {
      await rm(failure, { force: true });
      const built = await findNative(places);
      if (built) return succeed(built);
    }
    reason = 'build-failed';
    await writeWhole(failure, JSON.stringify({ reason, at: new Date().toISOString() }));
  }
  if (choice === 'native')
    return refuseSaying(
      'engine-missing',
      `the native speech engine cannot be had here: ${WHY[reason ?? 'no-source']}; choose the prebuilt one`,
    );
  return fallBack(reason ?? 'no-source', report);
};
