import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openRecording } from '../../shared/capture/decode/open-recording.ts';
import { DEFAULT_SEARCH, type Weights } from '../../shared/transcribe/engines/engine.ts';
import { makeNativeEngine } from '../../shared/transcribe/engines/native.ts';
import { loadCueReader } from '../../shared/transcribe/speakers/cues.ts';
import { MANNER, transcribe } from '../../shared/transcribe/transcribe.ts';

const run = promisify(execFile);

export interface BenchSettings {
  readonly audio: string;
  /** The same sound as 16 kHz WAV, which is what the bare engine reads. */
  readonly wav: string;
  readonly serverPath: string;
  readonly cliPath: string;
  readonly weights: Weights;
  readonly threads: number;
  readonly rounds: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The whole of `transcribe` with its default engine; throws when it fails, because a failure has no speed. */
const ours = async ({ audio, serverPath, weights, threads }: BenchSettings): Promise<void> => {
  const engine = makeNativeEngine({ ...weights, ...DEFAULT_SEARCH, serverPath, threads, version: 'bench' });
  const sound = await openRecording(audio);
  if (!sound.ok) throw new Error(sound.error.code);
  const heard = await transcribe({ sound: sound.value, engine, language: 'en', readCues: loadCueReader() });
  await engine.close();
  if (!heard.ok) throw new Error(heard.error.code);
};

/** The bare engine with the same model, threads, audio and decoding flags, and no context carried over. */
const bare = async ({ wav, cliPath, weights, threads }: BenchSettings): Promise<void> => {
  const search = ['-bs', String(DEFAULT_SEARCH.beamSize), '-bo', String(DEFAULT_SEARCH.bestOf)];
  const flags = ['-mc', '0', '-sns', '-np', '-l', 'en', '--prompt', MANNER['en'] ?? ''];
  await run(cliPath, ['-m', weights.modelPath, '-f', wav, '-t', String(threads), ...search, ...flags]);
};

export interface SpeedRatio {
  readonly oursMs: number;
  readonly bareMs: number;
  readonly ratio: number;
}

/** Wall time of `transcribe` over the bare engine's: medians of runs taken in turn. */
export const speedRatio = async (settings: BenchSettings): Promise<SpeedRatio> => {
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    oursMs.push(await timed(() => ours(settings)));
    bareMs.push(await timed(() => bare(settings)));
  }
  const [one, other] = [median(oursMs), median(bareMs)];
  return { oursMs: one, bareMs: other, ratio: one / other };
};
