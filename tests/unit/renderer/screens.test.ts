import { describe, expect, it } from 'vitest';
import { clientOver } from '../../../renderer/api/make-client.ts';
import { addressOf, routeOf } from '../../../renderer/app/route.ts';
import { en } from '../../../renderer/language/en.ts';
import { es } from '../../../renderer/language/es.ts';
import { tongueFor } from '../../../renderer/language/language.ts';
import { sortFiles } from '../../../renderer/today/sort-files.ts';
import { clock, dateIn } from '../../../renderer/ui/time.ts';
import { pointsOf } from '../../../renderer/visit/trends.ts';
import { FlagKind } from '../../../shared/contract/flag.ts';
import { appOperations } from '../../../shared/contract/app.ts';

describe('texts', () => {
  const places = (text: string): string[] =>
    [...text.matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).sort();
  it('say in Spanish what they say in English, with the same values', () => {
    expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect(en[key].trim(), key).not.toBe('');
      expect(es[key].trim(), key).not.toBe('');
      expect(places(es[key]), key).toEqual(places(en[key]));
    }
  });
  it('explain every code an operation may answer with, and name every kind of flag', () => {
    const codes = Object.values(appOperations).flatMap((operation) => [...operation.errors]);
    for (const code of new Set([...codes, 'host-gone', 'fault', 'not-allowed']))
      expect(Object.keys(en)).toContain(`error.${code}`);
    for (const kind of FlagKind.options) expect(Object.keys(en)).toContain(`flag.kind.${kind}`);
  });
  it('follow the browser', () => {
    expect([tongueFor('es-MX'), tongueFor('en-GB'), tongueFor('fr')]).toEqual(['es', 'en', 'en']);
  });
});

describe('addresses', () => {
  it('come back as they went', () => {
    const route = { screen: 'visit', visit: 'aB_9-', part: 'sheet' } as const;
    expect(routeOf(addressOf(route))).toEqual(route);
  });
  it.each(['', '#', '#/nowhere', '#/visit/', '#/visit/a b', '#/visit/<script>'])(
    '%j is the work list',
    (hash) => {
      expect(routeOf(hash)).toEqual({ screen: 'today' });
    },
  );
});

describe('dropped files', () => {
  const file = (name: string) => ({ name });
  it('are told apart by their endings', () => {
    expect(sortFiles([file('Chart.JSON'), file('visit.flac')])).toEqual({
      ok: true,
      audio: { name: 'visit.flac' },
      chart: { name: 'Chart.JSON' },
    });
  });
  it('are refused where they are neither, or too many', () => {
    expect(sortFiles([file('letter.pdf')])).toEqual({ ok: false, why: 'unknown' });
    expect(sortFiles([file('a.wav'), file('b.wav')])).toEqual({ ok: false, why: 'many' });
    expect(sortFiles([])).toEqual({ ok: false, why: 'unknown' });
  });
});

describe('figures', () => {
  it('read as people write them', () => {
    expect([clock(0), clock(83_999), clock(3_600_000)]).toEqual(['0:00', '1:23', '60:00']);
    expect([dateIn('en', '2019'), dateIn('en', '2019-03'), dateIn('en', '1961-05-14')]).toEqual([
      '2019',
      'Mar 2019',
      'May 14, 1961',
    ]);
    expect(dateIn('en', 'last spring')).toBe('last spring');
  });
  it('rise as a line that goes up', () => {
    expect(pointsOf([7, 7.6, 8.4], 72, 16)).toBe('0.0,16.0 36.0,9.1 72.0,0.0');
    expect(pointsOf([5, 5], 72, 16)).toBe('0.0,8.0 72.0,8.0');
  });
});

describe('the client', () => {
  const nothing = {
    upload: () => Promise.reject(new Error()),
    chunk: () => Promise.reject(new Error()),
    showPage: () => undefined,
    listen: () => () => undefined,
    audioAddress: () => '',
  };
  it('says that the host is gone, not that it threw', async () => {
    const client = clientOver({ ...nothing, call: () => Promise.reject(new TypeError('fetch failed')) });
    expect(await client.call('visits.list', {})).toMatchObject({ ok: false, error: { code: 'host-gone' } });
    expect(await client.upload('audio', new Blob())).toMatchObject({
      ok: false,
      error: { code: 'host-gone' },
    });
  });
  it('takes no answer of another shape', async () => {
    for (const raw of [undefined, {}, { ok: true }, { ok: true, value: { visits: [{}] } }, '<html>']) {
      const client = clientOver({ ...nothing, call: () => Promise.resolve(raw) });
      expect(await client.call('visits.list', {})).toMatchObject({ ok: false, error: { code: 'fault' } });
    }
  });
});
