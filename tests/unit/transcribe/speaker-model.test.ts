import { describe, expect, it } from 'vitest';
import type { SpeakerModelInput } from '../../../shared/contract/speaker-model.ts';
import { openEmbedder, type SpeakerEmbedder } from '../../../shared/transcribe/speakers/embedder.ts';
import {
  bandsFirstModel,
  framesModel,
  modelOf,
  onnxOf,
  type Node,
  type Port,
} from '../../fixtures/made-speaker-model.ts';

const MEL: SpeakerModelInput = { kind: 'log-mel', window: 'hamming' };
const SAMPLES: SpeakerModelInput = { kind: 'samples' };

const opened = async (bytes: Uint8Array, input: SpeakerModelInput): Promise<SpeakerEmbedder> => {
  const answer = await openEmbedder(modelOf(bytes, input));
  if ('fault' in answer) throw new Error(answer.fault);
  return answer.embedder;
};
const faultOf = async (bytes: Uint8Array, input: SpeakerModelInput): Promise<string | undefined> => {
  const answer = await openEmbedder(modelOf(bytes, input));
  if ('fault' in answer) return answer.fault;
  await answer.embedder.close();
  return undefined;
};

/** A tone that glides up, as a second of sound. */
const glide = Float32Array.from({ length: 16_000 }, (_, at) => 0.3 * Math.sin((at * at) / 20_000));

const PCM: Port = { name: 'pcm', kind: 'float32', shape: [1, 'count'] };
const OUT: Port = { name: 'embs', kind: 'float32', shape: [1, 'width'] };
const same: readonly Node[] = [{ op: 'Identity', inputs: ['pcm'], output: 'embs' }];

describe('a speaker model', () => {
  it('gives the same vector of length 1 whether it takes frames or bands first', async () => {
    const [frames, bands] = [await opened(framesModel(), MEL), await opened(bandsFirstModel(), MEL)];
    const [one, other] = [await frames.embed(glide), await bands.embed(glide)];
    expect(one).toHaveLength(80);
    expect(Math.hypot(...(one ?? []))).toBeCloseTo(1, 5);
    one?.forEach((value, k) => {
      expect(other?.[k]).toBeCloseTo(value, 5);
    });
    await frames.close();
    await bands.close();
  });

  it('hears no difference in loudness, since the mean of each band is taken off', async () => {
    const model = await opened(framesModel(), MEL);
    const [loud, quiet] = [await model.embed(glide), await model.embed(glide.map((sample) => sample / 8))];
    loud?.forEach((value, k) => {
      expect(quiet?.[k]).toBeCloseTo(value, 3);
    });
    await model.close();
  });

  it('is refused where it takes something else than its description says', async () => {
    expect(await faultOf(framesModel(), SAMPLES)).toBe('input');
    expect(await faultOf(onnxOf([PCM], same, OUT), MEL)).toBe('input');
    const whole: Port = { name: 'pcm', kind: 'int64', shape: [1, 'count'] };
    expect(await faultOf(onnxOf([whole], same, { ...OUT, kind: 'int64' }), SAMPLES)).toBe('input');
    // A window of a fixed length is no piece of speech.
    expect(await faultOf(onnxOf([{ ...PCM, shape: [1, 16_000] }], same, OUT), SAMPLES)).toBe('input');
  });

  it('is refused where what it gives grows with the sound, or is one number', async () => {
    expect(await faultOf(onnxOf([PCM], same, OUT), SAMPLES)).toBe('output');
    const mean: readonly Node[] = [
      { op: 'ReduceMean', inputs: ['pcm'], output: 'embs', numbers: { axes: [1], keepdims: 1 } },
    ];
    expect(await faultOf(onnxOf([PCM], mean, OUT), SAMPLES)).toBe('output');
  });

  it('is refused where it is no model', async () => {
    expect(await faultOf(Buffer.from('a text'), SAMPLES)).toBe('not-a-model');
  });
});
