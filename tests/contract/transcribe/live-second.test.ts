import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { succeed } from '../../../shared/contract/errors.ts';
import type { Transcript } from '../../../shared/contract/transcript.ts';
import { makeFindRisky } from '../../../shared/hosts/tellers.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { loadLanguage } from '../../../shared/language/index.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import { makeLiveTranscriber } from '../../../shared/transcribe/live.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { quickEngine, samplesOf, speak } from '../../fixtures/spoken.ts';

const DOSE = 'Please take fifteen milligrams every morning, and forty milligrams every night.';
const findRisky = makeFindRisky(loadDrugs(), loadLanguage());

let folder = '';
let engine: Engine;
let dose = new Float32Array(0);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-live-second-'));
  engine = await quickEngine(folder);
  dose = await samplesOf(await speak(folder, DOSE, 'dose.wav'));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

interface LiveVisit {
  readonly transcript: Transcript;
  /** Words as they were given while the recording went on. */
  readonly settled: readonly string[];
  /** Passages heard for the first time, and those heard a second time before and after Stop. */
  readonly passages: number;
  readonly again: number;
  readonly afterStop: number;
}

/** A live visit of so many doses, each a passage of its own, by a real engine that is sure of nothing it hears. */
const visitOf = async (doses: number): Promise<LiveVisit> => {
  let [passages, again, afterStop] = [0, 0, 0];
  let isStopped = false;
  let onNext: () => void = () => undefined;
  const settled: string[] = [];
  const unsure: Engine = {
    ...engine,
    listen: async (listening) => {
      if (listening.temperature === undefined) passages += 1;
      else if (isStopped) afterStop += 1;
      else again += 1;
      const heard = await engine.listen(listening);
      if (!heard.ok) return heard;
      // The recording goes on meanwhile, so that what was said in it is given out.
      if (listening.temperature !== undefined && !isStopped) setImmediate(feedSilence);
      const words = heard.value.words.map((word) => ({ ...word, confidence: 0.6 }));
      return succeed({ ...heard.value, words });
    },
  };
  const feedSilence = (): void => {
    live.feed(new Float32Array(2 * 16_000));
  };
  const live = makeLiveTranscriber({
    engine: unsure,
    language: 'en',
    readCues: loadCueReader(),
    findRisky,
    onSettled: ({ words }) => {
      settled.push(...words.map(({ text }) => text));
      onNext();
    },
  });
  for (let each = 0; each < doses; each += 1) {
    const isSettled = new Promise<void>((resolve) => {
      onNext = resolve;
    });
    live.feed(dose);
    feedSilence();
    await isSettled;
  }
  isStopped = true;
  const result = await live.finish();
  if (!result.ok) throw new Error(result.error.code);
  return { transcript: result.value, settled, passages, again, afterStop };
};

describe('a second listening while it is recorded', () => {
  it('hears doses again before Stop, leaves every word as it was, and leaves no more for after Stop in a longer visit', async () => {
    const short = await visitOf(3);
    const long = await visitOf(11);
    expect(short.again + short.afterStop).toBeGreaterThan(0);
    expect(long.again).toBeGreaterThan(0);
    expect(long.again + long.afterStop).toBeLessThanOrEqual(Math.ceil(long.passages * 0.12));
    expect(long.afterStop).toBeLessThanOrEqual(Math.max(1, short.afterStop));
    for (const { transcript, settled } of [short, long]) {
      const words = transcript.turns.flatMap((turn) => turn.words);
      expect(words.map(({ text }) => text)).toEqual(settled);
      expect(words.filter(({ text }) => /fifteen|15/iu.test(text)).length).toBeGreaterThan(0);
      // A mark stands on a dose alone, and says another dose.
      const risky = findRisky(words.map(({ text }) => text));
      words.forEach(({ text, heardAgain }, k) => {
        if (heardAgain === undefined) return;
        expect(risky[k]).not.toBeNull();
        expect(heardAgain).not.toBe(text);
      });
    }
  });
});
