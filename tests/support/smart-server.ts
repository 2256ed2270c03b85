import { createHash, randomUUID } from 'node:crypto';
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
  /** Enters where the browser comes back to after a person's sign-in. */
  readonly registerReturn: (client: string, redirect: string) => void;
  /** Tells from now on that people sign in at this address; undefined: at its own. */
  readonly pointPeopleTo: (endpoint: string | undefined) => void;
  /** Takes back what people were given to renew their tokens with. */
  readonly signPeopleOut: () => void;
  /** Which kinds of grant were given, in order. */
  readonly grants: () => readonly string[];
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

interface Code {
  readonly client: string;
  readonly redirect: string;
  readonly challenge: string;
}

/**
 * What a person is asked on the page of a record system: for one client, with an answer to the registered address alone,
 * a proof by S256 and this server as the audience. A question of any other shape gets a page without a way on.
 */
const personPage = (
  asked: URLSearchParams,
  base: string,
  returns: ReadonlyMap<string, string>,
  codes: Map<string, Code>,
): string | undefined => {
  const one = (name: string): string => asked.get(name) ?? '';
  const redirect = returns.get(one('client_id'));
  const isFit =
    redirect !== undefined &&
    redirect === one('redirect_uri') &&
    one('response_type') === 'code' &&
    one('aud') === base &&
    one('state').length >= 22 &&
    one('code_challenge_method') === 'S256' &&
    one('scope').startsWith('offline_access user/');
  if (!isFit) return undefined;
  const code = randomUUID();
  codes.set(code, { client: one('client_id'), redirect, challenge: one('code_challenge') });
  const back = new URL(redirect);
  for (const [name, value] of [
    ['code', code],
    ['state', one('state')],
    ['iss', base],
  ] as const)
    back.searchParams.set(name, value);
  const href = back.href.replaceAll('&', '&amp;');
  return `<!doctype html><html lang="en"><title>Record system</title><h1>Sign in</h1><a href="${href}">Allow</a>`;
};

/**
 * An authorisation server of SMART Backend Services and of people's sign-ins before a FHIR server: an assertion is checked for its signature, its
 * parties, its age and for being new, and nothing of the FHIR server is reached without a token that still holds.
 */
export const startSmartServer = async (fhir: string): Promise<SmartServer> => {
  const clients = new Map<string, ReturnType<typeof createLocalJWKSet>>();
  const tokens = new Set<string>();
  const used = new Set<string>();
  const scopes: string[] = [];
  const grants: string[] = [];
  const returns = new Map<string, string>();
  const codes = new Map<string, Code>();
  const renewals = new Map<string, string>();
  let peopleElsewhere: string | undefined;
  let granted = 0;
  let left = Infinity;
  let elsewhere: string | undefined;
  let base = '';

  /** A code is good once, for its client, its address and its proof; a renewal is good once, and brings the next. */
  const grantPerson = (form: URLSearchParams, response: ServerResponse): void => {
    const [kind = '', client = ''] = [form.get('grant_type') ?? '', form.get('client_id') ?? ''];
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isCode =
      kind === 'authorization_code' &&
      code?.client === client &&
      code.redirect === form.get('redirect_uri') &&
      code.challenge === proof;
    const renewal = form.get('refresh_token') ?? '';
    const isRenewal = kind === 'refresh_token' && renewals.get(renewal) === client;
    if (!isCode && !isRenewal) {
      answer(response, 400, { error: 'invalid_grant' });
      return;
    }
    renewals.delete(renewal);
    const [token, next] = [randomUUID(), randomUUID()];
    tokens.add(token);
    renewals.set(next, client);
    grants.push(kind);
    const given = { access_token: token, refresh_token: next, token_type: 'Bearer', expires_in: 300 };
    answer(response, 200, given);
  };

  const grant = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await bodyOf(request));
    if (form.get('grant_type') !== 'client_credentials') {
      grantPerson(form, response);
      return;
    }
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
      return answer(response, 200, {
        issuer: base,
        authorization_endpoint: peopleElsewhere ?? `${base}/authorize`,
        token_endpoint: elsewhere ?? `${base}/token`,
        code_challenge_methods_supported: ['S256'],
      });
    if (url?.startsWith('/authorize?')) {
      const page = personPage(new URL(url, base).searchParams, base, returns, codes);
      response.writeHead(page === undefined ? 400 : 200, { 'content-type': 'text/html' });
      return response.end(page);
    }
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
    registerReturn: (client, redirect) => returns.set(client, redirect),
    pointPeopleTo: (endpoint) => {
      peopleElsewhere = endpoint;
    },
    signPeopleOut: () => {
      renewals.clear();
    },
    grants: () => grants,
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
