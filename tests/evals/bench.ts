// `npm run bench`: ratios taken in one run on this machine. Options: --audio FILE, --rounds N (5).
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
import { measureSpeed } from '../../shared/hosts/bench-speed.ts';
import { findInstalled } from '../../shared/setup/run.ts';
import { recordFor } from '../support/long-recording.ts';
import { median } from '../../shared/platform/median.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** One line of the table: a figure, what it was, and the bar it is held to. */
export interface BenchRow {
  readonly figure: string;
  readonly value: string;
  readonly bar: string;
  readonly met: boolean;
}

const MEMORY_ROUNDS = 3;

const rounded = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const speed = async (audio: string, rounds: number): Promise<BenchRow> => {
  const installed = await findInstalled('base-q8_0', 'native');
  const measured = installed.ok
    ? await measureSpeed({ audio, installed: installed.value, language: 'en', rounds })
    : installed;
  if (!measured.ok) throw new Error(measured.error.code);
  const { ratio, oursMs, bareMs } = measured.value;
  return {
    figure: 'transcribe over bare whisper-cli, same flags',
    value: `${ratio.toFixed(3)} (${rounded(oursMs)} over ${rounded(bareMs)}, median of ${String(rounds)})`,
    bar: 'at most 1.10',
    met: ratio <= 1.1,
  };
};

/** The recording over and over as a FLAC file of so many minutes, made by the machine's ffmpeg. */
const lengthened = async (audio: string, minutes: number, folder: string): Promise<string> => {
  const path = join(folder, `${String(minutes)}.flac`);
  const loop = ['-stream_loop', '-1', '-i', audio, '-t', String(minutes * 60), '-ac', '1', path];
  await run('ffmpeg', ['-loglevel', 'error', ...loop]);
  return path;
};

const memory = async (audio: string): Promise<readonly BenchRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  try {
    const peak = async (minutes: number): Promise<number> => {
      const path = await lengthened(audio, minutes, folder);
      const script = join(root, 'tests/evals/bench-memory-run.ts');
      const { stdout } = await run(process.execPath, ['--import', 'tsx', script, path], { cwd: root });
      return Number(stdout);
    };
    const [short, long]: [number[], number[]] = [[], []];
    // The collector decides when memory is given back: one run says little.
    for (let round = 0; round < MEMORY_ROUNDS; round += 1) {
      short.push(await peak(5));
      long.push(await peak(20));
    }
    const over = (minutes: number, most: number): BenchRow => {
      const more = most - median(short);
      return {
        figure: `memory of our process, ${String(minutes)} minutes of FLAC over 5`,
        value: `${more.toFixed(1)} MB (${median(short).toFixed(0)} to ${most.toFixed(0)})`,
        bar: 'at most 10 MB',
        met: more <= 10,
      };
    };
    return [over(20, median(long)), over(120, await peak(120))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const sealing = async (): Promise<BenchRow> => {
  const { coreAt1x, timesRealTime } = await recordFor(10);
  return {
    figure: 'sealing a recording, of one core at 1x, ten minutes at the app’s chunk door',
    value: `${(coreAt1x * 100).toFixed(1)} % (taken at ${timesRealTime.toFixed(0)} times real time)`,
    bar: 'under 5 %',
    met: coreAt1x < 0.05,
  };
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      audio: { type: 'string', default: join(root, 'resources/samples/visit.flac') },
      rounds: { type: 'string', default: '5' },
    },
  });
  const rows = [
    await sealing(),
    ...(await memory(values.audio)),
    await speed(values.audio, Number(values.rounds)),
  ];
  for (const { figure, value, bar, met } of rows) {
    process.stdout.write(`${met ? 'met   ' : 'MISSED'}  ${figure}: ${value}; bar: ${bar}\n`);
  }
  if (rows.some(({ met }) => !met)) process.exitCode = 1;
};

await main();
