import { expect, it } from 'vitest';
import { gapsAlong, soundMsOf } from '../../../renderer/visit/sound-time.ts';

it('a gap stands where its recording was interrupted, after the sound of the recordings before it', () => {
  const recordings = [
    { keptMs: 60_000, gaps: [{ reason: 'pause' as const, atMs: 20_000, lastedMs: 5_000 }] },
    { keptMs: 30_000, gaps: [{ reason: 'sleep' as const, atMs: 500 }] },
  ];
  expect(soundMsOf(recordings)).toBe(90_000);
  expect(gapsAlong(recordings)).toEqual([
    { reason: 'pause', atMs: 20_000 },
    { reason: 'sleep', atMs: 60_500 },
  ]);
});
