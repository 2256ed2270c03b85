/**
 * The bank of triangular filters that a Whisper model hears through: Slaney's mel scale (linear below 1 kHz,
 * logarithmic above) and Slaney's area normalisation, for 16 kHz sound and 400-sample windows.
 * Source: Slaney, Auditory Toolbox, Interval Technical Report 1998-010; the same bank as librosa's default.
 */
export const MEL_BINS = 80;
export const FFT_BINS = 201;

const SAMPLE_RATE = 16_000;
const HZ_PER_MEL = 200 / 3;
const LOG_FROM_HZ = 1000;
const LOG_FROM_MEL = LOG_FROM_HZ / HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

const toMel = (hz: number): number =>
  hz < LOG_FROM_HZ ? hz / HZ_PER_MEL : LOG_FROM_MEL + Math.log(hz / LOG_FROM_HZ) / LOG_STEP;

const toHz = (mel: number): number =>
  mel < LOG_FROM_MEL ? mel * HZ_PER_MEL : LOG_FROM_HZ * Math.exp(LOG_STEP * (mel - LOG_FROM_MEL));

/** Row by row, `MEL_BINS` x `FFT_BINS`, each rounded to single precision where the reference does. */
export const melFilters = (): Float32Array => {
  const highest = toMel(SAMPLE_RATE / 2);
  const edges = Array.from({ length: MEL_BINS + 2 }, (_, i) => toHz((i * highest) / (MEL_BINS + 1)));
  const filters = new Float32Array(MEL_BINS * FFT_BINS);
  for (let mel = 0; mel < MEL_BINS; mel += 1) {
    const [from, top, to] = edges.slice(mel, mel + 3) as [number, number, number];
    const area = 2 / (to - from);
    for (let bin = 0; bin < FFT_BINS; bin += 1) {
      const hz = (bin * SAMPLE_RATE) / 2 / (FFT_BINS - 1);
      const rising = (hz - from) / (top - from);
      const falling = (to - hz) / (to - top);
      filters[mel * FFT_BINS + bin] = Math.fround(Math.max(0, Math.min(rising, falling))) * area;
    }
  }
  return filters;
};
