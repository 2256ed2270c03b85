import { describe, expect, it } from 'vitest';
import { Gaps } from '../../../shared/capture/recorder/gaps.ts';

describe('a gap that is told more than once', () => {
  it('stays where it began, though a late half second was kept before its end was told', () => {
    const gaps = new Gaps();
    expect(gaps.told('device-lost', 4_000, undefined)).toEqual({ reason: 'device-lost', atMs: 4_000 });
    const ended = { reason: 'device-lost', atMs: 4_000, lastedMs: 900 };
    expect(gaps.told('device-lost', 4_500, 900)).toEqual(ended);
    expect(gaps.told('device-lost', 9_000, 300)).toMatchObject({ atMs: 9_000 });
  });

  it('is one sleep from suspend to resume, whatever the page and a second suspend say of it', () => {
    const gaps = new Gaps();
    expect(gaps.sleeps(4_000, 100_000)).toEqual({ reason: 'sleep', atMs: 4_000 });
    expect(gaps.sleeps(4_000, 110_000)).toBeUndefined();
    expect(gaps.toldByPage('sleep', 4_500, 30_000, 130_000)).toBeUndefined();
    expect(gaps.wakes(4_500, 160_000)).toEqual({ reason: 'sleep', atMs: 4_000, lastedMs: 60_000 });
    expect(gaps.toldByPage('sleep', 4_500, 59_000, 160_400)).toBeUndefined();
    expect(gaps.wakes(4_500, 161_000)).toBeUndefined();
  });

  it('is the page’s word where no shell told: in a browser, and after a sleep that ended before', () => {
    const gaps = new Gaps();
    expect(gaps.toldByPage('sleep', 1_000, 20_000, 50_000)).toMatchObject({ lastedMs: 20_000 });
    gaps.sleeps(2_000, 60_000);
    gaps.wakes(2_000, 70_000);
    expect(gaps.toldByPage('sleep', 3_000, 10_000, 90_000)).toMatchObject({ atMs: 3_000 });
    expect(gaps.toldByPage('device-lost', 3_000, undefined, 90_000)).toMatchObject({ atMs: 3_000 });
  });

  it('has no length where the clock was set back meanwhile', () => {
    const gaps = new Gaps();
    gaps.sleeps(0, 100_000);
    expect(gaps.wakes(0, 40_000)).toMatchObject({ lastedMs: 0 });
  });
});
