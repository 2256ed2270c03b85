import { describe, expect, it } from 'vitest';
import {
  assetSegments,
  cookieOf,
  judge,
  pathUnderBase,
  rangeOf,
  sameSecret,
  type Asked,
} from '../../../shared/hosts/loopback/guard.ts';

const place = { port: 4321, base: 'abc123' };
const page: Asked = {
  method: 'GET',
  target: '/abc123/',
  headers: {
    host: '127.0.0.1:4321',
    'sec-fetch-site': 'none',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  },
};
const question: Asked = {
  method: 'POST',
  target: '/abc123/op/visits.list',
  headers: { host: '127.0.0.1:4321', origin: 'http://127.0.0.1:4321', 'sec-fetch-site': 'same-origin' },
};
const changed = (asked: Asked, headers: Asked['headers'], rest: Partial<Asked> = {}): Asked => ({
  ...asked,
  ...rest,
  headers: { ...asked.headers, ...headers },
});

describe('who may ask', () => {
  it('lets a person open the page and the page ask', () => {
    expect(judge(place, page)).toEqual({ allow: true });
    expect(judge(place, question)).toEqual({ allow: true });
  });

  it.each([
    ['a name that resolves to this machine', changed(question, { host: 'rebind.example:4321' }), 421],
    ['localhost by name', changed(question, { host: 'localhost:4321' }), 421],
    ['another port', changed(question, { host: '127.0.0.1:4322' }), 421],
    ['no host', changed(question, { host: undefined }), 421],
    ['two hosts', changed(question, { host: ['127.0.0.1:4321', 'evil.example'] }), 421],
    ['a page on another port', changed(question, { origin: 'http://127.0.0.1:9' }), 403],
    ['an origin that begins like ours', changed(question, { origin: 'http://127.0.0.1:43210' }), 403],
    ['an opaque origin', changed(question, { origin: 'null' }), 403],
    ['a question without an origin', changed(question, { origin: undefined }), 403],
    ['a same-site page that says nothing else', changed(page, { 'sec-fetch-site': 'same-site' }), 403],
    ['a link on another site', changed(page, { 'sec-fetch-site': 'cross-site' }), 403],
    ['a browser that does not say where it comes from', changed(page, { 'sec-fetch-site': undefined }), 403],
    ['a script tag', changed(page, { 'sec-fetch-dest': 'script' }), 403],
    ['a frame', changed(page, { 'sec-fetch-dest': 'iframe' }), 403],
    ['a preflight', changed(question, {}, { method: 'OPTIONS' }), 405],
    ['a path outside', changed(page, {}, { target: '/' }), 404],
    ['a path beside', changed(page, {}, { target: '/abc1234/' }), 404],
    ['an absolute target', changed(page, {}, { target: 'http://127.0.0.1:4321/abc123/' }), 404],
  ])('refuses %s', (_what, asked, status) => {
    expect(judge(place, asked)).toEqual({ allow: false, status });
  });
});

describe('paths to our own files', () => {
  it('are plain names', () => {
    expect(assetSegments('assets/index-Ab_9.js')).toEqual(['assets', 'index-Ab_9.js']);
  });
  it.each([
    '',
    '..',
    'assets/../x',
    'assets/./x',
    'assets//x',
    'assets/.hidden',
    'assets/%2e%2e/x',
    'assets\\..\\x',
    'C:/x',
    'assets/x\0.js',
    '/etc/passwd',
    'a/b/c/d/e',
  ])('refuses %j', (path) => {
    expect(assetSegments(path)).toBeUndefined();
  });
  it('leave the query out', () => {
    expect(pathUnderBase(place, '/abc123/open?token=x/../y')).toBe('open');
  });
});

describe('ranges', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=100-', 'bad'],
    ['bytes=20-10', 'bad'],
    ['bytes=-', 'bad'],
    ['bytes=-0', 'bad'],
    ['bytes=0-1,5-6', 'bad'],
    ['bytes=0x1-2', 'bad'],
    ['lines=0-1', 'bad'],
    ['bytes=99999999999999999-', 'bad'],
  ])('%j of 100 bytes', (header, expected) => {
    expect(rangeOf(header, 100)).toEqual(expected);
  });
  it('of nothing cannot be met', () => {
    expect(rangeOf('bytes=0-0', 0)).toBe('bad');
  });
});

describe('secrets', () => {
  it('are equal only whole', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });
  it('come from one cookie only', () => {
    expect(cookieOf('a=1; footnote=x; b=2', 'footnote')).toBe('x');
    expect(cookieOf('footnote=x; footnote=y', 'footnote')).toBeUndefined();
    expect(cookieOf('xfootnote=x', 'footnote')).toBeUndefined();
    expect(cookieOf(undefined, 'footnote')).toBeUndefined();
  });
});
