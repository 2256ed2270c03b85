import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SAMPLE_RATE } from '../../../shared/contract/record.ts';
import { wavOf } from '../../../shared/transcribe/engines/wav.ts';
import { tellSidesApart } from '../../../shared/transcribe/speakers/sides.ts';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import { samplesOf, speak } from '../../fixtures/spoken.ts';
import { joined, stretchesOf } from '../../fixtures/spoken-dialogue.ts';
import {
  captureAtWork,
  reloadAndTakeUp,
  sox,
  stop,
  until,
  type CaptureAtWork,
} from '../../support/capture-at-work.ts';

/** Who says what in the sound of two microphones, one voice on each side. */
const LINES = [
  { side: 'left', voice: 'rms', text: 'Good morning, what brings you in today?' },
  { side: 'right', voice: 'awb', text: 'My left knee hurts when I climb the stairs.' },
  { side: 'left', voice: 'rms', text: 'And is it swollen in the evening?' },
  { side: 'right', voice: 'awb', text: 'It is, and warm as well.' },
] as const;

/** What the ears were given: while it was recorded, and out of the record after a crash of the page. */
interface Given {
  readonly samples: Float32Array;
  readonly balance: Float32Array | null;
}
let live: Given | undefined;
let kept: Given | undefined;

/** Ears that keep what they are given, around known answers. */
const listeningServices = (): ReturnType<typeof knownServices> => {
  const known = knownServices();
  return {
    ...known,
    stages: {
      ...known.stages,
      listen: (request) => {
        const fed: Float32Array[] = [];
        const listening = known.stages.listen(request);
        return {
          ...listening,
          feed: (samples) => fed.push(samples),
          finish: () => {
            live = { samples: joined(fed), balance: request.balance?.() ?? null };
            return listening.finish();
          },
        };
      },
      transcribe: async (request) => {
        if (typeof request.audio === 'string') throw new Error('a file was named');
        const blocks: Float32Array[] = [];
        for await (const block of request.audio.blocks) blocks.push(block);
        kept = { samples: joined(blocks), balance: request.audio.balance?.() ?? null };
        return known.stages.transcribe({ ...request, audio: '' });
      },
    },
  };
};

/** Who is heard one after the other, by the side alone. */
const sidesHeard = async ({ samples, balance }: Given): Promise<readonly string[]> => {
  const voices = balance && tellSidesApart(await stretchesOf(samples), balance);
  const sides = (voices?.runs ?? []).map(({ evidence }) => (evidence[0] === 0 ? 'left' : 'right'));
  return sides.filter((side, k) => side !== sides[k - 1]);
};

let folder = '';
let at: CaptureAtWork;
/** Noise of a microphone of its own, the same at each run. */
const noiseOf = (seed: number): (() => number) => {
  let now = seed;
  return () => {
    now = (now * 1_103_515_245 + 12_345) % 2 ** 31;
    return 0.001 * (now / 2 ** 30 - 1);
  };
};

/** A stereo file: each side hears its own person, the other one at a tenth, and noise of its own, also after the last word. */
const twoMicrophones = async (file: string): Promise<void> => {
  const said = await Promise.all(
    LINES.map(({ voice, text }, k) => speak(folder, text, `line-${String(k)}.wav`, voice).then(samplesOf)),
  );
  const rest = new Float32Array(20 * SAMPLE_RATE);
  for (const [seed, here] of (['left', 'right'] as const).entries()) {
    const noise = noiseOf(seed + 1);
    const heard = said.map((line, k) =>
      line.map((sample) => sample * (LINES[k]?.side === here ? 0.8 : 0.08)),
    );
    const sound = joined([...heard, rest]).map((sample) => sample + noise());
    await writeFile(join(folder, `${here}.wav`), wavOf(sound, SAMPLE_RATE));
  }
  sox('-M', join(folder, 'left.wav'), join(folder, 'right.wav'), '-r', '48000', join(folder, file));
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-two-microphones-'));
  await twoMicrophones('two.wav');
  sox(
    '-D',
    '-n',
    '-r',
    '48000',
    '-c',
    '1',
    '-b',
    '16',
    join(folder, 'one.wav'),
    'synth',
    '30',
    'sine',
    '440',
  );
  at = await captureAtWork(folder, listeningServices());
});
afterAll(async () => {
  await at.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  live = undefined;
  kept = undefined;
  await at.newVisit();
});
afterEach(() => at.closePage());

describe('two microphones in a real browser', () => {
  const inTurn = LINES.map(({ side }) => side);
  const heardAfterStop = async (page: Page): Promise<void> => {
    await stop(page);
    await vi.waitFor(() => {
      if (!live && !kept) throw new Error('nothing was heard');
    });
  };

  it('are both shown, and tell the ears who speaks while it is recorded', async () => {
    const page = await at.openPage('two.wav');
    await at.start(page);
    const sides: (readonly [number, number])[] = [];
    const all = await until(page, (now) => {
      if (now.sides) sides.push(now.sides);
      return now.keptMs >= 12_000;
    });
    expect(all.trouble).not.toBe('zeros');
    expect(sides.some(([left, right]) => left > 4 * right)).toBe(true);
    expect(sides.some(([left, right]) => right > 4 * left)).toBe(true);
    await heardAfterStop(page);
    expect(await sidesHeard(live!)).toEqual(inTurn);
    // What is played is one channel, at its own speed.
    expect((await at.sound()).length / 16).toBeGreaterThanOrEqual(12_000);
    expect((await at.sound()).length).toBe(live!.samples.length);
  });

  it('are both kept: out of the record the ears are told the same, also after the page crashed', async () => {
    const page = await at.openPage('two.wav');
    await at.start(page);
    await until(page, ({ keptMs }) => keptMs >= 1_000);
    await reloadAndTakeUp(page);
    await until(page, ({ keptMs }) => keptMs >= 13_000);
    await heardAfterStop(page);
    expect(live).toBeUndefined();
    // What was said while the page was gone is lost and marked; the sides go on as they were.
    expect(await sidesHeard(kept!)).toEqual(inTurn);
  });

  it('are one where both hear the very same, and take no more room than one', async () => {
    const page = await at.openPage('one.wav');
    await at.start(page);
    expect(await until(page, ({ keptMs }) => keptMs >= 1_000)).not.toHaveProperty('sides.0');
    await heardAfterStop(page);
    expect(live!.balance).toBeNull();
  });
});
