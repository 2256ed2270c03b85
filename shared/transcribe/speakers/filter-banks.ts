import { SAMPLE_RATE } from '../../contract/capture.ts';
import type { SpeakerModelInput } from '../../contract/speaker-model.ts';
import { makeFourier } from './fourier.ts';

type Window = Extract<SpeakerModelInput, { kind: 'log-mel' }>['window'];

/** Frames of 25 ms, each 10 ms, in samples; the transform is over the next power of two. */
const FRAME = 400;
const HOP = 160;
const TRANSFORM = 512;
const LOW_HZ = 20;
const PRE_EMPHASIS = 0.97;
/** Kaldi's samples are those of 16 bits, and its logarithm is of no less than this. */
const FULL_SCALE = 32_768;
const LEAST_POWER = 1.192_092_9e-7;

const WINDOWS: Readonly<Record<Window, (turn: number) => number>> = {
  hamming: (turn) => 0.54 - 0.46 * Math.cos(turn),
  povey: (turn) => (0.5 - 0.5 * Math.cos(turn)) ** 0.85,
};

const mel = (hz: number): number => 1127 * Math.log(1 + hz / 700);

/** For each band a weight for each bin of the transform, straight on the mel scale. */
const bandsOf = (count: number): readonly Float64Array[] => {
  const low = mel(LOW_HZ);
  const step = (mel(SAMPLE_RATE / 2) - low) / (count + 1);
  return Array.from({ length: count }, (_, band) => {
    const left = low + band * step;
    return Float64Array.from({ length: TRANSFORM / 2 }, (__, bin) => {
      const at = mel((bin * SAMPLE_RATE) / TRANSFORM);
      return Math.max(0, Math.min((at - left) / step, (left + 2 * step - at) / step));
    });
  });
};

/** Log-mel frames one after the other, `bands` values each. */
export interface FilterBanks {
  readonly frames: number;
  readonly values: Float32Array;
}

const withoutMean = ({ frames, values }: FilterBanks, bands: number): FilterBanks => {
  for (let band = 0; band < bands; band += 1) {
    let sum = 0;
    for (let at = band; at < values.length; at += bands) sum += values[at] ?? 0;
    for (let at = band; at < values.length; at += bands) values[at] = (values[at] ?? 0) - sum / frames;
  }
  return { frames, values };
};

/**
 * Log-mel frames of a piece of 16 kHz sound as Kaldi makes them (`SpeakerModelInput` says how), the mean of each band
 * over the piece taken off. A piece shorter than one frame has none.
 */
export const makeFilterBanks = (bands: number, window: Window): ((samples: Float32Array) => FilterBanks) => {
  const weights = bandsOf(bands);
  const fourier = makeFourier(TRANSFORM);
  const shape = Float64Array.from({ length: FRAME }, (_, at) =>
    WINDOWS[window]((2 * Math.PI * at) / (FRAME - 1)),
  );
  const real = new Float64Array(TRANSFORM);
  const imaginary = new Float64Array(TRANSFORM);
  const power = new Float64Array(TRANSFORM / 2);
  const transform = (frame: Float32Array): void => {
    const mean = frame.reduce((sum, sample) => sum + sample, 0) / FRAME;
    const level = (at: number): number => ((frame[Math.max(0, at)] ?? 0) - mean) * FULL_SCALE;
    real.fill(0);
    imaginary.fill(0);
    for (let at = 0; at < FRAME; at += 1)
      real[at] = (level(at) - PRE_EMPHASIS * level(at - 1)) * (shape[at] ?? 0);
    fourier(real, imaginary);
    for (let bin = 0; bin < power.length; bin += 1)
      power[bin] = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
  };
  return (samples) => {
    const frames = samples.length < FRAME ? 0 : 1 + Math.floor((samples.length - FRAME) / HOP);
    const values = new Float32Array(frames * bands);
    for (let frame = 0; frame < frames; frame += 1) {
      transform(samples.subarray(frame * HOP, frame * HOP + FRAME));
      weights.forEach((weight, band) => {
        const sum = weight.reduce((total, value, bin) => total + value * (power[bin] ?? 0), 0);
        values[frame * bands + band] = Math.log(Math.max(LEAST_POWER, sum));
      });
    }
    return withoutMean({ frames, values }, bands);
  };
};
