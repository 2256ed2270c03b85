import type { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prepareShell, startShell } from '../../../electron/main/start.ts';
import { makeAppHost, type AppHost } from '../../../shared/hosts/app/app-host.ts';
import { silentLog } from '../../../shared/platform/log.ts';
import * as fake from '../../fixtures/fake-electron.ts';
import { makeVaultPlace, setUpRecord, type VaultPlace } from '../../fixtures/made-vault.ts';
import { knownServices, sampleAudio, sampleChart } from '../../fixtures/drafted-visit.ts';

vi.mock('electron', () => import('../../fixtures/fake-electron.ts'));

let host: AppHost;
let pages = '';
let place: VaultPlace;
const contents = (): EventEmitter => fake.windowAt('app').webContents;
const recording = (): EventEmitter => fake.windowAt('capture').webContents;
const page = { url: 'footnote://app/#/', parent: null };
const ipc = (event: unknown, name: unknown, input: unknown): Promise<unknown> =>
  fake.installed<(...args: unknown[]) => Promise<unknown>>('footnote:call')(event, name, input);

beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), 'footnote-shell-'));
  await mkdir(join(pages, 'assets'));
  await writeFile(join(pages, 'index.html'), '<script nonce="__FOOTNOTE_NONCE__"></script>');
  await writeFile(join(pages, 'assets', 'a.js'), '1');
  place = await makeVaultPlace();
  host = makeAppHost({
    services: knownServices(),
    vault: place.ground,
    host: 'desktop',
    version: '0.0.0',
    log: silentLog,
    sample: () => Promise.resolve({ audio: sampleAudio(), chart: sampleChart() }),
  });
  await setUpRecord(host);
  prepareShell();
  await startShell({
    host,
    pages,
    preload: '/app/preload.cjs',
    settings: { read: () => ({}), write: () => undefined },
  });
});
afterAll(async () => {
  await host.close();
  await place.remove();
  await rm(pages, { recursive: true, force: true });
});

describe('start-up', () => {
  it('locks the sandbox and names the scheme before Electron is ready', () => {
    expect(fake.calls.indexOf('enableSandbox')).toBeLessThan(fake.calls.indexOf('whenReady'));
    expect(fake.calls.indexOf('privileges')).toBeLessThan(fake.calls.indexOf('whenReady'));
  });
  it('guards the session before the first page is loaded', () => {
    const loaded = fake.calls.indexOf('loadURL footnote://app/');
    for (const guard of ['permissionRequest', 'permissionCheck', 'beforeRequest', 'scheme', 'footnote:call'])
      expect(fake.calls.indexOf(guard)).toBeLessThan(loaded);
  });
  it('opens a locked window that other programs cannot film', () => {
    expect(fake.windowAt('app').options['webPreferences']).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
    expect(fake.calls).toContain('setContentProtection true');
  });
});

describe('a page that wants to go elsewhere', () => {
  const tried = (event: string, url: string, more: object = {}): boolean => {
    let prevented = false;
    contents().emit(event, { url, preventDefault: () => (prevented = true), ...more });
    return prevented;
  };
  it.each(['will-navigate', 'will-redirect'])('is stopped on %s', (event) => {
    expect(tried(event, 'https://evil.example/')).toBe(true);
    expect(tried(event, 'file:///etc/passwd')).toBe(true);
    expect(tried(event, 'footnote://app/#/')).toBe(false);
  });
  it('gets no frame and no webview', () => {
    expect(tried('will-frame-navigate', 'footnote://app/', { isMainFrame: false })).toBe(true);
    expect(tried('will-attach-webview', '')).toBe(true);
  });
  it('gets no window; the web opens in the system browser', () => {
    const open = fake.installed<(details: { url: string }) => unknown>('setWindowOpenHandler');
    expect(open({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(open({ url: 'https://clinic.example/help' })).toEqual({ action: 'deny' });
    expect(fake.calls.filter((call) => call.startsWith('outside'))).toEqual([
      'outside https://clinic.example/help',
    ]);
  });
  it('loads nothing over a network', () => {
    const before =
      fake.installed<(details: { url: string }, decide: (answer: unknown) => void) => void>('beforeRequest');
    const cancelled = (url: string): unknown => {
      let answer: unknown;
      before({ url }, (given) => (answer = given));
      return answer;
    };
    expect(cancelled('https://evil.example/a.js')).toEqual({ cancel: true });
    expect(cancelled('footnote://app/assets/a.js')).toEqual({ cancel: false });
  });
});

describe('the microphone', () => {
  const ask = (from: unknown, details: object, permission = 'media'): unknown => {
    let answer: unknown;
    const decide = (given: unknown): void => {
      answer = given;
    };
    fake.installed<(...args: unknown[]) => void>('permissionRequest')(from, permission, decide, details);
    return answer;
  };
  const own = { mediaTypes: ['audio'], requestingUrl: 'footnote://app/', isMainFrame: true };
  /** A person's wish, as the window sends it; the hidden window does not answer in this test. */
  const arm = (): void => {
    void fake.installed<(...args: unknown[]) => Promise<unknown>>('footnote:capture-ask')(
      { sender: contents(), senderFrame: page },
      { do: 'test' },
    );
  };
  it('is given to the recording window only, and only while a recording is armed', () => {
    expect(ask(recording(), own)).toBe(false);
    arm();
    expect(ask(recording(), own)).toBe(true);
    expect(ask(contents(), own)).toBe(false);
    expect(ask(recording(), { ...own, mediaTypes: ['audio', 'video'] })).toBe(false);
    expect(ask(recording(), { ...own, isMainFrame: false })).toBe(false);
    expect(ask(recording(), own, 'geolocation')).toBe(false);
  });
  it('is checked by the same rule', () => {
    const check = fake.installed<(...args: unknown[]) => boolean>('permissionCheck');
    const details = { mediaType: 'audio', isMainFrame: true };
    expect(check(recording(), 'media', 'footnote://app', details)).toBe(true);
    expect(check(contents(), 'media', 'footnote://app', details)).toBe(false);
    expect(check(null, 'media', 'footnote://app', details)).toBe(false);
    expect(check(recording(), 'media', 'https://evil.example', details)).toBe(false);
    expect(check(recording(), 'media', '', details)).toBe(false);
  });
  it('is all there is: no device, no screen', () => {
    expect(fake.installed<() => boolean>('devicePermission')()).toBe(false);
    let given: unknown;
    fake.installed<(request: unknown, decide: (answer: unknown) => void) => void>('displayMedia')(
      {},
      (answer) => {
        given = answer;
      },
    );
    expect(given).toEqual({});
  });
});

describe('messages', () => {
  it('from our page are answered', async () => {
    expect(await ipc({ sender: contents(), senderFrame: page }, 'app.state', {})).toMatchObject({
      ok: true,
      value: { host: 'desktop' },
    });
  });
  it.each([
    ['a frame that has gone', { senderFrame: null }],
    ['a frame inside', { senderFrame: { ...page, parent: {} } }],
    ['a page that is not ours', { senderFrame: { ...page, url: 'https://evil.example/' } }],
    ['a page without an address', { senderFrame: { ...page, url: '' } }],
    ['a window that is not ours', { sender: {} }],
  ])('from %s are refused with a code', async (_what, change) => {
    expect(await ipc({ sender: contents(), senderFrame: page, ...change }, 'app.state', {})).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });
  it('that do not fit are refused with a code', async () => {
    const event = { sender: contents(), senderFrame: page };
    for (const [name, input] of [
      ['__proto__', {}],
      [42, {}],
      ['visits.open', { visit: 7 }],
      ['visits.open', { visit: 'x', more: 1 }],
    ])
      expect(await ipc(event, name, input)).toMatchObject({ ok: false, error: { code: 'usage' } });
  });
  it('to print name a ticket of the host, and nothing that an address could be made of', async () => {
    const print = (event: unknown, ticket: unknown): Promise<unknown> =>
      fake.installed<(...args: unknown[]) => Promise<unknown>>('footnote:print')(event, ticket);
    const event = { sender: contents(), senderFrame: page };
    for (const ticket of ['../assets/a.js', 'https://evil.example/', 42, ''])
      expect(await print(event, ticket)).toMatchObject({ error: { code: 'usage' } });
    expect(await print({ ...event, senderFrame: null }, 'A'.repeat(32))).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(await print(event, 'A'.repeat(32))).toMatchObject({ ok: true });
    expect(fake.calls).toContain(`loadURL footnote://app/print/${'A'.repeat(32)}`);
    expect(fake.BrowserWindow.all.at(-1)?.options['webPreferences']).toMatchObject({
      sandbox: true,
      javascript: false,
    });
  });
  it('from the host reach the window', async () => {
    await host.call('visits.create', { sample: true });
    expect(fake.windowAt('app').webContents.sent).toContainEqual({
      channel: 'footnote:event',
      payload: expect.objectContaining({ what: 'visit' }) as unknown,
    });
  });
});

describe('the own scheme', () => {
  const get = (path: string, init?: RequestInit): Promise<Response> =>
    fake.installed<(request: Request) => Promise<Response>>('scheme')(
      new Request(`footnote://app/${path}`, init),
    );
  it('serves the page with a nonce and a strict policy', async () => {
    const answer = await get('');
    const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe-');
  });
  it('serves its files and nothing beside them', async () => {
    expect((await get('assets/a.js')).status).toBe(200);
    for (const path of [
      'assets/..%2f..%2findex.html',
      'assets/%2e%2e/index.html',
      'index.html',
      'etc/passwd',
    ])
      expect((await get(path)).status).toBe(404);
    expect((await get('', { method: 'DELETE' })).status).toBe(405);
  });
  it('takes a file in and plays it by ranges', async () => {
    const sent = await get('upload/audio', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'fLaC0123456789',
    });
    const { value } = (await sent.json()) as { value: { upload: string } };
    const made = (await host.call('visits.create', { audio: value.upload })) as { value: { visit: string } };
    const part = await get(`audio/${made.value.visit}`, { headers: { range: 'bytes=8-11' } });
    expect([part.status, await part.text()]).toEqual([206, 'WAVE']);
  });
});
