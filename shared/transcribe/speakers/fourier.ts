/** In-place radix-2 Fourier transform of one length, a power of two; the sines are looked up. */
export const makeFourier = (n: number): ((real: Float64Array, imaginary: Float64Array) => void) => {
  const cosines = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sines = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  const reversed = (index: number): number => {
    let mirror = 0;
    for (let bit = 1; bit < n; bit <<= 1) mirror = (mirror << 1) | (index & bit ? 1 : 0);
    return mirror;
  };
  const swaps = Array.from({ length: n }, (_, i) => [i, reversed(i)] as const).filter(([i, j]) => i < j);
  return (real, imaginary) => {
    for (const [i, j] of swaps) {
      [real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
      [imaginary[i], imaginary[j]] = [imaginary[j] ?? 0, imaginary[i] ?? 0];
    }
    for (let half = 1; half < n; half <<= 1) {
      const stride = n / (2 * half);
      for (let turn = 0; turn < half; turn += 1) {
        const cos = cosines[turn * stride] ?? 0;
        const sin = sines[turn * stride] ?? 0;
        for (let low = turn; low < n; low += 2 * half) {
          const high = low + half;
          const re = (real[high] ?? 0) * cos - (imaginary[high] ?? 0) * sin;
          const im = (real[high] ?? 0) * sin + (imaginary[high] ?? 0) * cos;
          real[high] = (real[low] ?? 0) - re;
          imaginary[high] = (imaginary[low] ?? 0) - im;
          real[low] = (real[low] ?? 0) + re;
          imaginary[low] = (imaginary[low] ?? 0) + im;
        }
      }
    }
  };
};
