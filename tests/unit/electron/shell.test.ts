import type { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startShell } from '../../../electron/main/start.ts';
import { makeAppHost, type AppHost } from '../../../shared/hosts/app/app-host.ts';
import { silentLog } from '../../../shared/platform/log.ts';
import { makeVaultPlace, setUpRecord, type VaultPlace } from '../../fixtures/made-vault.ts';
import { knownServices, sampleAudio, sampleChart } from '../../fixtures/drafted-visit.ts';

type Handler = (...args: never[]) => unknown;

// Electron's binary is not on every machine, so the shell is driven here through a stand-in that records what was
// asked of it and lets the test ask back. Nothing else in the project is mocked.
const fake = vi.hoisted(() => {
  const calls: string[] = [];
  const handlers = new Map<string, (...args: never[]) => unknown>();
  const record =
    (name: string) =>
    (...args: unknown[]) => {
      calls.push(name);
      const handler = args.find((arg) => typeof arg === 'function');
      if (handler) handlers.set(name, handler as (...args: never[]) => unknown);
    };
  return {
    calls,
    handlers,
    record,
    windows: [] as { options: Record<string, unknown>; contents: unknown }[],
  };
});

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  const app = Object.assign(new Emitter(), {
    requestSingleInstanceLock: () => true,
    enableSandbox: fake.record('enableSandbox'),
    whenReady: () => {
      fake.calls.push('whenReady');
      return Promise.resolve();
    },
    quit: fake.record('quit'),
  });
  class BrowserWindow extends Emitter {
    static getAllWindows = (): unknown[] => [];
    webContents: EventEmitter;
    constructor(options: Record<string, unknown>) {
      super();
      this.webContents = Object.assign(new Emitter(), {
        send: (_channel: string, event: unknown) => fake.calls.push(`sent ${JSON.stringify(event)}`),
        isDestroyed: () => false,
        setWindowOpenHandler: fake.record('setWindowOpenHandler'),
        print: (_options: unknown, done: () => void) => {
          done();
        },
      });
      fake.windows.push({ options, contents: this.webContents });
      app.emit('web-contents-created', {}, this.webContents);
    }
    setContentProtection = (on: boolean): void => {
      fake.calls.push(`setContentProtection ${String(on)}`);
    };
    loadURL = (address: string): Promise<void> => {
      fake.calls.push(`loadURL ${address}`);
      return Promise.resolve();
    };
    getNormalBounds = (): unknown => ({ width: 1000, height: 700 });
    show = fake.record('show');
    destroy = fake.record('destroy');
  }
  const defaultSession = {
    setPermissionRequestHandler: fake.record('permissionRequest'),
    setPermissionCheckHandler: fake.record('permissionCheck'),
    setDevicePermissionHandler: fake.record('devicePermission'),
    setDisplayMediaRequestHandler: fake.record('displayMedia'),
    on: fake.record('download'),
    webRequest: { onBeforeRequest: fake.record('beforeRequest') },
  };
  return {
    app,
    BrowserWindow,
    ipcMain: {
      handle: (channel: string, handle: (...args: never[]) => unknown) => {
        fake.record(channel === 'footnote:print' ? 'print' : 'ipc')(handle);
      },
    },
    Menu: { setApplicationMenu: fake.record('menu') },
    protocol: {
      registerSchemesAsPrivileged: fake.record('privileges'),
      handle: fake.record('scheme'),
    },
    session: { defaultSession },
    shell: { openExternal: (address: string) => Promise.resolve(fake.calls.push(`outside ${address}`)) },
  };
});

let host: AppHost;
let pages = '';
let place: VaultPlace;
let armed = false;
const handler = <T extends Handler>(name: string): T => {
  const found = fake.handlers.get(name);
  if (!found) throw new Error(`nothing was installed as ${name}`);
  return found as unknown as T;
};
const contents = (): EventEmitter => fake.windows[0]?.contents as EventEmitter;
const page = { url: 'footnote://app/#/', parent: null };
const ipc = (event: unknown, name: unknown, input: unknown): Promise<unknown> =>
  handler<(...args: unknown[]) => Promise<unknown>>('ipc')(event, name, input);

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
  await startShell({
    host,
    pages,
    preload: '/app/preload.cjs',
    settings: { read: () => ({}), write: () => undefined },
    armed: () => armed,
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
    for (const guard of ['permissionRequest', 'permissionCheck', 'beforeRequest', 'scheme', 'ipc'])
      expect(fake.calls.indexOf(guard)).toBeLessThan(loaded);
  });
  it('opens a locked window that other programs cannot film', () => {
    expect(fake.windows[0]?.options['webPreferences']).toMatchObject({
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
    const open = handler<(details: { url: string }) => unknown>('setWindowOpenHandler');
    expect(open({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(open({ url: 'https://clinic.example/help' })).toEqual({ action: 'deny' });
    expect(fake.calls.filter((call) => call.startsWith('outside'))).toEqual([
      'outside https://clinic.example/help',
    ]);
  });
  it('loads nothing over a network', () => {
    const before =
      handler<(details: { url: string }, decide: (answer: unknown) => void) => void>('beforeRequest');
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
  const ask = (details: object, permission = 'media'): unknown => {
    let answer: unknown;
    const decide = (given: unknown): void => {
      answer = given;
    };
    handler<(...args: unknown[]) => void>('permissionRequest')({}, permission, decide, details);
    return answer;
  };
  const own = { mediaTypes: ['audio'], requestingUrl: 'footnote://app/', isMainFrame: true };
  it('is given only while a recording is armed', () => {
    armed = false;
    expect(ask(own)).toBe(false);
    armed = true;
    expect(ask(own)).toBe(true);
    expect(ask({ ...own, mediaTypes: ['audio', 'video'] })).toBe(false);
    expect(ask({ ...own, isMainFrame: false })).toBe(false);
    expect(ask(own, 'geolocation')).toBe(false);
    armed = false;
  });
  it('is checked by the same rule', () => {
    const check = handler<(...args: unknown[]) => boolean>('permissionCheck');
    armed = true;
    expect(check(null, 'media', 'footnote://app', { mediaType: 'audio', isMainFrame: true })).toBe(true);
    expect(check(null, 'media', 'https://evil.example', { mediaType: 'audio', isMainFrame: true })).toBe(
      false,
    );
    expect(check(null, 'media', '', { mediaType: 'audio', isMainFrame: true })).toBe(false);
    armed = false;
  });
  it('is all there is: no device, no screen', () => {
    expect(handler<() => boolean>('devicePermission')()).toBe(false);
    let given: unknown;
    handler<(request: unknown, decide: (answer: unknown) => void) => void>('displayMedia')({}, (answer) => {
      given = answer;
    });
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
      handler<(...args: unknown[]) => Promise<unknown>>('print')(event, ticket);
    const event = { sender: contents(), senderFrame: page };
    for (const ticket of ['../assets/a.js', 'https://evil.example/', 42, ''])
      expect(await print(event, ticket)).toMatchObject({ error: { code: 'usage' } });
    expect(await print({ ...event, senderFrame: null }, 'A'.repeat(32))).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(await print(event, 'A'.repeat(32))).toMatchObject({ ok: true });
    expect(fake.calls).toContain(`loadURL footnote://app/print/${'A'.repeat(32)}`);
    expect(fake.windows.at(-1)?.options['webPreferences']).toMatchObject({
      sandbox: true,
      javascript: false,
    });
  });
  it('from the host reach the window', async () => {
    await host.call('visits.create', { sample: true });
    expect(fake.calls.some((call) => call.startsWith('sent {"what":"visit"'))).toBe(true);
  });
});

describe('the own scheme', () => {
  const get = (path: string, init?: RequestInit): Promise<Response> =>
    handler<(request: Request) => Promise<Response>>('scheme')(new Request(`footnote://app/${path}`, init));
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
