import { describe, expect, it } from 'vitest';
import { succeed } from '../../../shared/contract/errors.ts';
import type { Word } from '../../../shared/contract/transcript.ts';
import { makeFindRisky } from '../../../shared/hosts/tellers.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { loadLanguage } from '../../../shared/language/index.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import type { Chunk } from '../../../shared/transcribe/voice/chunks.ts';
import { makeSecondListening } from '../../../shared/transcribe/words/second-listening.ts';

const findRisky = makeFindRisky(loadDrugs(), loadLanguage());
const EACH_MS = 400;
const chunk: Chunk = {
  samples: new Float32Array(16_000 * 6),
  pieces: [{ at: 0, from: 0, length: 16_000 * 6 }],
  voicedMs: 6000,
};

const wordsOf = (text: string, confidence: number): Word[] =>
  text.split(' ').map((word, k) => ({
    text: word,
    startMs: k * EACH_MS,
    endMs: (k + 1) * EACH_MS,
    confidence,
  }));

/** What is marked when `first` was heard unsurely, and the sound around its words is heard as `again` from its start. */
const marks = async (first: string, again: string, confidence = 0.4) => {
  const engine: Engine = {
    identity: { name: 'native', version: 'test', model: 'none', sha256: '' },
    canDrop: true,
    lanes: [],
    prepare: () => undefined,
    detectLanguage: () => Promise.resolve(succeed('en')),
    listen: () =>
      Promise.resolve(succeed({ language: 'en', words: wordsOf(again, 0.9), meanLogProbability: null })),
    close: () => Promise.resolve(),
  };
  const second = makeSecondListening(engine, findRisky);
  const words = wordsOf(first, confidence);
  second.observe(chunk, words);
  const differing = await second.finish('en');
  if (!differing.ok) throw new Error(differing.error.code);
  return words.flatMap((word) => {
    const other = differing.value.get(word);
    return other === undefined ? [] : [[word.text, other]];
  });
};

describe('second listening', () => {
  it('marks another number or another medicine in the place of a word that was unsure', async () => {
    expect(await marks('take fifteen every day', 'take fifty every day')).toEqual([['fifteen', 'fifty']]);
    expect(await marks('take hydroxyzine at night', 'take hydralazine at night')).toEqual([
      ['hydroxyzine', 'hydralazine'],
    ]);
  });

  it('marks nothing where the same number is only written otherwise', async () => {
    expect(await marks('take fifteen every day', 'take 15 every day')).toEqual([]);
  });

  it('marks nothing where the name is garbled this time, or was sure the first time', async () => {
    expect(await marks('take naproxen some days', 'take near Proxin some days')).toEqual([]);
    expect(await marks('take fifteen every day', 'take fifty every day', 0.9)).toEqual([]);
  });
});
