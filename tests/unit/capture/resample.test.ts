import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { makeResampler } from '../../../shared/capture/decode/resample.ts';

const tone = (hz: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, at) =>
    Math.sin((2 * Math.PI * hz * at) / rate),
  );

const resampled = (input: Float32Array, from: number, to: number, blockSize = 1000): Float32Array => {
  const resampler = makeResampler(from, to);
  const parts: Float32Array[] = [];
  for (let at = 0; at < input.length; at += blockSize)
    parts.push(resampler.push(input.subarray(at, at + blockSize)));
  parts.push(resampler.flush());
  return Float32Array.from(parts.flatMap((part) => [...part]));
};

/** Root mean square of the middle, away from where the stream starts and ends. */
const level = (samples: Float32Array): number => {
  const middle = samples.subarray(samples.length >> 2, (samples.length * 3) >> 2);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
};

describe('resampling to 16 kHz', () => {
  it.each([8000, 11025, 22050, 32000, 44100, 48000, 88200, 96000])(
    'keeps a 1 kHz tone from %i Hz at its level, place and length',
    (rate) => {
      const output = resampled(tone(1000, rate, 1), rate, 16000);
      const expected = tone(1000, 16000, 1);
      expect(Math.abs(output.length - 16000)).toBeLessThanOrEqual(1);
      const error = Float32Array.from(expected, (value, at) => value - (output[at] ?? 0));
      expect(level(error)).toBeLessThan(0.002);
    },
  );

  it('leaves nothing of a tone above half the new rate', () => {
    expect(level(resampled(tone(11000, 48000, 1), 48000, 16000))).toBeLessThan(0.0005);
  });

  it('gives the same samples however the stream is cut', () => {
    const input = tone(440, 44100, 0.1);
    const whole = resampled(input, 44100, 16000, input.length);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (blockSize) => {
        expect(resampled(input, 44100, 16000, blockSize)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('passes sound through that already has the right rate', () => {
    const input = tone(300, 16000, 0.1);
    expect(resampled(input, 16000, 16000)).toEqual(input);
  });
});
