import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest, startKnownHost, type Answer, type KnownHost } from '../../fixtures/loopback.ts';

let host: KnownHost;
let cookie = '';
beforeAll(async () => {
  host = await startKnownHost();
  cookie = await host.enter();
});
afterAll(() => host.stop());

const own = (): Record<string, string> => ({
  host: `127.0.0.1:${String(host.port)}`,
  origin: host.origin,
  cookie,
  'sec-fetch-site': 'same-origin',
});
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  rawRequest(host.port, 'GET', `/${host.base}/${path}`, { ...own(), ...headers });
const json = (answer: Answer): unknown => JSON.parse(answer.body.toString('utf8'));

const makeSample = async (): Promise<string> =>
  (json(await host.op(cookie, 'visits.create', { sample: true })) as { value: { visit: string } }).value
    .visit;

describe('the door', () => {
  it('opens once for a link, and sends on to an address without the token', async () => {
    const link = new URL(host.link());
    const headers = {
      host: link.host,
      'sec-fetch-site': 'none',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    const first = await rawRequest(host.port, 'GET', link.pathname + link.search, headers);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe(`/${host.base}/`);
    expect(first.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^footnote=[A-Za-z0-9_-]{43}; Path=/${host.base}/; HttpOnly; SameSite=Strict$`),
    );
    const second = await rawRequest(host.port, 'GET', link.pathname + link.search, headers);
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  it('stays shut without the cookie, and with a wrong one', async () => {
    for (const wrong of ['', 'footnote=', `footnote=${'A'.repeat(43)}`]) {
      const answer = await host.op(wrong, 'visits.list', {});
      expect(answer.status).toBe(403);
      expect(json(answer)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
      expect((await get('', { cookie: wrong })).status).toBe(403);
      expect((await get('assets/main.js', { cookie: wrong })).status).toBe(403);
    }
  });
});

describe('what is served', () => {
  it('is the page with a nonce of its own each time and no unsafe policy', async () => {
    const [one, other] = [await get(''), await get('')];
    const policy = String(one.headers['content-security-policy']);
    const nonce = /nonce="([^"]+)"/.exec(one.body.toString())?.[1] ?? '';
    expect(nonce).toHaveLength(24);
    expect(policy).toContain(`script-src 'nonce-${nonce}'`);
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
    for (const directive of ['default-src', 'base-uri', 'form-action', 'frame-ancestors'])
      expect(policy).toContain(`${directive} 'none'`);
    expect(other.body.toString()).not.toContain(nonce);
  });

  it('never invites another origin', async () => {
    for (const path of ['', 'assets/main.js', 'nothing'])
      expect(
        Object.keys((await get(path)).headers).filter((name) => name.startsWith('access-control')),
      ).toEqual([]);
  });

  it('is nothing outside the built files', async () => {
    for (const path of ['assets/../index.html', 'assets/%2e%2e/index.html', 'index.html', 'assets/none.js'])
      expect((await get(path)).status).toBe(404);
    expect((await get('assets/main.js')).body.toString()).toBe('export {};');
  });
});

describe('operations', () => {
  it('draft a visit, with each stage announced', async () => {
    const visit = await makeSample();
    const stages: string[] = [];
    const drafted = new Promise<void>((resolve) => {
      const stop = host.app.subscribe((event) => {
        if (event.what !== 'visit' || event.visit !== visit) return;
        if (event.progress) stages.push(event.progress.stage);
        if (event.state !== 'draft') return;
        stop();
        resolve();
      });
    });
    expect(json(await host.op(cookie, 'visits.draft', { visit }))).toEqual({
      ok: true,
      value: { done: true },
    });
    await drafted;
    expect([...new Set(stages)]).toEqual(['transcribe', 'draft', 'instructions', 'review']);
    const view = json(await host.op(cookie, 'visits.open', { visit }));
    expect(view).toMatchObject({
      ok: true,
      value: { summary: { state: 'draft', open: { interrupt: 1, show: 1 } }, note: { status: 'draft' } },
    });
  });

  it('refuse with a code what does not fit', async () => {
    expect(json(await host.op(cookie, 'visits.open', { visit: 'ab'.repeat(16) }))).toMatchObject({
      error: { code: 'visit-unknown' },
    });
    expect(json(await host.op(cookie, 'visits.open', { visit: '../x' }))).toMatchObject({
      error: { code: 'usage' },
    });
    expect(json(await host.op(cookie, 'constructor', {}))).toMatchObject({ error: { code: 'usage' } });
    const form = await rawRequest(
      host.port,
      'POST',
      `/${host.base}/op/visits.list`,
      { ...own(), 'content-type': 'text/plain' },
      '{}',
    );
    expect(json(form)).toMatchObject({ error: { code: 'usage' } });
  });

  it('stop reading a question that is too long', async () => {
    const answer = await host.op(cookie, 'visits.open', { visit: 'x'.repeat(5 * 1024 * 1024) });
    expect(json(answer)).toMatchObject({ error: { code: 'usage' } });
    expect((await get('')).status).toBe(200);
  });
});

describe('files', () => {
  const upload = (kind: string, body: Uint8Array | string): Promise<Answer> =>
    rawRequest(
      host.port,
      'POST',
      `/${host.base}/upload/${kind}`,
      { ...own(), 'content-type': 'application/octet-stream' },
      body,
    );

  it('arrive, become a visit, and are played by ranges', async () => {
    const sound = Buffer.from('fLaC and then the sound');
    const { value } = json(await upload('audio', sound)) as { value: { upload: string; bytes: number } };
    expect(value.bytes).toBe(sound.byteLength);
    const created = json(await host.op(cookie, 'visits.create', { audio: value.upload }));
    const { visit } = (created as { value: { visit: string } }).value;
    // What is kept is a second and a half of sound, whatever the file was: 48,000 bytes after a WAV head.
    const part = await get(`audio/${visit}`, { range: 'bytes=8-47' });
    expect([part.status, part.body.subarray(0, 4).toString(), part.headers['content-type']]).toEqual([
      206,
      'WAVE',
      'audio/wav',
    ]);
    expect(part.headers['content-range']).toBe('bytes 8-47/48044');
    expect((await get(`audio/${visit}`, { range: 'bytes=90000-' })).status).toBe(416);
    const whole = (await get(`audio/${visit}`)).body;
    expect(whole.length).toBe(48_044);
    expect(whole.subarray(8, 48).equals(part.body)).toBe(true);
  });

  it('are handed over once', async () => {
    const { value } = json(await upload('audio', 'x')) as { value: { upload: string } };
    await host.op(cookie, 'visits.create', { audio: value.upload });
    expect(json(await host.op(cookie, 'visits.create', { audio: value.upload }))).toMatchObject({
      error: { code: 'upload-missing' },
    });
  });

  it('that are no chart are refused by code and make no visit', async () => {
    const before = json(await host.op(cookie, 'visits.list', {}));
    const { value } = json(await upload('chart', 'refuse me')) as { value: { upload: string } };
    expect(json(await host.op(cookie, 'visits.create', { chart: value.upload }))).toMatchObject({
      error: { code: 'chart-not-fhir' },
    });
    expect(json(await host.op(cookie, 'visits.list', {}))).toEqual(before);
  });

  it('that are empty are refused at once', async () => {
    expect(json(await upload('audio', ''))).toMatchObject({ error: { code: 'audio-empty' } });
    expect(json(await upload('other', 'x'))).toMatchObject({ error: { code: 'usage' } });
  });
});

describe('flags and lines', () => {
  it('remember what was dismissed, why, and what was looked at', async () => {
    const visit = await makeSample();
    const drafted = new Promise<void>((resolve) => {
      host.app.subscribe((event) => {
        if (event.what === 'visit' && event.visit === visit && event.state === 'draft') resolve();
      });
    });
    await host.op(cookie, 'visits.draft', { visit });
    await drafted;
    const drafts = json(await host.op(cookie, 'visits.open', { visit }));
    const [flag = ''] = (drafts as { value: { flags: { id: string }[] } }).value.flags.map(({ id }) => id);
    expect(flag).toMatch(/^chart-conflict-/);
    await host.op(cookie, 'flags.settle', {
      visit,
      flag,
      as: 'dismissed',
      reason: 'dose raised in May',
    });
    await host.op(cookie, 'lines.see', { visit, line: 'n4' });
    expect(json(await host.op(cookie, 'visits.open', { visit }))).toMatchObject({
      value: {
        summary: { open: { interrupt: 0, show: 1 } },
        settled: { [flag]: { as: 'dismissed', reason: 'dose raised in May', by: 'Dr Imani Okafor' } },
        seen: ['n4'],
      },
    });
    await host.op(cookie, 'flags.settle', { visit, flag, as: 'open' });
    expect(json(await host.op(cookie, 'visits.open', { visit }))).toMatchObject({
      value: { summary: { open: { interrupt: 1 } }, settled: {} },
    });
    expect(json(await host.op(cookie, 'flags.settle', { visit, flag: 'no', as: 'open' }))).toMatchObject({
      error: { code: 'flag-missing' },
    });
  });
});
