import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../../fixtures/chromium.ts';
import { startKnownHost, type KnownHost } from '../../fixtures/loopback.ts';

/** What a page of another local server tries; it even knows the hidden path and that someone is logged in. */
const attempts = async (address: string): Promise<Record<string, string>> => {
  const outcome = async (work: () => Promise<string>): Promise<string> => work().catch(() => 'refused');
  const element = (make: () => HTMLElement & { src?: string }): Promise<string> =>
    new Promise((resolve) => {
      const made = make();
      made.onload = () => {
        resolve('reached');
      };
      made.onerror = () => {
        resolve('refused');
      };
      document.body.append(made);
      setTimeout(() => {
        resolve('refused');
      }, 3_000);
    });
  const post = (mode: RequestMode, type: string) => async (): Promise<string> => {
    const answer = await fetch(`${address}op/visits.create`, {
      method: 'POST',
      mode,
      credentials: 'include',
      headers: { 'content-type': type },
      body: '{"sample":true}',
    });
    return answer.type === 'opaque' ? 'sent' : answer.text();
  };
  return {
    readPage: await outcome(async () => (await fetch(address, { credentials: 'include' })).text()),
    readList: await outcome(post('cors', 'application/json')),
    blindPost: await outcome(post('no-cors', 'text/plain')),
    script: await element(() =>
      Object.assign(document.createElement('script'), { src: `${address}assets/main.js` }),
    ),
    image: await element(() => Object.assign(document.createElement('img'), { src: `${address}audio/x` })),
    events: await new Promise<string>((resolve) => {
      const source = new EventSource(`${address}events`, { withCredentials: true });
      source.onopen = () => {
        resolve('reached');
      };
      source.onerror = () => {
        source.close();
        resolve('refused');
      };
    }),
  };
};

let browser: Browser;
let context: BrowserContext;
let host: KnownHost;
let hostile: Server;
let hostileOrigin = '';
const cookiesSeen: (string | undefined)[] = [];

beforeAll(async () => {
  host = await startKnownHost();
  hostile = createServer((request, response) => {
    cookiesSeen.push(request.headers.cookie);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<body>hello</body>');
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  hostileOrigin = `http://127.0.0.1:${String((hostile.address() as AddressInfo).port)}`;
  browser = await openChromium();
  // One browser, logged in to the app in one tab, with the hostile page in the next.
  context = await browser.newContext();
  const own = await context.newPage();
  const opened = await own.goto(host.link());
  expect(opened?.status()).toBe(200);
});
afterAll(async () => {
  await browser.close();
  hostile.close();
  await host.stop();
});

describe('a hostile page on another port of this machine', () => {
  it('reaches nothing and changes nothing, though the browser is logged in', async () => {
    const page = await context.newPage();
    await page.goto(`${hostileOrigin}/`);
    const outcome = await page.evaluate(attempts, `${host.origin}/${host.base}/`);
    expect(outcome).toEqual({
      readPage: 'refused',
      readList: 'refused',
      // A browser sends such a request and shows the page nothing; the host refuses it, as the list below proves.
      blindPost: expect.stringMatching(/^(sent|refused)$/) as string,
      script: 'refused',
      image: 'refused',
      events: 'refused',
    });
    expect(await host.app.call('visits.list', {})).toEqual({ ok: true, value: { visits: [] } });
  });

  it('is not even sent the cookie', async () => {
    expect(cookiesSeen.length).toBeGreaterThan(0);
    expect(cookiesSeen.every((cookie) => cookie === undefined)).toBe(true);
  });

  it('cannot frame the app', async () => {
    const page = await context.newPage();
    await page.goto(`${hostileOrigin}/`);
    await page.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
      return new Promise((resolve) => {
        frame.onload = resolve;
      });
    }, `${host.origin}/${host.base}/`);
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    expect(await framed?.content().catch(() => '')).not.toContain('<script nonce');
  });

  it('cannot take the app over by a link: the page opens only from its own', async () => {
    const page = await context.newPage();
    await page.goto(`${hostileOrigin}/`);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().startsWith(host.origin)),
      page.evaluate((address) => {
        location.href = address;
      }, `${host.origin}/${host.base}/`),
    ]);
    expect(answer.status()).toBe(403);
  });

  it('cannot come by another name of this machine', async () => {
    const page = await context.newPage();
    const answer = await page.goto(`http://localhost:${String(host.port)}/${host.base}/`);
    expect(answer?.status()).toBe(421);
  });
});
