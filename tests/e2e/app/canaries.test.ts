import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { installGuard, type Guard } from '../../../shared/egress/guard.ts';
import { succeed } from '../../../shared/contract/errors.ts';
import type { AppServices } from '../../../shared/hosts/app/services.ts';
import { composeStages } from '../../../shared/hosts/compose.ts';
import { serveApp } from '../../../shared/hosts/loopback/serve-app.ts';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { rotatingLogFile } from '../../../shared/platform/log-file.ts';
import { makeLog } from '../../../shared/platform/log.ts';
import { knownServices, sampleTranscript } from '../../fixtures/drafted-visit.ts';
import { setUpRecord } from '../../fixtures/made-vault.ts';
import { root } from '../../fixtures/real-app.ts';
import { CANARIES, openProfile, prepareVisit, wholeVisit } from '../../support/whole-visit.ts';

// Everything that the app and its browser write, in folders of this test's own; what it is given lies elsewhere.
let outside = '';
let written = '';
let guard: Guard;
beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'footnote-canary-in-'));
  written = await mkdtemp(join(tmpdir(), 'footnote-canary-out-'));
  for (const name of ['data', 'profile', 'temporary', 'cache', 'home']) await mkdir(join(written, name));
  vi.stubEnv('TMPDIR', join(written, 'temporary'));
  guard = installGuard(() => []);
});
afterAll(async () => {
  guard.remove();
  vi.unstubAllEnvs();
  for (const folder of [outside, written])
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

/** What was said is known; it is drafted, checked and written as any other. */
const services = (): AppServices => {
  const heard = sampleTranscript();
  const [last] = heard.turns.slice(-1);
  const said = `My ${CANARIES.spokenThree} hurts. I wear ${CANARIES.spokenOne}, saw a ${CANARIES.spokenTwo}, and take ${CANARIES.spokenFour} a day.`;
  const turns = last
    ? [...heard.turns, { ...last, id: 'canary', speaker: 'patient' as const, text: said, words: [] }]
    : [];
  return {
    ...knownServices(),
    stages: { ...composeStages(), transcribe: () => Promise.resolve(succeed({ ...heard, turns })) },
  };
};

/** Where a canary is to be read, in the ways in which programs write text. */
const found = (folder: string): string[] => {
  const hits: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? readFileSync(path) : Buffer.alloc(0);
    for (const canary of Object.values(CANARIES)) {
      const ways = [
        Buffer.from(canary),
        Buffer.from(canary, 'utf16le'),
        Buffer.from(encodeURIComponent(canary)),
      ];
      if (entry.name.includes(canary) || ways.some((way) => bytes.includes(way)))
        hits.push(`${canary} in ${path.slice(written.length)}`);
    }
  }
  return hits;
};

/** The log as a person saves it for support. */
const supportLogOf = async (page: Page): Promise<string> => {
  await page.goto(`${page.url().split('#')[0] ?? ''}#/settings/about`);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the log for support' }).click();
  return readFileSync(await (await saved).path(), 'utf8');
};

/** Hosts that this browser asks by itself, whatever page it shows. */
const CHROMIUMS_OWN = /^(CONNECT|GET|POST) (http:\/\/)?[a-z-]+\.(googleapis|google|gvt1)\.com[:/]/;

/** Takes connections and notes what they ask for: whatever goes by the way of a network comes here. */
const countingProxy = async (): Promise<{ address: string; asked: string[]; close: () => void }> => {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', (data) => {
        asked.push(data.toString('latin1').split('\r\n')[0] ?? '');
        socket.destroy();
      });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${String(port)}`, asked, close: () => server.close() };
};

it('a whole visit leaves none of twenty phrases in any file of the app or its browser, and asks no network for anything', async () => {
  const proxy = await countingProxy();
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY'])
    vi.stubEnv(name, proxy.address);
  const data = join(written, 'data');
  const served = await serveApp({
    services: services(),
    vault: { files: diskFiles, folder: join(data, 'vault'), machine: 'desk 4', now: () => new Date() },
    root,
    cache: join(written, 'cache'),
    version: '0.0.0',
    log: makeLog(rotatingLogFile(join(data, 'log'))),
  });
  await setUpRecord(served.app);
  await served.app.call('phrases.set', { phrases: [{ abbreviation: 'zz', text: CANARIES.snippet }] });
  await served.app.call('visits.create', { label: CANARIES.otherPatient, identifiers: ['1950'] });
  const { chart, sound } = prepareVisit(outside);
  const env = { ...(process.env as Record<string, string>), HOME: join(written, 'home') };
  const context = await openProfile(join(written, 'profile'), sound, { proxy: proxy.address, env });
  const page = context.pages()[0] ?? (await context.newPage());
  const origin = new URL(served.link()).origin;
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  await page.goto(served.link());
  await wholeVisit(page, chart);
  const forSupport = await supportLogOf(page);
  expect(forSupport).toContain('retention.done');
  expect(Object.values(CANARIES).filter((canary) => forSupport.includes(canary))).toEqual([]);
  const whileOpen = found(written);
  await context.close();
  await served.close();
  expect([...new Set([...whileOpen, ...found(written)])]).toEqual([]);
  expect(readdirSync('/dev/shm').filter((name) => name.startsWith('footnote-'))).toEqual([]);
  expect(readdirSync(join(written, 'profile')).length).toBeGreaterThan(3);
  // Chromium looks after itself; a request of the page, or of anything in our process, would stand beside its own.
  expect(proxy.asked.filter((line) => !CHROMIUMS_OWN.test(line))).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(origin))).toEqual([]);
  expect(guard.refused()).toBe(0);
  proxy.close();
});
