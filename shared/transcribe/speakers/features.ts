import { SAMPLE_RATE } from '../../contract/capture.ts';
import { FRAME_SAMPLES } from '../voice/silero.ts';
import { makeFourier } from './fourier.ts';

/** Values per frame: cepstral coefficients 1 to 16, then the pitch in octaves (0 where the frame has none). */
export const CEPSTRA = 16;
export const FEATURES = CEPSTRA + 1;
const BANDS = 26;
const LOW_HZ = 80;
const HIGH_HZ = 7600;
/** Human voices, with room for a child. */
const PITCH_HZ = { low: 65, high: 420 } as const;
/** Least share of a frame's energy that must repeat at the pitch period for the frame to have a pitch. */
const VOICED = 0.45;

const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const hertz = (value: number): number => 700 * (10 ** (value / 2595) - 1);

/** Triangular filters on the mel scale: for each band, the first bin and the weights from there. */
const melFilters = (): readonly { first: number; weights: number[] }[] => {
  const edge = (index: number): number => {
    const low = mel(LOW_HZ);
    return hertz(low + ((mel(HIGH_HZ) - low) * index) / (BANDS + 1)) * (FRAME_SAMPLES / SAMPLE_RATE);
  };
  return Array.from({ length: BANDS }, (_, band) => {
    const [left, peak, right] = [edge(band), edge(band + 1), edge(band + 2)];
    const first = Math.ceil(left);
    const weights: number[] = [];
    for (let bin = first; bin <= right; bin += 1) {
      weights.push(Math.max(0, Math.min((bin - left) / (peak - left), (right - bin) / (right - peak))));
    }
    return { first, weights: weights.length > 0 ? weights : [1] };
  });
};

/** Every second sample of a window, each the mean of two: half the rate still holds any voice's pitch. */
const halved = (window: Float32Array, into: Float64Array): void => {
  for (let at = 0; at < into.length; at += 1)
    into[at] = ((window[2 * at] ?? 0) + (window[2 * at + 1] ?? 0)) / 2;
};

const RATE = SAMPLE_RATE / 2;
/** Lags (samples at half the rate) that a voice's pitch may have. */
const LAGS = { shortest: Math.floor(RATE / PITCH_HZ.high), longest: Math.ceil(RATE / PITCH_HZ.low) } as const;

/** What the pitch of a frame is found with, the same for all frames. */
interface PitchScratch {
  readonly samples: Float64Array;
  /** The energy of all that goes before a sample, so that no lag has to add it up again. */
  readonly energies: Float64Array;
  /** How like itself the window is at each lag. */
  readonly likenesses: Float64Array;
}

const makePitchScratch = (): PitchScratch => ({
  samples: new Float64Array(FRAME_SAMPLES),
  energies: new Float64Array(FRAME_SAMPLES + 1),
  likenesses: new Float64Array(LAGS.longest + 2),
});

/** Pitch of a window of two frames in Hz by autocorrelation, or 0 where it has none. */
const pitchOf = (window: Float32Array, { samples, energies, likenesses }: PitchScratch): number => {
  halved(window, samples);
  samples.forEach((sample, at) => {
    energies[at + 1] = (energies[at] ?? 0) + sample * sample;
  });
  const { shortest, longest } = LAGS;
  const span = samples.length - longest;
  const energy = (energies[span] ?? 0) + 1e-9;
  likenesses.fill(0);
  let bestLag = 0;
  for (let lag = shortest; lag <= longest; lag += 1) {
    let product = 0;
    for (let at = 0; at < span; at += 1) product += (samples[at] ?? 0) * (samples[at + lag] ?? 0);
    const shifted = (energies[span + lag] ?? 0) - (energies[lag] ?? 0) + 1e-9;
    // A little against longer lags, which are multiples of the pitch.
    likenesses[lag] = (product / Math.sqrt(energy * shifted)) * (1 - lag / 4000);
    if ((likenesses[lag] ?? 0) > (likenesses[bestLag] ?? 0)) bestLag = lag;
  }
  if (bestLag === 0 || (likenesses[bestLag] ?? 0) < VOICED) return 0;
  return RATE / peakNear(likenesses, bestLag, LAGS);
};

/** Where between whole lags a parabola through the peak and its neighbours is highest. */
const peakNear = (
  likenesses: Float64Array,
  lag: number,
  { shortest, longest }: { shortest: number; longest: number },
): number => {
  if (lag <= shortest || lag >= longest) return lag;
  const [before, at, after] = [likenesses[lag - 1] ?? 0, likenesses[lag] ?? 0, likenesses[lag + 1] ?? 0];
  const bend = before - 2 * at + after;
  return bend < 0 ? lag + (before - after) / (2 * bend) : lag;
};

/** Describes the voice in each frame in turn. It remembers the frame before, because low voices need two. */
export const makeVoiceFeatures = (): ((frame: Float32Array) => Float32Array) => {
  const filters = melFilters();
  const fourier = makeFourier(FRAME_SAMPLES);
  const hann = Float64Array.from(
    { length: FRAME_SAMPLES },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / FRAME_SAMPLES),
  );
  const cosines = Array.from({ length: CEPSTRA }, (_, k) =>
    Float64Array.from({ length: BANDS }, (__, band) => Math.cos((Math.PI * (k + 1) * (band + 0.5)) / BANDS)),
  );
  // One of each for all frames: thirty new ones a second would be memory that comes back slowly.
  const real = new Float64Array(FRAME_SAMPLES);
  const imaginary = new Float64Array(FRAME_SAMPLES);
  const pair = new Float32Array(2 * FRAME_SAMPLES);
  const scratch = makePitchScratch();
  return (frame) => {
    pair.copyWithin(0, FRAME_SAMPLES);
    pair.set(frame, FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; at += 1) real[at] = (hann[at] ?? 0) * (frame[at] ?? 0);
    imaginary.fill(0);
    fourier(real, imaginary);
    const logs = filters.map(({ first, weights }) => {
      const power = weights.reduce((sum, weight, k) => {
        const bin = first + k;
        return sum + weight * ((real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2);
      }, 0);
      return Math.log(power + 1e-6);
    });
    const features = new Float32Array(FEATURES);
    cosines.forEach((row, k) => {
      features[k] = row.reduce((sum, value, band) => sum + value * (logs[band] ?? 0), 0) / BANDS;
    });
    const pitch = pitchOf(pair, scratch);
    features[CEPSTRA] = pitch > 0 ? Math.log2(pitch) : 0;
    return features;
  };
};
