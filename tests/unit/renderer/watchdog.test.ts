import { describe, expect, it } from 'vitest';
import { LIMITS, makeWatchdog } from '../../../renderer/capture/watchdog.ts';

const LOUD = { rms: 0.05, peak: 0.2, clipped: 0 };
const QUIET = { rms: 0.0002, peak: 0.0008, clipped: 0 };
const ZEROS = { rms: 0, peak: 0, clipped: 0 };
const DAY = 1_900_000_000_000;

/** Sound of this loudness every tenth of a second, looked at four times a second; what was seen last. */
const hear = (loudness: typeof LOUD | undefined, lastsMs: number): string | undefined => {
  const watchdog = makeWatchdog(0);
  let seen: string | undefined;
  for (let at = 50; at <= lastsMs; at += 50) {
    if (loudness && at % 100 === 0) watchdog.heard(loudness, at);
    if (at % 250 === 0) seen = watchdog.look(at, DAY + at);
  }
  return seen;
};

describe('the watchdog', () => {
  it('tells a device without frames and one of zeros within two seconds, and both from a silent room', () => {
    expect(hear(undefined, 2_000)).toBe('no-frames');
    expect(hear(ZEROS, 2_000)).toBe('zeros');
    expect(hear(QUIET, 2_000)).toBeUndefined();
    expect(hear(QUIET, LIMITS.lowMs + 500)).toBe('low');
    expect(hear(LOUD, LIMITS.lowMs + 500)).toBeUndefined();
  });

  it('notices a sleep by either clock, once, and says how long it was', () => {
    for (const [at, wall] of [
      [60_250, 60_250],
      // Linux: the page's own clock stood still.
      [500, 60_250],
    ] as const) {
      const watchdog = makeWatchdog(0);
      watchdog.look(250, DAY + 250);
      expect(watchdog.look(at, DAY + wall)).toBe('asleep');
      expect(watchdog.last().sleptMs).toBe(60_000);
      watchdog.reset(at);
      expect(watchdog.look(at + 250, DAY + wall + 250)).toBeUndefined();
    }
  });

  it('takes a clock set back for nothing', () => {
    const watchdog = makeWatchdog(0);
    watchdog.look(250, DAY);
    watchdog.heard(LOUD, 400);
    expect(watchdog.look(500, DAY - 3_600_000)).toBeUndefined();
  });
});
