// `npm run bench`: ratios taken in one run on this machine. Options: --audio FILE, --rounds N (5).
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
import { openRecording } from '../../shared/capture/decode/open-recording.ts';
import { SAMPLE_RATE } from '../../shared/contract/capture.ts';
import { wavOf } from '../../shared/transcribe/engines/wav.ts';
import { builtServer, installedWeights } from '../fixtures/spoken.ts';
import { speedRatio } from './bench-speed.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** One line of the table: a figure, what it was, and the bar it is held to. */
export interface BenchRow {
  readonly figure: string;
  readonly value: string;
  readonly bar: string;
  readonly met: boolean;
}

const asWav = async (audio: string, folder: string): Promise<string> => {
  const sound = await openRecording(audio);
  if (!sound.ok) throw new Error(sound.error.code);
  const parts: Float32Array[] = [];
  for await (const block of sound.value.blocks) parts.push(block);
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  const path = join(folder, 'bench.wav');
  await writeFile(path, wavOf(samples, SAMPLE_RATE));
  return path;
};

const speed = async (audio: string, folder: string, rounds: number): Promise<BenchRow> => {
  const serverPath = builtServer();
  const { ratio, oursMs, bareMs } = await speedRatio({
    audio,
    wav: await asWav(audio, folder),
    serverPath,
    cliPath: join(dirname(serverPath), 'whisper-cli'),
    weights: await installedWeights('base-q8_0'),
    threads: availableParallelism(),
    rounds,
  });
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return {
    figure: 'transcribe over bare whisper-cli, same flags',
    value: `${ratio.toFixed(3)} (${seconds(oursMs)} over ${seconds(bareMs)}, median of ${String(rounds)})`,
    bar: 'at most 1.10',
    met: ratio <= 1.1,
  };
};

const memory = async (audio: string): Promise<BenchRow> => {
  const peak = async (minutes: number): Promise<number> => {
    const script = join(root, 'tests/evals/bench-memory-run.ts');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, audio, String(minutes)], {
      cwd: root,
    });
    return Number(stdout);
  };
  const [short, long] = [await peak(5), await peak(20)];
  return {
    figure: 'memory of our process, 20 minutes over 5',
    value: `${(long - short).toFixed(1)} MB (${short.toFixed(0)} to ${long.toFixed(0)})`,
    bar: 'at most 10 MB',
    met: long - short <= 10,
  };
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      audio: { type: 'string', default: join(root, 'resources/samples/visit.flac') },
      rounds: { type: 'string', default: '5' },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  try {
    const rows = [await memory(values.audio), await speed(values.audio, folder, Number(values.rounds))];
    for (const { figure, value, bar, met } of rows) {
      process.stdout.write(`${met ? 'met   ' : 'MISSED'}  ${figure}: ${value}; bar: ${bar}\n`);
    }
    if (rows.some(({ met }) => !met)) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await main();
