// One live visit in a process of its own: AUDIO MINUTES PACED [all]; prints `LiveFigures` as JSON. AUDIO is repeated so
// that MINUTES are full and every visit stops at the same words. Its last PACED minutes come at the speed of speech and
// are heard by the engine. What is before comes as fast as it is taken in, never more than BACKLOG_MS ahead; its sound
// goes all the way, but a stand-in has the words (those of AUDIO's own JSON, as many as are said in that time), or with
// `all` the engine. Run with --expose-gc, so that memory is compared without what is only not yet freed.
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { SAMPLE_RATE } from '../../../shared/contract/capture.ts';
import { succeed } from '../../../shared/contract/errors.ts';
import { makeEngine } from '../../../shared/hosts/engine.ts';
import { makeEars } from '../../../shared/hosts/tellers.ts';
import { loadAnalytes } from '../../../shared/knowledge/analytes.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { findInstalled } from '../../../shared/setup/run.ts';
import type { Engine, Heard, Listening } from '../../../shared/transcribe/engines/engine.ts';
import { makeLiveTranscriber } from '../../../shared/transcribe/live.ts';
import { promptOf } from '../../../shared/transcribe/words/prompt.ts';
import { samplesOf } from '../../fixtures/spoken.ts';

const BLOCK = SAMPLE_RATE / 2;
const WINDOW_SECONDS = 30;
/** Taken right after the visit, because a machine is not equally fast all the time. */
const WINDOWS = 3;
const BACKLOG_MS = 45_000;
/**
 * No more than this is ever unheard where a machine keeps up: a full passage and the room around it. On one that has
 * other work to do, speech waits for the engine in the paced part too, since what is measured is not how busy it is.
 */
const KEEPING_UP_MS = 32_000;
const EARLY_MS = 5 * 60_000;

/** A tick of the processor clock in /proc, in ms, on every Linux that Node runs on. */
const TICK_MS = 10;

/** Processor time (ms) that this process and those under it, the engine's among them, have used so far. */
const processorMs = (): number => {
  const used = new Map<number, { readonly parent: number; readonly ms: number }>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    try {
      const fields =
        readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? [];
      const ms = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      used.set(pid, { parent: Number(fields[1]), ms });
    } catch {
      // It has ended since its name was read.
    }
  }
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (used.has(pid) && isOurs(used.get(pid)?.parent ?? 0));
  return [...used].reduce((sum, [pid, { ms }]) => sum + (isOurs(pid) ? ms : 0), 0);
};

/** Megabytes in use by this process once what is unused has been given back. */
const memoryMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 1e6;
};

const [audio = '', minutes = '4', paced = '4', whole] = process.argv.slice(2);
const samples = await samplesOf(audio);
const totalMs = Number(minutes) * 60_000;
const pacedFromMs = totalMs - Number(paced) * 60_000;
const installed = await findInstalled('base-q8_0', 'native');
if (!installed.ok) throw new Error(installed.error.code);
const engine = makeEngine(installed.value, 'native');

const Said = z.object({ seconds: z.number(), turns: z.array(z.object({ text: z.string() })) });
const said = Said.parse(JSON.parse(readFileSync(audio.replace(/\.\w+$/u, '.json'), 'utf8')));
const saidWords = said.turns.flatMap(({ text }) => text.split(' '));
let fedMs = 0;
let nextWord = 0;

/** Words at the pace of the whole, evenly over a passage. */
const standInFor = ({ samples: passage, language }: Listening): Heard => {
  const lengthMs = (passage.length / SAMPLE_RATE) * 1000;
  const count = Math.max(1, Math.round((lengthMs * saidWords.length) / (said.seconds * 1000)));
  const words = Array.from({ length: count }, (_, k) => ({
    text: saidWords[nextWord++ % saidWords.length] ?? '',
    startMs: (k * lengthMs) / count,
    endMs: ((k + 1) * lengthMs) / count,
    confidence: 0.9,
  }));
  return { language, words, meanLogProbability: null };
};

const ears: Engine = {
  ...engine,
  lanes: [],
  listen: (listening) =>
    whole === 'all' || fedMs > pacedFromMs
      ? engine.listen(listening)
      : Promise.resolve(succeed(standInFor(listening))),
};

/** Time on the clock and on the processor, in ms. */
interface Taken {
  readonly ms: number;
  readonly processorMs: number;
}

const takenBy = async (work: () => Promise<unknown>): Promise<Taken> => {
  const [begun, used] = [performance.now(), processorMs()];
  await work();
  return { ms: performance.now() - begun, processorMs: processorMs() - used };
};

/** What the bare engine takes over full windows of this recording. */
const windowTimes = async (): Promise<readonly Taken[]> => {
  const times: Taken[] = [];
  for (let k = 0; k < WINDOWS; k += 1) {
    const from = k * WINDOW_SECONDS * SAMPLE_RATE;
    const window = samples.slice(from, from + WINDOW_SECONDS * SAMPLE_RATE);
    times.push(
      await takenBy(async () => {
        const heard = await engine.listen({ samples: window, language: 'en', prompt: promptOf('en', []) });
        if (!heard.ok) throw new Error(heard.error.code);
      }),
    );
  }
  return times;
};

let heardMs = 0;
let earlyMb = 0;
let wake: () => void = () => undefined;
let provisional = 0;
const live = makeLiveTranscriber({
  ...makeEars(loadDrugs(), loadAnalytes())(undefined),
  engine: ears,
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
const due = async (pacedSince: number): Promise<void> => {
  const isPaced = fedMs > pacedFromMs;
  if (isPaced) await wait(Math.max(0, pacedSince + fedMs - pacedFromMs - performance.now()));
  while (fedMs - heardMs > (isPaced ? KEEPING_UP_MS : BACKLOG_MS))
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
};

let pacedSince = performance.now();
for (; fedMs < totalMs; fedMs += 500) {
  const left = ((totalMs - fedMs) / 1000) * SAMPLE_RATE;
  const at = samples.length - BLOCK - (left % (samples.length - BLOCK));
  if (fedMs <= pacedFromMs) pacedSince = performance.now();
  await due(pacedSince);
  live.feed(samples.slice(at, at + BLOCK));
}
const backlogMs = totalMs - heardMs;
const lateMb = memoryMb();
const afterStop = await takenBy(live.finish);
const heard = await live.finish();
if (!heard.ok) throw new Error(heard.error.code);
const windows = await windowTimes();
await engine.close();

/** Times in ms, memory in MB at minute five and at Stop; `earlyMb` is 0 where the visit is shorter than five minutes. */
export interface LiveFigures {
  readonly windows: readonly Taken[];
  readonly afterStop: Taken;
  readonly backlogMs: number;
  readonly provisional: number;
  readonly words: number;
  readonly earlyMb: number;
  readonly lateMb: number;
}

const figures: LiveFigures = {
  windows,
  afterStop,
  backlogMs,
  provisional,
  words: heard.value.turns.reduce((sum, { words }) => sum + words.length, 0),
  earlyMb,
  lateMb,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
