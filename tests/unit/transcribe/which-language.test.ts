import { describe, expect, it } from 'vitest';
import { succeed } from '../../../shared/contract/errors.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import type { Chunk } from '../../../shared/transcribe/voice/chunks.ts';
import { makeLanguageFinder } from '../../../shared/transcribe/which-language.ts';

const chunkOf = (seconds: number): Chunk => ({
  samples: new Float32Array(16_000 * seconds),
  pieces: [{ at: 0, from: 0, length: 16_000 * seconds }],
  voicedMs: seconds * 1000,
});

/** An engine that finds these languages, one after the other, and counts how often it is asked. */
const finderOver = (languages: readonly string[], asked = 'auto') => {
  const left = [...languages];
  const engine: Engine = {
    identity: { name: 'native', version: 'test', model: 'none', sha256: '' },
    canDrop: true,
    lanes: [],
    prepare: () => undefined,
    detectLanguage: () => Promise.resolve(succeed(left.shift() ?? 'xx')),
    listen: () => Promise.resolve(succeed({ language: 'en', words: [], meanLogProbability: null })),
    close: () => Promise.resolve(),
  };
  const finder = makeLanguageFinder(engine, asked, undefined);
  const hear = async (seconds: number): Promise<readonly string[]> => {
    const spoken = await finder.find(chunkOf(seconds));
    if (!spoken.ok) throw new Error(spoken.error.code);
    finder.heard(spoken.value);
    return spoken.value.map(({ language }) => language);
  };
  return { ...finder, hear, left };
};

describe('which language a visit is in', () => {
  it('asks until two chunks in a row agree, and then no more', async () => {
    const { hear, settled, left } = finderOver(['en', 'en', 'en', 'es']);
    expect(await hear(20)).toEqual(['en']);
    expect(settled()).toBe(null);
    expect(await hear(20)).toEqual(['en']);
    expect(settled()).toBe('en');
    expect(await hear(20)).toEqual(['en']);
    expect(left).toEqual(['es']);
  });

  it('takes a first chunk apart that changes language, and does not settle on a greeting', async () => {
    const { hear, settled, likely } = finderOver(['es', 'en', 'en', 'en']);
    expect(await hear(20)).toEqual(['es', 'en']);
    expect(await hear(20)).toEqual(['en']);
    expect([settled(), likely()]).toEqual([null, 'en']);
    await hear(20);
    expect(settled()).toBe('en');
  });

  it('believes in no third language in the half of a chunk', async () => {
    expect(await finderOver(['en', 'cy', 'en']).hear(20)).toEqual(['en']);
  });

  it('never asks where the language is given', async () => {
    const { hear, left } = finderOver(['es'], 'en');
    expect(await hear(20)).toEqual(['en']);
    expect(left).toEqual(['es']);
  });
});
