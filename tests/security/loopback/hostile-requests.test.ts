import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetSegments, judge, originOf, rangeOf } from '../../../shared/hosts/loopback/guard.ts';
import { drillScale } from '../../support/drills.ts';
import { rawRequest, startKnownHost, type KnownHost } from '../../fixtures/loopback.ts';

const runs = (full: number): number => Math.max(50, Math.round(full * drillScale()));

const place = { port: 4321, base: 'abc123' };
const tricky = fc.constantFrom(
  '127.0.0.1',
  '127.0.0.1:4321',
  'http://127.0.0.1:4321',
  'http://127.0.0.1:4321/',
  'http://127.0.0.1:4321@evil.example',
  'http://127.0.0.1:4321.evil.example',
  'HTTP://127.0.0.1:4321',
  'null',
  '/abc123/',
  '/abc123/../',
  '//abc123/',
  '/ABC123/',
  '..',
  '%2e%2e',
  '%00',
  '\\',
  'same-origin',
  'same-site',
  'none',
  'navigate',
  'document',
);
const word = fc.oneof(tricky, fc.string({ unit: 'binary', maxLength: 40 }));
const phrase = fc.array(word, { maxLength: 4 }).map((parts) => parts.join(''));

describe('10,000 hostile inputs to the predicates', () => {
  it('are let in only when every claim is exactly ours', () => {
    const claims = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'get'),
      target: phrase,
      host: fc.option(phrase, { nil: undefined }),
      origin: fc.option(phrase, { nil: undefined }),
      site: fc.option(word, { nil: undefined }),
      mode: fc.option(word, { nil: undefined }),
      dest: fc.option(word, { nil: undefined }),
    });
    fc.assert(
      fc.property(claims, ({ method, target, host, origin, site, mode, dest }) => {
        const judged = judge(place, {
          method,
          target,
          headers: {
            host,
            origin,
            'sec-fetch-site': site,
            'sec-fetch-mode': mode,
            'sec-fetch-dest': dest,
          },
        });
        if (!judged.allow) return;
        expect(host).toBe('127.0.0.1:4321');
        expect(target.startsWith('/abc123/')).toBe(true);
        expect([undefined, originOf(place)]).toContain(origin);
        if (method === 'POST') expect(origin).toBe(originOf(place));
        expect(['same-origin', 'none']).toContain(site);
        if (site === 'none') expect([mode, dest, method]).toEqual(['navigate', 'document', 'GET']);
      }),
      { numRuns: runs(10_000) },
    );
  });

  it('never name a file outside', () => {
    fc.assert(
      fc.property(phrase, (path) => {
        const segments = assetSegments(path);
        for (const segment of segments ?? []) {
          expect(segment).not.toMatch(/^\.|[/\\:%\0]/);
          expect(segment).not.toBe('');
        }
      }),
      { numRuns: runs(10_000) },
    );
  });

  it('never ask for bytes that are not there', () => {
    const header = fc.oneof(
      phrase,
      fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => `bytes=${String(from)}-${String(to)}`),
      fc.nat().map((last) => `bytes=-${String(last)}`),
    );
    fc.assert(
      fc.property(header, fc.nat({ max: 1000 }), (asked, size) => {
        const range = rangeOf(asked, size);
        if (range === 'bad' || range === undefined) return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeLessThan(size);
        expect(range.start).toBeLessThanOrEqual(range.end);
      }),
      { numRuns: runs(10_000) },
    );
  });
});

describe('a running host', () => {
  let host: KnownHost;
  let cookie = '';
  beforeAll(async () => {
    host = await startKnownHost();
    cookie = await host.enter();
  });
  afterAll(() => host.stop());

  it('stays up and gives nothing away under fuzzed questions to its operations', async () => {
    const names = fc.constantFrom(
      'visits.open',
      'visits.create',
      'flags.settle',
      'visits.draft',
      '__proto__',
    );
    await fc.assert(
      fc.asyncProperty(names, fc.json({ maxDepth: 6 }), async (name, body) => {
        const answer = await rawRequest(
          host.port,
          'POST',
          `/${host.base}/op/${name}`,
          {
            host: `127.0.0.1:${String(host.port)}`,
            origin: host.origin,
            cookie,
            'sec-fetch-site': 'same-origin',
            'content-type': 'application/json',
          },
          body,
        );
        expect([200, 422]).toContain(answer.status);
        expect(answer.body.toString()).not.toMatch(/\bat \w+ \(|node_modules|\/work|Error:/);
      }),
      { numRuns: runs(10_000) },
    );
    expect((await host.op(cookie, 'visits.list', {})).status).toBe(200);
  });

  it('refuses fuzzed paths without a cookie', async () => {
    const path = fc.array(
      fc.constantFrom('op', 'audio', 'events', 'upload', '..', '.', '%2e', '%2f', 'x', ''),
      {
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(path, fc.boolean(), async (parts, under) => {
        const target = `/${under ? `${host.base}/` : ''}${parts.join('/')}`;
        const answer = await rawRequest(host.port, 'GET', target, {
          host: `127.0.0.1:${String(host.port)}`,
          'sec-fetch-site': 'same-origin',
        });
        expect([403, 404]).toContain(answer.status);
      }),
      { numRuns: runs(10_000) },
    );
  });
});
