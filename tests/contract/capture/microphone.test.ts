import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import {
  captureAtWork,
  reloadAndTakeUp,
  sox,
  state,
  until,
  untilLoaded,
  type CaptureAtWork,
  type InPage,
} from '../../support/capture-at-work.ts';

let folder = '';
let at: CaptureAtWork;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-microphone-'));
  const made = (file: string, ...how: string[]): void => {
    sox('-D', '-n', '-r', '48000', '-c', '1', '-b', '16', join(folder, file), ...how);
  };
  made('tone.wav', 'synth', '30', 'sine', '440', 'vol', '0.5');
  made('dead.wav', 'trim', '0', '30');
  made('loud.wav', 'synth', '30', 'square', '300', 'vol', '1');
  at = await captureAtWork(folder, knownServices());
});
afterAll(async () => {
  await at.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => at.newVisit());
afterEach(() => at.closePage());

const openPage = (sound: string | undefined): Promise<Page> => at.openPage(sound);
const start = (page: Page): Promise<unknown> => at.start(page);
const recordings: CaptureAtWork['recordings'] = () => at.recordings();
const soundOf: CaptureAtWork['sound'] = () => at.sound();

/** Waves a second of 16 kHz sound, from the times it crosses zero upwards. */
const frequencyOf = (samples: Int16Array): number => {
  let crossings = 0;
  for (let i = 1; i < samples.length; i += 1) if (samples[i - 1]! < 0 && samples[i]! >= 0) crossings += 1;
  return (crossings * 16_000) / samples.length;
};

describe('a recording in a real browser', () => {
  it('is sealed half second by half second, as it was played, and shows its level', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    const during = await until(page, ({ keptMs }) => keptMs >= 3_000);
    expect(during.level).toBeGreaterThan(0.3);
    expect(during.microphones.length).toBeGreaterThan(0);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    const after = await state(page);
    expect(after).toMatchObject({ phase: 'stopped' });
    expect(after.keptMs).toBeGreaterThanOrEqual(during.keptMs);
    const sound = await soundOf();
    expect(Math.abs(sound.length / 16 - after.takenMs)).toBeLessThan(110);
    expect(Math.abs(frequencyOf(sound.subarray(8_000)) - 440)).toBeLessThan(5);
    expect(await recordings()).toMatchObject([{ stopped: true, source: 'microphone' }]);
  });

  it('takes nothing while off the record, and marks the gap', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    await until(page, ({ keptMs }) => keptMs >= 1_000);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.pause('off-the-record'));
    const { takenMs } = await state(page);
    await page.waitForTimeout(700);
    expect((await state(page)).takenMs).toBe(takenMs);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.resume());
    await until(page, (now) => now.takenMs > takenMs);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    const [recording] = await recordings();
    expect(recording!.gaps).toMatchObject([{ reason: 'off-the-record' }]);
    expect(recording!.gaps[0]!.lastedMs).toBeGreaterThan(600);
  });

  it('outlives its page: after a reload it goes on within three seconds, with the gap marked', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    await until(page, ({ keptMs }) => keptMs >= 1_500);
    await reloadAndTakeUp(page);
    await until(page, ({ phase, keptMs }) => phase === 'recording' && keptMs >= 3_000);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    const [recording, ...others] = await recordings();
    expect(others).toEqual([]);
    const gap = recording!.gaps.find(({ reason }) => reason === 'page-crashed')!;
    expect(gap.lastedMs).toBeLessThan(3_000);
    expect(recording!.keptMs).toBeGreaterThanOrEqual(3_000);
  });

  it('tells a device that gives nothing but zeros within two seconds, and marks it', async () => {
    const page = await openPage('dead.wav');
    const begun = Date.now();
    await start(page);
    await until(page, ({ trouble }) => trouble === 'zeros');
    expect(Date.now() - begun).toBeLessThan(4_000);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    expect((await recordings())[0]!.gaps).toMatchObject([{ reason: 'silent-device' }]);
  });

  it('opens a device again that stopped giving sound, and loses nothing of before', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    await until(page, ({ keptMs }) => keptMs >= 1_000);
    await page.evaluate(() => (globalThis as unknown as InPage).contexts.at(-1)!.suspend());
    await until(page, ({ trouble }) => trouble === 'no-frames');
    const { takenMs } = await state(page);
    await until(page, (now) => now.trouble === undefined && now.takenMs > takenMs + 500);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    const [recording] = await recordings();
    const gap = recording!.gaps.find(({ reason }) => reason === 'device-lost')!;
    expect(gap.lastedMs).toBeGreaterThan(1_000);
    expect(recording!.keptMs).toBeGreaterThan(1_500);
  });

  it('tells that the device was muted until it gives sound again, in one gap of the record', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    await until(page, ({ keptMs }) => keptMs >= 500);
    const begun = Date.now();
    // Muted by another program or a switch: the track says so, and gives zeros.
    await page.evaluate(() => {
      const { gains, tracks } = globalThis as unknown as InPage;
      gains.at(-1)!.gain.value = 0;
      tracks.at(-1)!.dispatchEvent(new Event('mute'));
    });
    const muted = await until(page, ({ trouble }) => trouble === 'muted');
    expect(Date.now() - begun).toBeLessThan(2_000);
    // Longer than a dead line is waited for: it stays what the device said that it is.
    expect(await until(page, (now) => now.takenMs > muted.takenMs + 2_000)).toMatchObject({
      trouble: 'muted',
    });
    await page.evaluate(() => {
      const { gains, tracks } = globalThis as unknown as InPage;
      gains.at(-1)!.gain.value = 1;
      tracks.at(-1)!.dispatchEvent(new Event('unmute'));
    });
    const { takenMs } = await until(page, ({ trouble }) => trouble === undefined);
    await until(page, (now) => now.takenMs > takenMs + 500);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    const [recording] = await recordings();
    expect(recording!.gaps).toMatchObject([{ reason: 'device-muted' }]);
    expect(recording!.gaps[0]!.lastedMs).toBeGreaterThan(1_500);
    expect(recording!.keptMs).toBeGreaterThanOrEqual(2_500);
  });

  it('tells within two seconds that the device was pulled out, opens it again, and keeps what was said before', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    const { keptMs } = await until(page, (now) => now.keptMs >= 1_000);
    const begun = Date.now();
    await page.evaluate(() => {
      const track = (globalThis as unknown as InPage).tracks.at(-1)!;
      // A page that stops a track gets no event; a device that goes gives both.
      track.stop();
      track.dispatchEvent(new Event('ended'));
    });
    await until(page, ({ trouble }) => trouble === 'lost' || trouble === 'no-frames');
    expect(Date.now() - begun).toBeLessThan(2_000);
    await until(page, (now) => now.trouble === undefined && now.keptMs > keptMs + 500);
    expect(await page.evaluate(() => (globalThis as unknown as InPage).tracks.length)).toBeGreaterThan(1);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    const [recording] = await recordings();
    expect(recording!.gaps).toMatchObject([{ reason: 'device-lost' }]);
    expect(recording!.gaps[0]!.atMs).toBeGreaterThanOrEqual(1_000);
    expect(recording!.gaps[0]!.lastedMs).toBeGreaterThan(0);
    expect(frequencyOf((await soundOf()).subarray(0, 16_000))).toBeGreaterThan(400);
  });

  it('says that another program has the microphone for as long as it has it, and goes on after', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    const { keptMs } = await until(page, (now) => now.keptMs >= 500);
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const real = mediaDevices.getUserMedia.bind(mediaDevices);
      let tries = 0;
      mediaDevices.getUserMedia = (constraints) => {
        tries += 1;
        return tries < 3 ? Promise.reject(new DOMException('taken', 'NotReadableError')) : real(constraints);
      };
      const track = (globalThis as unknown as InPage).tracks.at(-1)!;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    });
    await until(page, ({ trouble }) => trouble === 'in-use');
    const shown = new Set<string | undefined>();
    await until(page, (now) => {
      shown.add(now.trouble);
      return now.trouble === undefined && now.keptMs > keptMs + 500;
    });
    expect([...shown]).toEqual(['in-use', undefined]);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    expect((await recordings())[0]!.gaps).toMatchObject([{ reason: 'device-lost' }]);
  });

  it('changes the microphone while it records, with the moment marked, and offers one that is plugged in', async () => {
    const page = await openPage('tone.wav');
    await start(page);
    const before = await until(page, ({ keptMs }) => keptMs >= 500);
    const other = before.microphones.find(({ id }) => id !== before.microphone?.id)!;
    expect(other.label).not.toBe('');
    // The other one is pulled out, and plugged in again.
    await page.evaluate((gone) => {
      const { mediaDevices } = navigator;
      const real = mediaDevices.enumerateDevices.bind(mediaDevices);
      mediaDevices.enumerateDevices = async () => (await real()).filter(({ deviceId }) => deviceId !== gone);
      mediaDevices.dispatchEvent(new Event('devicechange'));
      mediaDevices.enumerateDevices = real;
    }, other.id);
    await until(page, ({ microphones }) => !microphones.some(({ id }) => id === other.id));
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
    await until(page, ({ microphones }) => microphones.some(({ id }) => id === other.id));

    await page.evaluate((id) => (globalThis as unknown as InPage).capture.changeMicrophone(id), other.id);
    const after = await until(page, ({ microphone }) => microphone?.id === other.id);
    expect(after.microphone?.label).toBe(other.label);
    await until(page, ({ keptMs }) => keptMs > after.keptMs + 500);
    await page.evaluate(() => (globalThis as unknown as InPage).capture.stop());
    const [recording, ...others] = await recordings();
    expect(others).toEqual([]);
    expect(recording!.gaps).toMatchObject([{ reason: 'device-changed' }]);
    expect(recording!.gaps[0]!.lastedMs).toBeLessThan(3_000);
    await page.reload();
    await untilLoaded(page);
    // Remembered on this machine for the next time.
    await page.evaluate(() => (globalThis as unknown as InPage).capture.test());
    await until(page, ({ microphone }) => microphone?.id === other.id);
  });

  it('says that it is too loud', async () => {
    const page = await openPage('loud.wav');
    await page.evaluate(() => (globalThis as unknown as InPage).capture.test());
    await until(page, ({ trouble }) => trouble === 'clipping');
    expect(await recordings()).toEqual([]);
  });

  it('says that the microphone was refused, and begins no recording', async () => {
    const page = await openPage(undefined);
    await start(page);
    expect(await state(page)).toMatchObject({ phase: 'idle' });
    expect(['refused', 'none']).toContain((await state(page)).trouble);
    expect(await recordings()).toEqual([]);
  });
});
