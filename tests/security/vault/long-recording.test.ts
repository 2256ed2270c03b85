import { expect, it } from 'vitest';
import { drillScale } from '../../support/drills.ts';
import { recordFor } from '../../support/long-recording.ts';

/** What is held may grow by the names of segments (240 in two hours), never by sound: two hours are 220 MiB. */
const HELD_MIB = 4;
const RSS_MIB = 32;

it('two hours of recording through the app’s chunk door are kept whole, in flat memory, at ten times real time', async () => {
  const minutes = 120 * drillScale();
  const measured = await recordFor(minutes);
  expect(measured.keptMs).toBe(Math.round(minutes * 60_000));
  expect(measured.heldGrowthMiB).toBeLessThan(HELD_MIB);
  expect(measured.rssGrowthMiB).toBeLessThan(RSS_MIB);
  expect(measured.timesRealTime).toBeGreaterThan(10);
}, 900_000);
