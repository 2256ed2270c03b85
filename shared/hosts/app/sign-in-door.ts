import { timingSafeEqual } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuse, succeed, type Result } from '../../contract/errors.ts';

/** Where a browser comes back to after a sign-in elsewhere, on this machine. */
export interface SignInDoor {
  /** The one-time code, once; `sign-in-ended` where the person refused, came too late or the door was closed. */
  readonly code: Promise<Result<string>>;
  readonly close: () => void;
}

/** What an answer has to bring along: the secret of this sign-in, and whose answer it is where the server says so. */
export interface Expected {
  readonly redirect: string;
  readonly state: string;
  readonly issuer?: string | undefined;
}

const HOST = '127.0.0.1';
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const LAST = '/signed-in/done';
const SAYS = {
  en: 'You can close this page and go back to Footnote.',
  es: 'Puede cerrar esta página y volver a Footnote.',
};

/** An address on a port that is free now, to be registered at a record system and kept. */
export const newRedirect = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, HOST, done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `http://${HOST}:${String(port)}/signed-in`;
};

const isSame = (given: string, wanted: string): boolean =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

/** The code of an answer that is the expected one; undefined where it is not ours. */
const judge = (asked: URLSearchParams, { state, issuer }: Expected): Result<string> | undefined => {
  if (!/^[\w-]+$/.test(asked.get('state') ?? '') || !isSame(asked.get('state') ?? '', state))
    return undefined;
  const from = asked.get('iss');
  if (from !== null && issuer !== undefined && from !== issuer) return refuse('sign-in-ended');
  const code = asked.get('code') ?? '';
  return code === '' || asked.has('error') ? refuse('sign-in-ended') : succeed(code);
};

const sayDone = (response: ServerResponse, language: string): void => {
  const says = language.toLowerCase().startsWith('es') ? SAYS.es : SAYS.en;
  response.writeHead(200, { ...HEADERS, connection: 'close', 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${says}\n`);
};

/**
 * Opens the door for one answer, under exactly the registered address, for `patienceMs`. An answer without the secret of
 * this sign-in is turned away and the door stays open; the right one is sent on to an address without the code, so that
 * it stays in no address line. Refuses with `sign-in-busy` where another program has the port.
 */
export const openSignInDoor = async (expected: Expected, patienceMs: number): Promise<Result<SignInDoor>> => {
  const { port, pathname, host } = new URL(expected.redirect);
  let settle: (code: Result<string>) => void = () => undefined;
  const code = new Promise<Result<string>>((resolve) => {
    settle = resolve;
  });
  const server = createServer((request, response) => {
    const turnAway = (): void => {
      response.writeHead(404, { ...HEADERS, connection: 'close' }).end();
    };
    // A page that reaches this machine by another name is not the sign-in's answer.
    if (request.method !== 'GET' || request.headers.host !== host) return turnAway();
    const [path, query = ''] = (request.url ?? '').split('?');
    if (path === LAST) {
      sayDone(response, request.headers['accept-language'] ?? '');
      close();
      return;
    }
    const judged = path === pathname ? judge(new URLSearchParams(query), expected) : undefined;
    if (!judged) return turnAway();
    settle(judged);
    response.writeHead(303, { ...HEADERS, location: LAST }).end();
  });
  const opened = await new Promise<boolean>((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(Number(port), HOST, () => {
      resolve(true);
    });
  });
  if (!opened) return refuse('sign-in-busy');
  const late = setTimeout(() => {
    close();
  }, patienceMs).unref();
  const close = (): void => {
    clearTimeout(late);
    settle(refuse('sign-in-ended'));
    server.close();
    server.closeIdleConnections();
  };
  return succeed({ code, close });
};
