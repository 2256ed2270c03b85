import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { openRecording } from '../capture/decode/open-recording.ts';
import { SAMPLE_RATE } from '../contract/capture.ts';
import type { SpeedReport } from '../contract/commands.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Installed } from '../contract/setup.ts';
import { programName } from '../setup/engine/find.ts';
import { DEFAULT_SEARCH } from '../transcribe/engines/engine.ts';
import { wavOf } from '../transcribe/engines/wav.ts';
import { loadCueReader } from '../transcribe/speakers/cues.ts';
import { transcribe } from '../transcribe/transcribe.ts';
import { promptOf } from '../transcribe/words/prompt.ts';
import { makeEngine } from './engine.ts';
import { median } from '../platform/median.ts';

export interface SpeedRequest {
  readonly audio: string;
  readonly installed: Installed;
  /** ISO 639-1; both sides are told, so that neither spends time on finding out. */
  readonly language: string;
  readonly rounds: number;
  readonly signal?: AbortSignal;
  readonly onRound?: (done: number) => void;
}

/** The whole of `transcribe`, engine start included, in ms. */
const ours = async ({ audio, installed, language, signal }: SpeedRequest): Promise<Result<number>> => {
  const start = performance.now();
  const sound = await openRecording(audio);
  if (!sound.ok) return sound;
  const engine = makeEngine(installed, 'native', { lengthMs: sound.value.announcedMs });
  try {
    const heard = await transcribe({
      sound: sound.value,
      engine,
      language,
      readCues: loadCueReader(),
      ...(signal ? { signal } : {}),
    });
    if (!heard.ok) return heard;
  } finally {
    await engine.close();
  }
  return succeed(performance.now() - start);
};

/** The recording as one 16 kHz WAV, in memory: the bare engine gets it through a pipe, so no file is written. */
const soundOf = async (audio: string): Promise<Result<Uint8Array>> => {
  const sound = await openRecording(audio);
  if (!sound.ok) return sound;
  const blocks: Float32Array[] = [];
  for await (const block of sound.value.blocks) blocks.push(block);
  await sound.value.close();
  const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    samples.set(block, at);
    at += block.length;
  }
  return succeed(wavOf(samples, SAMPLE_RATE));
};

/** The bare engine with the same model, threads, sound and decoding flags, and no context carried over, in ms. */
const bare = (
  cliPath: string,
  wav: Uint8Array,
  { installed, language, signal }: SpeedRequest,
): Promise<Result<number>> =>
  new Promise((resolve) => {
    const start = performance.now();
    const search = ['-bs', String(DEFAULT_SEARCH.beamSize), '-bo', String(DEFAULT_SEARCH.bestOf)];
    const prompt = promptOf(language, []);
    const manner = prompt === '' ? [] : ['--prompt', prompt];
    const flags = [
      '-mc',
      '0',
      '-sns',
      '-np',
      '-l',
      language,
      '-t',
      String(availableParallelism()),
      ...manner,
    ];
    const child = spawn(cliPath, ['-m', installed.model.path, '-f', '-', ...search, ...flags], {
      stdio: ['pipe', 'ignore', 'ignore'],
      ...(signal ? { signal, killSignal: 'SIGKILL' } : {}),
    });
    child.once('error', () => {
      resolve(refuse(signal?.aborted === true ? 'cancelled' : 'engine-failed'));
    });
    child.once('exit', (code) => {
      if (signal?.aborted === true) resolve(refuse('cancelled'));
      else resolve(code === 0 ? succeed(performance.now() - start) : refuse('engine-failed'));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(wav);
  });

/**
 * Wall time of `transcribe` over that of the bare engine: medians of runs taken in turn, because a machine is not
 * equally fast all the time. Only the engine built on this machine has a bare program to compare with: engine-missing
 * without it. May also fail as opening a recording and listening do.
 */
export const measureSpeed = async (request: SpeedRequest): Promise<Result<SpeedReport>> => {
  const { engine } = request.installed;
  const cliPath = join(dirname(engine.path), programName('whisper-cli'));
  const there =
    engine.name === 'native' &&
    (await access(cliPath).then(
      () => true,
      () => false,
    ));
  if (!there) return refuse('engine-missing');
  const wav = await soundOf(request.audio);
  if (!wav.ok) return wav;
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  for (let round = 0; round < request.rounds; round += 1) {
    const [one, other] = [await ours(request), await bare(cliPath, wav.value, request)];
    if (!one.ok) return one;
    if (!other.ok) return other;
    oursMs.push(one.value);
    bareMs.push(other.value);
    request.onRound?.(round + 1);
  }
  const [one, other] = [median(oursMs), median(bareMs)];
  return succeed({
    rounds: request.rounds,
    oursMs: Math.round(one),
    bareMs: Math.round(other),
    ratio: one / other,
  });
};
