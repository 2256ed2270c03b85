import { randomUUID } from 'node:crypto';
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';

export interface SmartServer {
  readonly base: string;
  /** Enters the key set of a client, as whoever runs a record system does. */
  readonly register: (client: string, keys: string) => void;
  /** Takes back every token given so far, once this many more questions were answered. */
  readonly revokeAfter: (questions: number) => void;
  /** Tells from now on that tokens are given at this address; undefined: at its own. */
  readonly pointTo: (endpoint: string | undefined) => void;
  readonly granted: () => number;
  readonly scopes: () => readonly string[];
  readonly close: () => Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const answer = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

/**
 * An authorisation server of SMART Backend Services before a FHIR server: an assertion is checked for its signature, its
 * parties, its age and for being new, and nothing of the FHIR server is reached without a token that still holds.
 */
export const startSmartServer = async (fhir: string): Promise<SmartServer> => {
  const clients = new Map<string, ReturnType<typeof createLocalJWKSet>>();
  const tokens = new Set<string>();
  const used = new Set<string>();
  const scopes: string[] = [];
  let granted = 0;
  let left = Infinity;
  let elsewhere: string | undefined;
  let base = '';

  const grant = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await bodyOf(request));
    try {
      const asking = decodeJwt(form.get('client_assertion') ?? '');
      const { payload, protectedHeader } = await jwtVerify(
        form.get('client_assertion') ?? '',
        (header, token) => {
          const keys = clients.get(asking.iss ?? '');
          if (!keys) throw new Error('unknown client');
          return keys(header, token);
        },
        { audience: `${base}/token`, algorithms: ['ES384', 'RS384'], maxTokenAge: '5m' },
      );
      const { sub, iss, jti = '', exp = Infinity } = payload;
      const isYoung = exp - Date.now() / 1000 <= 300;
      const isFit =
        sub === iss && isYoung && jti !== '' && !used.has(jti) && protectedHeader.kid !== undefined;
      if (!isFit || form.get('grant_type') !== 'client_credentials') throw new Error('not fit');
      used.add(jti);
    } catch {
      answer(response, 400, { error: 'invalid_client' });
      return;
    }
    const token = randomUUID();
    tokens.add(token);
    granted += 1;
    scopes.push(...(form.get('scope') ?? '').split(' '));
    answer(response, 200, { access_token: token, token_type: 'bearer', expires_in: 300 });
  };

  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    if (url === '/.well-known/smart-configuration')
      return answer(response, 200, { token_endpoint: elsewhere ?? `${base}/token` });
    if (url === '/token') return void grant(request, response);
    left -= 1;
    if (left < 0) {
      tokens.clear();
      left = Infinity;
    }
    if (!tokens.has((headers.authorization ?? '').replace(/^Bearer /, '')))
      return answer(response, 401, { resourceType: 'OperationOutcome', issue: [] });
    const onward = forward(new URL(url ?? '/', fhir), { method, headers }, (there) => {
      response.writeHead(there.statusCode ?? 500, there.headers);
      there.pipe(response);
    });
    request.pipe(onward);
  });
  base = await listen(server);
  return {
    base,
    register: (client, keys) => clients.set(client, createLocalJWKSet(JSON.parse(keys) as JSONWebKeySet)),
    revokeAfter: (questions) => {
      left = questions;
    },
    pointTo: (endpoint) => {
      elsewhere = endpoint;
    },
    granted: () => granted,
    scopes: () => scopes,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
};
