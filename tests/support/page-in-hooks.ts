import type { Browser, BrowserContextOptions } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import type { AppServices } from '../../shared/hosts/app/services.ts';
import { openPage, reviewServices, type OpenedPage } from '../fixtures/app-page.ts';
import { openChromium } from '../fixtures/chromium.ts';
import { startApp, type RealApp } from '../fixtures/real-app.ts';
import { askingOf, type Asking } from './app-at-work.ts';

export interface Desk {
  readonly app: RealApp;
  readonly browser: Browser;
  readonly ask: Asking;
  /** The app on a new page, with the clinician at the desk. */
  readonly open: (options?: BrowserContextOptions) => Promise<OpenedPage>;
}

/** Chromium and the whole app for all tests of a file; the services are asked for after the hooks above it. */
export const deskForFile = (services: () => AppServices = reviewServices): Desk => {
  let browser: Browser;
  let app: RealApp;
  beforeAll(async () => {
    browser = await openChromium();
    app = await startApp(services());
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });
  return {
    get app() {
      return app;
    },
    get browser() {
      return browser;
    },
    ask: (name, input) => askingOf(app.app)(name, input),
    open: (options) => openPage(browser, app, options),
  };
};
