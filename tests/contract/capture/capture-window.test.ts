import type { BrowserWindow, WebContents } from 'electron';
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeCaptureWindow, type CaptureWindow } from '../../../electron/main/capture-window.ts';
import type { Capture, CaptureState } from '../../../renderer/capture/capture.ts';
import type { serveCapture } from '../../../renderer/capture/serve-capture.ts';
import type { makeShellCapture } from '../../../renderer/capture/shell-capture.ts';
import type { RecordingView } from '../../../shared/contract/visits.ts';
import { makeAppHost, type AppHost } from '../../../shared/hosts/app/app-host.ts';
import { startLoopback, type Loopback } from '../../../shared/hosts/loopback/start-loopback.ts';
import { silentLog } from '../../../shared/platform/log.ts';
import { buildCapturePage } from '../../fixtures/capture-page/build.ts';
import { ALLOWS_MICROPHONE, microphoneOf, openChromium } from '../../fixtures/chromium.ts';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import { makeVaultPlace, setUpRecord, type VaultPlace } from '../../fixtures/made-vault.ts';

/** What the pages have, and what the preload script would give them. */
interface InPage {
  readonly capture: Capture;
  readonly serveCapture: typeof serveCapture;
  readonly makeShellCapture: typeof makeShellCapture;
  readonly shellTell: (state: unknown) => Promise<void>;
  readonly shellAnswer: (id: number, result: unknown) => Promise<void>;
  readonly shellAsk: (command: unknown) => Promise<unknown>;
  obey: (numbered: unknown) => void;
  show: (state: unknown) => void;
  shell: Capture;
}

let folder = '';
let place: VaultPlace;
let app: AppHost;
let loopback: Loopback;
let browser: Browser;
let context: BrowserContext;
let capture: CaptureWindow;
let visit = '';
/** The window that a person sees. */
let seen: Page;
const contentsOf = new Map<Page, WebContents>();

const openPage = async (): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(loopback.link());
  await vi.waitFor(
    async () => {
      if (!(await page.evaluate(() => 'capture' in globalThis))) throw new Error('not loaded');
    },
    { timeout: 15_000, interval: 50 },
  );
  return page;
};

/** The hidden window of the shell as a tab: its page is real, Electron's part of it is not. */
const openHidden = async (
  made: (window: Pick<BrowserWindow, 'webContents' | 'destroy' | 'isDestroyed'>) => void,
): Promise<void> => {
  const page = await openPage();
  const contents = Object.assign(new EventEmitter(), {
    send: (_channel: string, numbered: unknown) => {
      page.evaluate((one) => (globalThis as unknown as InPage).obey(one), numbered).catch(() => undefined);
    },
  }) as unknown as WebContents;
  contentsOf.set(page, contents);
  page.on('crash', () => (contents as unknown as EventEmitter).emit('render-process-gone'));
  made({ webContents: contents, destroy: () => void page.close(), isDestroyed: () => page.isClosed() });
  await page.evaluate(() => {
    const here = globalThis as unknown as InPage;
    here.serveCapture(here.capture, {
      listen: (listener) => (here.obey = listener),
      answer: (id, result) => void here.shellAnswer(id, result),
      tell: (state) => void here.shellTell(state),
    });
  });
};

const showShell = async (): Promise<void> => {
  seen = await openPage();
  await seen.evaluate(() => {
    const here = globalThis as unknown as InPage;
    here.shell = here.makeShellCapture({
      ask: (command) => here.shellAsk(command),
      listen: (listener) => {
        here.show = listener;
        return () => undefined;
      },
    });
  });
};
const until = (wanted: (state: CaptureState) => boolean): Promise<CaptureState> =>
  vi.waitFor(
    async () => {
      const now = await seen.evaluate(() => (globalThis as unknown as InPage).shell.state());
      if (!wanted(now)) throw new Error(`still ${JSON.stringify({ ...now, microphones: [] })}`);
      return now;
    },
    { timeout: 15_000, interval: 50 },
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-capture-window-'));
  await buildCapturePage(join(folder, 'pages'));
  const tone = ['synth', '60', 'sine', '440', 'vol', '0.5'];
  spawnSync('sox', ['-D', '-n', '-r', '48000', '-c', '1', '-b', '16', join(folder, 'tone.wav'), ...tone]);
  place = await makeVaultPlace();
  app = makeAppHost({
    services: knownServices(),
    vault: place.ground,
    host: 'desktop',
    version: '0',
    log: silentLog,
  });
  await setUpRecord(app);
  const created = await app.call('visits.create', { label: 'Wren Ashdown', identifiers: ['1958-03-02'] });
  visit = (created as { value: { visit: string } }).value.visit;
  loopback = await startLoopback({ app, pages: join(folder, 'pages'), log: silentLog });
  const autoplay = '--autoplay-policy=no-user-gesture-required';
  browser = await openChromium(autoplay, ALLOWS_MICROPHONE, ...microphoneOf(join(folder, 'tone.wav')));
  context = await browser.newContext();
  capture = makeCaptureWindow({
    host: app,
    open: openHidden,
    show: (state) => {
      seen.evaluate((one) => (globalThis as unknown as InPage).show(one), state).catch(() => undefined);
    },
  });
  const from = (page: Page): WebContents =>
    contentsOf.get(page) ?? (new EventEmitter() as unknown as WebContents);
  await context.exposeBinding('shellTell', ({ page }, state) => {
    capture.tell(from(page), state);
  });
  await context.exposeBinding('shellAnswer', ({ page }, id: number, result) => {
    capture.answer(from(page), id, result);
  });
  await context.exposeFunction('shellAsk', (command: unknown) => capture.ask(command));
  await showShell();
  await capture.begin();
});
afterAll(async () => {
  capture.end();
  await browser.close();
  await loopback.close();
  await app.close();
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

it('a recording goes on while its window is closed, and within three seconds after its own page crashed', async () => {
  await seen.evaluate(
    (id) => (globalThis as unknown as InPage).shell.start(id, ['name', 'birth-date']),
    visit,
  );
  await until(({ phase, keptMs }) => phase === 'recording' && keptMs >= 1_000);

  // The window that a person sees is closed; another one shows the recording that went on meanwhile.
  await seen.close();
  const before = app.live()[0]?.keptMs ?? 0;
  await vi.waitFor(
    () => {
      expect(app.live()[0]?.keptMs).toBeGreaterThan(before + 500);
    },
    { timeout: 10_000 },
  );
  await showShell();
  const shown = await until(({ phase, keptMs }) => phase === 'recording' && keptMs > before);

  const [hidden] = [...contentsOf.keys()];
  hidden?.goto('chrome://crash').catch(() => undefined);
  await vi.waitFor(
    () => {
      expect(contentsOf.size).toBe(2);
    },
    { timeout: 10_000 },
  );
  await until(({ phase, keptMs }) => phase === 'recording' && keptMs > shown.keptMs + 1_500);
  expect(await seen.evaluate(() => (globalThis as unknown as InPage).shell.stop())).toMatchObject({
    ok: true,
  });
  const view = await app.call('visits.open', { visit });
  const [recording, ...others] = (view as { value: { recordings: RecordingView[] } }).value.recordings;
  expect(others).toEqual([]);
  expect(recording?.gaps).toMatchObject([{ reason: 'page-crashed' }]);
  expect(recording?.gaps[0]?.lastedMs).toBeLessThan(3_000);
  expect(capture.isArmed(contentsOf.get([...contentsOf.keys()].at(-1)!) ?? null)).toBe(false);
});
