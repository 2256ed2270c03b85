import type { Loudness } from './meter.ts';

/**
 * What is wrong with the sound as it comes. `no-frames`: the device gives nothing at all. `zeros`: it gives exact
 * silence, which no room does. `asleep`: this page did not run for a while. `low` and `clipping` are hints: it is heard,
 * badly.
 */
export type Suspicion = 'no-frames' | 'zeros' | 'asleep' | 'low' | 'clipping';

/** Limits in ms, and loudness as a share of full scale. Two seconds is what issue 7 gives for a dead device to be told. */
export const LIMITS = {
  noFramesMs: 1_200,
  zerosMs: 1_500,
  asleepMs: 5_000,
  sleptShownMs: 10_000,
  onItsWayMs: 500,
  lowMs: 8_000,
  /** About -56 dBFS: speech across a desk is some 20 dB above it. */
  lowPeak: 0.0016,
  clippedShare: 0.002,
  clippedMs: 2_000,
} as const;

export interface Watchdog {
  /** Sound has come. `at` in ms of a clock that stands still for nobody. */
  readonly heard: (loudness: Loudness, at: number) => void;
  /**
   * What is wrong now; asked a few times a second. `wall` is the time of day in ms: on Linux and macOS the other clock
   * stands still while the machine sleeps. A time of day set forward by more than `asleepMs` is taken for a sleep.
   */
  readonly look: (at: number, wall: number) => Suspicion | undefined;
  /** When sound was last heard (any frame, and any that was not zeros), and how long the last sleep was, in ms. */
  readonly last: () => { readonly frame: number; readonly sound: number; readonly sleptMs: number };
  readonly reset: (at: number) => void;
}

/** Tells a dead device, a dead line and a page that slept from a silent room. Pure but for what it has seen. */
export const makeWatchdog = (begun: number): Watchdog => {
  let lastFrame = begun;
  let lastSound = begun;
  let lastLoud = begun;
  let lastClipped = -Infinity;
  let lastLook = begun;
  let lastWall: number | undefined;
  let sleptMs = 0;
  const reset = (at: number): void => {
    [lastFrame, lastSound, lastLoud, lastLook] = [at, at, at, at];
    lastWall = undefined;
    lastClipped = -Infinity;
  };
  return {
    heard: ({ peak, clipped }, at) => {
      lastFrame = at;
      if (peak > 0) lastSound = at;
      if (peak >= LIMITS.lowPeak) lastLoud = at;
      if (clipped >= LIMITS.clippedShare) lastClipped = at;
    },
    look: (at, wall) => {
      const away = Math.max(at - lastLook, wall - (lastWall ?? wall));
      lastLook = at;
      lastWall = wall;
      if (away > LIMITS.asleepMs) {
        sleptMs = away;
        return 'asleep';
      }
      if (at - lastFrame > LIMITS.noFramesMs) return 'no-frames';
      if (at - lastSound > LIMITS.zerosMs) return 'zeros';
      if (at - lastClipped < LIMITS.clippedMs) return 'clipping';
      return at - lastLoud > LIMITS.lowMs ? 'low' : undefined;
    },
    last: () => ({ frame: lastFrame, sound: lastSound, sleptMs }),
    reset,
  };
};
