import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuse, type Result } from '../../../shared/contract/errors.ts';
import type { Transcript } from '../../../shared/contract/transcript.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import { makeNativeEngine } from '../../../shared/transcribe/engines/native.ts';
import {
  makeLiveTranscriber,
  type LiveSettings,
  type LiveTranscriber,
} from '../../../shared/transcribe/live.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { builtServer, installedWeights, samplesOf, speak } from '../../fixtures/spoken.ts';

const HALF_SECOND = 8000;
const FIRST = 'My left knee hurts when I climb the stairs.';
const SECOND = 'The garden gate is painted green this year.';

let folder = '';
let engine: Engine;
let first = new Float32Array(0);
let second = new Float32Array(0);

const native = async (serverPath = builtServer()): Promise<Engine> =>
  makeNativeEngine({
    ...(await installedWeights('tiny.en-q8_0')),
    serverPath,
    version: 'test',
    runFolder: folder,
    threads: 2,
    beamSize: 1,
    bestOf: 1,
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-live-'));
  engine = await native();
  first = await samplesOf(await speak(folder, FIRST, 'first.wav'));
  second = await samplesOf(await speak(folder, SECOND, 'second.wav'));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const silence = (seconds: number): Float32Array => new Float32Array(seconds * 16_000);

const feedAll = (live: LiveTranscriber, ...parts: readonly Float32Array[]): void => {
  for (const part of parts)
    for (let at = 0; at < part.length; at += HALF_SECOND) live.feed(part.subarray(at, at + HALF_SECOND));
};

const ears = (settings: Partial<LiveSettings> = {}): LiveTranscriber =>
  makeLiveTranscriber({ engine, language: 'en', readCues: loadCueReader(), ...settings });

const textOf = (result: Result<Transcript>): string => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value.turns
    .map((turn) => turn.text)
    .join(' ')
    .toLowerCase();
};

/** A promise and the function that keeps it. */
const event = <T>(): { readonly happened: Promise<T>; readonly happen: (value: T) => void } => {
  let happen: (value: T) => void = () => undefined;
  const happened = new Promise<T>((resolve) => {
    happen = resolve;
  });
  return { happened, happen };
};

/** The real engine behind a gate: it hears nothing until it is let. */
const gated = (): { readonly slow: Engine; readonly open: () => void } => {
  const { happened, happen } = event<undefined>();
  return {
    slow: {
      ...engine,
      listen: async (listening) => {
        await happened;
        return engine.listen(listening);
      },
    },
    open: () => {
      happen(undefined);
    },
  };
};

describe('listening while it is recorded', () => {
  it('has the words of what was said before a silence while the recording goes on', async () => {
    const { happened, happen } = event<string>();
    const live = ears({
      onSettled: ({ words }, { heardMs, recordedMs }) => {
        expect(heardMs).toBeLessThanOrEqual(recordedMs);
        happen(words.map(({ text }) => text).join(' '));
      },
    });
    feedAll(live, silence(1), first, first, silence(2));
    expect((await happened).toLowerCase()).toContain('knee hurts');
    feedAll(live, second);
    const text = textOf(await live.finish());
    expect(text).toContain('knee hurts');
    expect(text).toMatch(/garden gate is painted green this year/u);
    expect(text.match(/garden/gu)).toHaveLength(1);
  });

  it('shows words of speech that has not paused yet, and says them once in the end', async () => {
    const { happened, happen } = event<string>();
    const live = ears({
      onProvisional: ({ text }) => {
        happen(text);
      },
    });
    feedAll(live, first, second);
    expect((await happened).toLowerCase()).toContain('knee');
    const text = textOf(await live.finish());
    expect(text.match(/knee/gu)).toHaveLength(1);
  });

  it('has heard at Stop what was said before a pause, and does not hear it twice', async () => {
    const { happened, happen } = event<string>();
    let passages = 0;
    const live = ears({
      engine: {
        ...engine,
        listen: (listening) => {
          passages += 1;
          return engine.listen(listening);
        },
      },
      onProvisional: ({ text }) => {
        happen(text);
      },
    });
    // Short of the silence after which a passage is given out by itself.
    feedAll(live, first, silence(0.9));
    await happened;
    const looks = passages;
    const text = textOf(await live.finish());
    expect(text.match(/stairs/gu)).toHaveLength(1);
    expect(passages).toBe(looks);
  });

  it('takes sound without waiting when the engine cannot keep up, loses none of it, and spares itself the rest', async () => {
    const { slow, open } = gated();
    const provisional: string[] = [];
    const { happened, happen } = event<undefined>();
    const live = ears({
      engine: {
        ...slow,
        listen: (listening) => {
          happen(undefined);
          return slow.listen(listening);
        },
      },
      onProvisional: ({ text }) => {
        provisional.push(text);
      },
    });
    feedAll(live, first, silence(1), second, silence(2));
    await happened;
    for (let round = 0; round < 6; round += 1) feedAll(live, first, silence(1), second, silence(1));
    const finished = live.finish();
    open();
    const text = textOf(await finished);
    expect(text.match(/garden/gu)).toHaveLength(7);
    expect(text.match(/stairs/gu)).toHaveLength(7);
    expect(provisional).toEqual([]);
  });

  it('finds no words in silence, and gives a transcript of it', async () => {
    const live = ears();
    feedAll(live, silence(20));
    expect(await live.finish()).toMatchObject({ ok: true, value: { turns: [], durationMs: 20_000 } });
  });

  /** The real engine, but it stops on the passages of these numbers, counted from 1. */
  const stoppingOn = (...numbers: readonly number[]): Engine => {
    let passage = 0;
    return {
      ...engine,
      listen: (listening) => {
        passage += 1;
        return numbers.includes(passage)
          ? Promise.resolve(refuse('engine-failed'))
          : engine.listen(listening);
      },
    };
  };

  /** Feeds each part when the one before has been dealt with, so that each is a passage of its own. */
  const partByPart = async (hearing: Engine, parts: readonly Float32Array[]): Promise<Result<Transcript>> => {
    let settled = event<undefined>();
    const live = ears({
      engine: hearing,
      onSettled: () => {
        settled.happen(undefined);
      },
    });
    for (const part of parts) {
      settled = event<undefined>();
      feedAll(live, part, silence(0.3), part, silence(2));
      await settled.happened;
    }
    return live.finish();
  };

  it('marks a passage on which the engine stopped, with its time, and hears those before and after', async () => {
    const result = await partByPart(stoppingOn(2), [first, second, first]);
    expect(textOf(result).match(/stairs/gu)).toHaveLength(4);
    expect(textOf(result)).not.toContain('garden');
    const [gap, ...more] = result.ok ? result.value.gaps : [];
    expect(more).toEqual([]);
    expect(gap?.reason).toBe('engine-failed');
    const partMs = ((2 * first.length) / 16_000 + 2.3) * 1000;
    expect(gap?.startMs).toBeGreaterThan(partMs - 1500);
    expect(gap?.endMs).toBeGreaterThan((gap?.startMs ?? 0) + 4000);
  });

  it('takes an engine that stops on everything for broken, not the visit for silent', async () => {
    expect(await partByPart(stoppingOn(1), [first])).toMatchObject({ error: { code: 'engine-failed' } });
  });

  it('says that the engine is missing, and goes on taking sound', async () => {
    const live = ears({ engine: await native(join(folder, 'no-engine')) });
    feedAll(live, first, silence(2), first, silence(2), second);
    expect(await live.finish()).toMatchObject({ ok: false, error: { code: 'engine-missing' } });
    live.feed(second);
    expect(await live.finish()).toMatchObject({ ok: false, error: { code: 'engine-missing' } });
  });

  it('stops when told to, also when no sound comes any more', async () => {
    const aborter = new AbortController();
    const live = ears({ signal: aborter.signal });
    feedAll(live, silence(1));
    aborter.abort();
    expect(await live.finish()).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});
