// One live visit in a process of its own: AUDIO MINUTES PACED; prints `LiveFigures` as JSON. AUDIO is repeated until MINUTES
// are full. Its last PACED minutes come at the speed of speech; what is before comes as fast as the engine keeps up, never
// more than BACKLOG_MS ahead of it. Run with --expose-gc, so that memory is compared without what is only not yet freed.
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { SAMPLE_RATE } from '../../../shared/contract/capture.ts';
import { makeEngine } from '../../../shared/hosts/engine.ts';
import { makeEars } from '../../../shared/hosts/tellers.ts';
import { loadAnalytes } from '../../../shared/knowledge/analytes.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { findInstalled } from '../../../shared/setup/run.ts';
import { makeLiveTranscriber } from '../../../shared/transcribe/live.ts';
import { promptOf } from '../../../shared/transcribe/words/prompt.ts';
import { samplesOf } from '../../fixtures/spoken.ts';

const BLOCK = SAMPLE_RATE / 2;
const WINDOW_SECONDS = 30;
/** Taken right after the visit, because a machine is not equally fast all the time. */
const WINDOWS = 5;
const BACKLOG_MS = 45_000;
const EARLY_MS = 5 * 60_000;

/** Megabytes in use by this process once what is unused has been given back. */
const memoryMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 1e6;
};

const [audio = '', minutes = '4', paced = '4'] = process.argv.slice(2);
const samples = await samplesOf(audio);
const totalMs = Number(minutes) * 60_000;
const pacedFromMs = totalMs - Number(paced) * 60_000;
const installed = await findInstalled('base-q8_0', 'native');
if (!installed.ok) throw new Error(installed.error.code);
const engine = makeEngine(installed.value, 'native');

/** How long the bare engine takes over full windows of this recording, in ms. */
const windowTimes = async (samples: Float32Array): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let k = 0; k < WINDOWS; k += 1) {
    const from = k * WINDOW_SECONDS * SAMPLE_RATE;
    const window = samples.slice(from, from + WINDOW_SECONDS * SAMPLE_RATE);
    const begun = performance.now();
    const heard = await engine.listen({ samples: window, language: 'en', prompt: promptOf('en', []) });
    if (!heard.ok) throw new Error(heard.error.code);
    times.push(performance.now() - begun);
  }
  return times;
};

let heardMs = 0;
let earlyMb = 0;
let wake: () => void = () => undefined;
let provisional = 0;
const live = makeLiveTranscriber({
  ...makeEars(loadDrugs(), loadAnalytes())(undefined),
  engine,
  language: 'en',
  onSettled: (_, progress) => {
    heardMs = progress.heardMs;
    if (earlyMb === 0 && heardMs >= EARLY_MS) earlyMb = memoryMb();
    wake();
  },
  onProvisional: () => {
    provisional += 1;
  },
});

/** Waits until the engine is near enough to what has been fed, or the moment has come at which a recorder would feed on. */
const due = async (fedMs: number, pacedSince: number): Promise<void> => {
  if (fedMs > pacedFromMs)
    return void (await wait(Math.max(0, pacedSince + fedMs - pacedFromMs - performance.now())));
  while (fedMs - heardMs > BACKLOG_MS)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
};

let pacedSince = performance.now();
for (let fedMs = 0; fedMs < totalMs; fedMs += 500) {
  const at = ((fedMs / 1000) * SAMPLE_RATE) % (samples.length - BLOCK);
  if (fedMs <= pacedFromMs) pacedSince = performance.now();
  await due(fedMs, pacedSince);
  live.feed(samples.slice(at, at + BLOCK));
}
const backlogMs = totalMs - heardMs;
const lateMb = memoryMb();
const stopped = performance.now();
const heard = await live.finish();
const waitMs = performance.now() - stopped;
if (!heard.ok) throw new Error(heard.error.code);
const windowMs = await windowTimes(samples);
await engine.close();

/** Times in ms, memory in MB at minute five and at Stop; `earlyMb` is 0 where the visit is shorter than five minutes. */
export interface LiveFigures {
  readonly windowMs: readonly number[];
  readonly waitMs: number;
  readonly backlogMs: number;
  readonly provisional: number;
  readonly words: number;
  readonly earlyMb: number;
  readonly lateMb: number;
}

const figures: LiveFigures = {
  windowMs,
  waitMs,
  backlogMs,
  provisional,
  words: heard.value.turns.reduce((sum, { words }) => sum + words.length, 0),
  earlyMb,
  lateMb,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
