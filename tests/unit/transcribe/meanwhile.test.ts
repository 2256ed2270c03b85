import { describe, expect, it } from 'vitest';
import type { ChunkHeard } from '../../../shared/transcribe/listen.ts';
import { makeMeanwhile, type Provisional } from '../../../shared/transcribe/meanwhile.ts';
import type { Chunk } from '../../../shared/transcribe/voice/chunks.ts';

/** Speech of this length (ms) that starts at a sample of the recording. */
const speech = (voicedMs: number, from = 0): Chunk => ({
  samples: new Float32Array(voicedMs * 16),
  pieces: [{ at: 0, from, length: voicedMs * 16 }],
  voicedMs,
});

const saying = (text: string): ChunkHeard => ({
  words: text
    .split(' ')
    .map((word, k) => ({ text: word, startMs: k * 100, endMs: k * 100 + 90, confidence: 0.9 })),
  gaps: [],
});

/** An open chunk that the test fills, and hearing that ends when the test says so. */
const makeScene = () => {
  let open = speech(0);
  let pauseMs = 0;
  const looks: { readonly signal: AbortSignal; readonly end: (heard: ChunkHeard | null) => void }[] = [];
  const shown: Provisional[] = [];
  const meanwhile = makeMeanwhile({
    chunker: { open: () => open, openMs: () => open.voicedMs, pauseMs: () => pauseMs },
    hear: (_, signal) =>
      new Promise((end) => {
        looks.push({ signal, end });
      }),
    onProvisional: (provisional) => {
      shown.push(provisional);
    },
  });
  return {
    ...meanwhile,
    looks,
    shown,
    /** So much has been said in all, and nothing for `quietMs`. */
    hold: (voicedMs: number, quietMs: number): void => {
      open = speech(voicedMs);
      pauseMs = quietMs;
      meanwhile.consider();
    },
  };
};

/** Lets what follows from a hearing that has ended happen. */
const settled = async (): Promise<void> => {
  for (let k = 0; k < 10; k += 1) await Promise.resolve();
};

describe('a look at speech that is still open', () => {
  it('is the hearing of the chunk where nothing more was said, whether done or under way', async () => {
    const scene = makeScene();
    scene.hold(2000, 250);
    scene.looks[0]?.end(saying('see you in May'));
    await settled();
    expect(scene.shown).toEqual([{ text: 'see you in May', startMs: 0 }]);
    expect(await scene.take(speech(2000))).toEqual(saying('see you in May'));

    scene.hold(4000, 250);
    const taken = scene.take(speech(4000));
    scene.looks[1]?.end(saying('and bring the list'));
    expect(await taken).toEqual(saying('and bring the list'));
    expect(scene.looks[1]?.signal.aborted).toBe(false);
    // It comes as settled words, not as provisional ones too.
    expect(scene.shown).toHaveLength(1);
  });

  it('is dropped where more was said since, or other speech is to be heard', async () => {
    const scene = makeScene();
    scene.hold(2000, 250);
    expect(await scene.take(speech(2300))).toBeNull();
    expect(scene.looks[0]?.signal.aborted).toBe(true);
    scene.hold(3000, 250);
    expect(await scene.take(speech(3000, 16_000))).toBeNull();
    expect(scene.looks[1]?.signal.aborted).toBe(true);
  });

  it('is not believed where it heard nothing, stopped, or left something out', async () => {
    const gap = { startMs: 0, endMs: 900, reason: 'loop' } as const;
    for (const heard of [null, { words: [], gaps: [] }, { ...saying('yes yes'), gaps: [gap] }]) {
      const scene = makeScene();
      scene.hold(2000, 250);
      scene.looks[0]?.end(heard);
      expect(await scene.take(speech(2000))).toBeNull();
    }
  });

  it('is taken at pauses first, and at a lasting one however little was said', async () => {
    const scene = makeScene();
    scene.hold(2000, 0);
    expect(scene.looks).toHaveLength(0);
    scene.hold(3100, 0);
    expect(scene.looks).toHaveLength(1);
    scene.looks[0]?.end(saying('a first look'));
    await settled();
    scene.hold(3400, 250);
    expect(scene.looks).toHaveLength(1);
    scene.hold(3400, 650);
    expect(scene.looks).toHaveLength(2);
    scene.looks[1]?.end(saying('a last look'));
    await settled();
    scene.hold(3400, 900);
    expect(scene.looks).toHaveLength(2);
  });

  it('is taken once more where the one before ran into the pause, and so heard more than was said', async () => {
    const scene = makeScene();
    scene.hold(3100, 0);
    scene.looks[0]?.end(saying('into the pause'));
    await settled();
    scene.hold(2950, 250);
    expect(scene.looks).toHaveLength(1);
    scene.hold(2950, 650);
    expect(scene.looks).toHaveLength(2);
    scene.looks[1]?.end(saying('up to the pause'));
    expect(await scene.take(speech(2950))).toEqual(saying('up to the pause'));
  });
});
