import { describe, expect, it } from 'vitest';
import { refuse, succeed } from '../../../shared/contract/errors.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import { makeTailHearing, type TailHearing } from '../../../shared/transcribe/tail.ts';
import type { Chunk } from '../../../shared/transcribe/voice/chunks.ts';

const RATE = 16_000;

const chunkAt = (fromSeconds: number, seconds: number): Chunk => ({
  samples: new Float32Array(seconds * RATE).fill(fromSeconds),
  pieces: [{ at: 0, from: fromSeconds * RATE, length: seconds * RATE }],
  voicedMs: seconds * 1000,
});

const engine: Engine = {
  identity: { name: 'native', version: 'test', model: 'none', sha256: '' },
  canDrop: true,
  lanes: [],
  prepare: () => undefined,
  detectLanguage: () => Promise.resolve(succeed('en')),
  listen: () => Promise.resolve(refuse('engine-failed')),
  close: () => Promise.resolve(),
};

/** Ears that hear until they are let go on or dropped; `heard` are the lengths (s) of what was heard to its end. */
const makeEars = (openMs: number, mayDrop = true) => {
  const stop = new AbortController();
  const heard: number[] = [];
  let goOn: () => void = () => undefined;
  const tail: TailHearing = makeTailHearing({
    chunker: { openMs: () => openMs, given: () => 1 },
    mayDrop: () => mayDrop,
    stop: stop.signal,
    unreadMs: () => 0,
    hear: (chunk, _, dropped) =>
      new Promise((resolve) => {
        dropped.addEventListener('abort', () => {
          resolve(refuse('cancelled'));
        });
        goOn = () => {
          heard.push(chunk.samples.length / RATE);
          resolve(succeed({ words: [], gaps: [] }));
        };
      }),
  });
  return {
    tail,
    heard,
    stop: () => {
      stop.abort();
    },
    goOn: () => {
      goOn();
    },
  };
};

const lengthsOf = async (hearing: ReturnType<TailHearing['hear']>): Promise<readonly number[]> => {
  const result = await hearing;
  if (!result.ok) throw new Error(result.error.code);
  return result.value.map(({ chunk }) => chunk.samples.length / RATE);
};

describe('what is left at Stop', () => {
  it('is heard in one go with a passage that had only just been begun', async () => {
    const { tail, heard, stop, goOn } = makeEars(6000);
    const first = tail.hear(chunkAt(0, 12), engine);
    stop();
    expect(await lengthsOf(first)).toEqual([]);
    const last = tail.hear(chunkAt(14, 7), engine);
    goOn();
    const result = await last;
    expect(heard).toEqual([19]);
    const [whole] = result.ok ? result.value : [];
    // Both parts keep their own moments.
    expect(whole?.chunk.pieces).toEqual([
      { at: 0, from: 0, length: 12 * RATE },
      { at: 12 * RATE, from: 14 * RATE, length: 7 * RATE },
    ]);
    expect(await lengthsOf(tail.rest(engine))).toEqual([]);
  });

  it.each([
    ['nothing more was said', 0, 12, true],
    ['both together are too long for the engine', 9000, 22, true],
    ['giving up costs something', 6000, 12, false],
  ])('leaves a passage to be heard to its end where %s', async (_, openMs, seconds, mayDrop) => {
    const { tail, stop, goOn } = makeEars(openMs, mayDrop);
    const first = tail.hear(chunkAt(0, seconds), engine);
    stop();
    goOn();
    expect(await lengthsOf(first)).toEqual([seconds]);
  });

  it('is the passage alone where what came after it was no speech', async () => {
    const { tail, stop, goOn } = makeEars(300);
    const first = tail.hear(chunkAt(0, 12), engine);
    stop();
    expect(await lengthsOf(first)).toEqual([]);
    const rest = tail.rest(engine);
    goOn();
    expect(await lengthsOf(rest)).toEqual([12]);
  });
});
