import { expect, it } from 'vitest';
import { drillScale } from '../../support/drills.ts';
import { recordFor } from '../../support/long-recording.ts';

/**
 * What is held may grow by names of segments and by buffers not yet collected (20 MiB were seen on a loaded machine),
 * never by the sound: an hour is 110 MiB, two are 220.
 */
const HELD_MIB = 32;
const LEAST_MINUTES = 60;
const RSS_MIB = 64;

it('two hours of recording through the app’s chunk door are kept whole, in flat memory, at ten times real time', async () => {
  const minutes = Math.max(LEAST_MINUTES, 120 * drillScale());
  const measured = await recordFor(minutes);
  expect(measured.keptMs).toBe(Math.round(minutes * 60_000));
  expect(measured.heldGrowthMiB).toBeLessThan(HELD_MIB);
  expect(measured.rssGrowthMiB).toBeLessThan(RSS_MIB);
  expect(measured.timesRealTime).toBeGreaterThan(10);
}, 900_000);
