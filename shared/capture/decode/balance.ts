import { BALANCE_FRAME_MS } from '../../contract/capture.ts';

/** Power of a sample below which a channel counts as silent: 90 dB under full scale. */
const SILENT = 1e-9;
const MOST_DECIBELS = 40;

export interface BalanceMeter {
  readonly push: (channels: readonly Float32Array[]) => void;
  /** Decibels by which the first channel is louder than the second, frame by frame. */
  readonly finish: () => Float32Array;
}

/** Compares the first two channels of sound at `rate` samples per second; holds 4 bytes for each frame. */
export const makeBalanceMeter = (rate: number): BalanceMeter => {
  const decibels: number[] = [];
  let first = 0;
  let second = 0;
  let taken = 0;
  const edge = (): number => Math.round(((decibels.length + 1) * BALANCE_FRAME_MS * rate) / 1000);
  let next = edge();

  const close = (): void => {
    const ratio = 10 * Math.log10((first + SILENT) / (second + SILENT));
    decibels.push(Math.max(-MOST_DECIBELS, Math.min(MOST_DECIBELS, ratio)));
    first = 0;
    second = 0;
    next = edge();
  };

  return {
    push: ([one, other]) => {
      if (!one || !other) return;
      for (let at = 0; at < one.length; at += 1) {
        first += (one[at] ?? 0) ** 2;
        second += (other[at] ?? 0) ** 2;
        taken += 1;
        if (taken === next) close();
      }
    },
    finish: () => Float32Array.from(decibels),
  };
};
