import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { vi } from 'vitest';
import type { Client } from '../../renderer/api/client.ts';
import type { Capture, CaptureState } from '../../renderer/capture/capture.ts';
import type { RecordingView } from '../../shared/contract/visits.ts';
import { makeAppHost, type AppHost } from '../../shared/hosts/app/app-host.ts';
import type { AppServices } from '../../shared/hosts/app/services.ts';
import { startLoopback } from '../../shared/hosts/loopback/start-loopback.ts';
import { silentLog } from '../../shared/platform/log.ts';
import { buildCapturePage } from '../fixtures/capture-page/build.ts';
import { chromiumPath } from '../fixtures/chromium.ts';
import { makeVaultPlace, setUpRecord } from '../fixtures/made-vault.ts';

/** What the page that only records holds out to a test. */
export interface InPage {
  readonly capture: Capture;
  readonly client: Client;
  readonly contexts: AudioContext[];
  readonly gains: GainNode[];
  readonly tracks: MediaStreamTrack[];
}

export const sox = (...args: readonly string[]): void => {
  if (spawnSync('sox', args).status !== 0) throw new Error('sox did not make the sound');
};

export const state = (page: Page): Promise<CaptureState> =>
  page.evaluate(() => (globalThis as unknown as InPage).capture.state());

/** Waits until the state of the capture is as wanted. The page's policy lets nothing be evaluated in it from a string. */
export const until = (page: Page, wanted: (state: CaptureState) => boolean): Promise<CaptureState> =>
  vi.waitFor(
    async () => {
      const now = await state(page);
      if (!wanted(now)) throw new Error(`still ${JSON.stringify({ ...now, microphones: [] })}`);
      return now;
    },
    { timeout: 15_000, interval: 50 },
  );

export const untilLoaded = (page: Page): Promise<unknown> =>
  vi.waitFor(
    async () => {
      if (!(await page.evaluate(() => 'capture' in globalThis))) throw new Error('not loaded');
    },
    { timeout: 15_000, interval: 50 },
  );

export const stop = (page: Page): Promise<unknown> =>
  page.evaluate(() => (globalThis as unknown as InPage).capture.stop());

/** The page goes, as in a crash, and what runs in the host is taken up again. */
export const reloadAndTakeUp = async (page: Page): Promise<void> => {
  await page.reload();
  await untilLoaded(page);
  await page.evaluate(async () => {
    const { client, capture } = globalThis as unknown as InPage;
    const answer = await client.call('app.state', {});
    const [running] = answer.ok ? answer.value.recordings : [];
    if (running) await capture.takeUp(running.visit, running.recording);
  });
};

export interface CaptureAtWork {
  readonly app: AppHost;
  /** A page in a browser whose microphone gives that file of the folder; without one there is no microphone. */
  readonly openPage: (sound: string | undefined) => Promise<Page>;
  readonly closePage: () => Promise<void>;
  /** A visit to be recorded by `start`. */
  readonly newVisit: () => Promise<void>;
  readonly start: (page: Page) => Promise<unknown>;
  readonly recordings: () => Promise<RecordingView[]>;
  /** What the player gets of the visit, without its header. */
  readonly sound: () => Promise<Int16Array>;
  readonly close: () => Promise<void>;
}

/** A real browser that records into a real host with a record of its own; sounds and pages lie in `folder`. */
export const captureAtWork = async (folder: string, services: AppServices): Promise<CaptureAtWork> => {
  await buildCapturePage(join(folder, 'pages'));
  const place = await makeVaultPlace();
  const app = makeAppHost({
    services,
    vault: place.ground,
    host: 'browser',
    version: '0.0.0',
    log: silentLog,
  });
  await setUpRecord(app);
  const loopback = await startLoopback({ app, pages: join(folder, 'pages'), log: silentLog });
  let browser: Browser | undefined;
  let visit = '';
  return {
    app,
    openPage: async (sound) => {
      const microphone = sound
        ? [
            '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream',
            `--use-file-for-fake-audio-capture=${join(folder, sound)}%noloop`,
          ]
        : [];
      browser = await chromium.launch({
        executablePath: chromiumPath(),
        args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', ...microphone],
      });
      const page = await (await browser.newContext()).newPage();
      await page.goto(loopback.link());
      await untilLoaded(page);
      return page;
    },
    closePage: async () => {
      await browser?.close();
    },
    newVisit: async () => {
      const made = await app.call('visits.create', { label: 'Wren Ashdown', identifiers: ['1958-03-02'] });
      visit = (made as { value: { visit: string } }).value.visit;
    },
    start: (page) =>
      page.evaluate(
        (id) => (globalThis as unknown as InPage).capture.start(id, ['name', 'birth-date']),
        visit,
      ),
    recordings: async () => {
      const view = await app.call('visits.open', { visit });
      return (view as { value: { recordings: RecordingView[] } }).value.recordings;
    },
    sound: async () => {
      const file = await app.audio(visit);
      if (!file.ok) throw new Error(file.error.code);
      const parts: Uint8Array[] = [];
      for await (const part of file.value.read(44, file.value.bytes - 1)) parts.push(part);
      const bytes = Buffer.concat(parts);
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    },
    close: async () => {
      await loopback.close();
      await app.close();
      await place.remove();
    },
  };
};
