/** Zero crossings of the sinc on each side, and the Kaiser window's shape: some 80 dB of stop band. */
const CROSSINGS = 16;
const KAISER_BETA = 8;
/** Pass band as a share of the narrower Nyquist frequency; the rest is the transition. */
const PASS = 0.94;

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** Modified Bessel function of the first kind, order 0, by its power series. */
const bessel0 = (x: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
};

const designPhase = (phase: number, up: number, half: number, cutoff: number): Float32Array => {
  const taps = new Float64Array(2 * half);
  let sum = 0;
  for (let k = 0; k < taps.length; k += 1) {
    const t = k - half + 1 - phase / up;
    const window = bessel0(KAISER_BETA * Math.sqrt(Math.max(0, 1 - (t / half) ** 2))) / bessel0(KAISER_BETA);
    const sinc = t === 0 ? cutoff : Math.sin(Math.PI * cutoff * t) / (Math.PI * t);
    taps[k] = sinc * window;
    sum += sinc * window;
  }
  // Each phase sums to one, so that a constant stays the same constant.
  return Float32Array.from(taps, (tap) => tap / sum);
};

export interface Resampler {
  readonly push: (block: Float32Array) => Float32Array;
  /** The last samples, with silence assumed after the end. */
  readonly flush: () => Float32Array;
}

/**
 * Changes the sample rate of a stream by a windowed-sinc polyphase filter; rates are whole samples per second. Output
 * sample n lies at the same time as input position n * from / to, so no delay is introduced.
 */
export const makeResampler = (from: number, to: number): Resampler => {
  if (from === to) return { push: (block) => block, flush: () => new Float32Array(0) };
  const divisor = greatestCommonDivisor(from, to);
  const up = to / divisor;
  const down = from / divisor;
  const cutoff = Math.min(1, to / from) * PASS;
  const half = Math.ceil(CROSSINGS / Math.min(1, to / from));
  const phases = new Map<number, Float32Array>();
  const phaseOf = (phase: number): Float32Array => {
    const known = phases.get(phase);
    if (known) return known;
    const made = designPhase(phase, up, half, cutoff);
    phases.set(phase, made);
    return made;
  };

  // `held` starts half - 1 samples before the input position of the next output sample.
  let held = new Float32Array(half - 1);
  let phase = 0;
  let received = 0;
  let produced = 0;

  const run = (block: Float32Array, limit: number): Float32Array => {
    const input = new Float32Array(held.length + block.length);
    input.set(held);
    input.set(block, held.length);
    const output = new Float32Array(Math.ceil((input.length * up) / down) + 1);
    let at = 0;
    let count = 0;
    while (at + 2 * half <= input.length && produced + count < limit) {
      const taps = phaseOf(phase);
      let sum = 0;
      for (let k = 0; k < taps.length; k += 1) sum += (taps[k] ?? 0) * (input[at + k] ?? 0);
      output[count] = sum;
      count += 1;
      phase += down;
      at += Math.floor(phase / up);
      phase %= up;
    }
    held = input.slice(Math.min(at, input.length));
    produced += count;
    return output.slice(0, count);
  };

  return {
    push: (block) => {
      received += block.length;
      return run(block, Infinity);
    },
    flush: () => run(new Float32Array(2 * half), Math.round((received * up) / down)),
  };
};
