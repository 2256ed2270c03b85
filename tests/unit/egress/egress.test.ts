import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isAllowed, makeEgress } from '../../../shared/egress/egress.ts';
import { installGuard, type Guard } from '../../../shared/egress/guard.ts';
import { codeOf, good } from '../../support/record-fixture.ts';

let servers: Server[] = [];
let guard: Guard | undefined;
afterEach(() => {
  guard?.remove();
  guard = undefined;
  for (const server of servers) server.close();
  servers = [];
});

/** A server that counts what reaches it, and may send the caller elsewhere. */
const counting = async (location?: string): Promise<{ host: string; hits: () => number }> => {
  let hits = 0;
  const server = createServer((_, answer) => {
    hits += 1;
    answer.writeHead(location ? 302 : 200, location ? { location } : {});
    answer.end('ok');
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, hits: () => hits };
};

describe('the one way out', () => {
  it('lets nothing out while the list is empty', async () => {
    const server = await counting();
    const egress = makeEgress(() => []);
    expect(codeOf(await egress.fetch(`http://${server.host}/`))).toBe('egress-refused');
    expect(server.hits()).toBe(0);
    expect(egress.counts()).toEqual({ reached: {}, refused: 1 });
  });

  it('reaches an allowed host, counts it, and follows no redirect to another', async () => {
    const other = await counting();
    const server = await counting(`http://${other.host}/`);
    const egress = makeEgress(() => [server.host]);
    expect(codeOf(await egress.fetch(`http://${server.host}/`))).toBe('egress-refused');
    expect([server.hits(), other.hits()]).toEqual([1, 0]);
    const both = makeEgress(() => [server.host, other.host]);
    expect(good(await both.fetch(`http://${server.host}/`)).status).toBe(200);
    expect(both.counts().reached).toEqual({ [server.host]: 1, [other.host]: 1 });
  });

  it.each([
    'https://fhir.clinic.test.evil.test/',
    'https://evil.test/?fhir.clinic.test',
    'https://fhir.clinic.test@evil.test/',
    'https://user:pw@fhir.clinic.test/',
    'https://fhir.clinic.test:8443/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'not a url',
  ])('refuses %s', async (url) => {
    const sent: string[] = [];
    const egress = makeEgress(
      () => ['fhir.clinic.test'],
      async (to) => {
        sent.push(String(to));
        return new Response('');
      },
    );
    expect(codeOf(await egress.fetch(url))).toBe('egress-refused');
    expect(sent).toEqual([]);
  });

  it('never takes a made-up URL for an allowed one', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'], withQueryParameters: true }), (text) => {
        const url = new URL(text);
        return isAllowed(url, ['fhir.clinic.test']) === (url.host === 'fhir.clinic.test');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the guard of the process', () => {
  const tryHttp = (options: { host: string; port: number }): Promise<string> =>
    new Promise((resolve) => {
      httpRequest(options, () => {
        resolve('answered');
      })
        .on('error', (error: NodeJS.ErrnoException) => {
          resolve(error.code ?? 'error');
        })
        .end();
    });

  it('stops a library that goes around the one way out, and lets this machine talk to itself', async () => {
    const server = await counting();
    guard = installGuard(() => []);
    expect(await tryHttp({ host: '203.0.113.9', port: 80 })).toBe('EGRESS_REFUSED');
    expect(await tryHttp({ host: 'updates.example.test', port: 443 })).toBe('EGRESS_REFUSED');
    await expect(fetch('http://203.0.113.9/')).rejects.toThrow();
    expect(guard.refused()).toBe(3);
    expect(await tryHttp({ host: '127.0.0.1', port: Number(server.host.split(':')[1]) })).toBe('answered');
  });
});
