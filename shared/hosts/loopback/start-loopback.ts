import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuse } from '../../contract/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { AppHost } from '../app/app-host.ts';
import { makeDoor, type Door } from './door.ts';
import { cookieOf, judge, originOf, pathUnderBase, type Place } from './guard.ts';
import { commonHeaders } from './headers.ts';
import { answerAsset, answerPage, answerRefusal } from './pages.ts';
import { answer, answerContract } from './routes.ts';

export interface LoopbackOptions {
  readonly app: AppHost;
  /** The built renderer; see `buildRenderer`. */
  readonly pages: string;
  readonly log: Log;
  /** 0, the default, takes any free one. */
  readonly port?: number;
}

export interface Loopback {
  readonly port: number;
  /** A link that opens the app once, in one browser. */
  readonly link: () => string;
  readonly close: () => Promise<void>;
}

const REQUEST_TIMEOUT_MS = 10 * 60_000;
const HEADERS_LIMIT_BYTES = 16 * 1024;

const enter = (door: Door, target: string, response: ServerResponse): void => {
  const token = new URLSearchParams(target.split('?')[1] ?? '').get('token') ?? '';
  const cookie = door.exchange(token);
  if (cookie === undefined) {
    answerRefusal(response, 403);
    return;
  }
  response.writeHead(303, { ...commonHeaders, location: `/${door.base}/`, 'set-cookie': cookie });
  response.end();
};

const serve = async (
  options: LoopbackOptions,
  door: Door,
  place: Place,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const target = request.url ?? '';
  const judgement = judge(place, { method: request.method ?? '', target, headers: request.headers });
  const path = pathUnderBase(place, target);
  if (!judgement.allow || path === undefined) {
    answerRefusal(response, judgement.allow ? 404 : judgement.status);
    return;
  }
  if (request.method === 'GET' && path === 'open') {
    enter(door, target, response);
    return;
  }
  if (!door.admits(cookieOf(request.headers.cookie, door.cookieName))) {
    if (path === '') answerRefusal(response, 403);
    else answer(response, refuse('not-allowed'));
    return;
  }
  if (await answerContract(options.app, path, request, response)) return;
  if (request.method === 'GET' && path === '') await answerPage(options.pages, response);
  else if (request.method !== 'GET' || !(await answerAsset(options.pages, path, response)))
    answerRefusal(response, 404);
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** The app for browsers of this machine: 127.0.0.1 only. Rejects as `listen` does (a port in use). */
export const startLoopback = async (options: LoopbackOptions): Promise<Loopback> => {
  const door = makeDoor();
  let port = options.port ?? 0;
  const server = createServer(
    { maxHeaderSize: HEADERS_LIMIT_BYTES, requestTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => {
      serve(options, door, { port, base: door.base }, request, response).catch(() => {
        options.log.note('loopback.fault');
        if (response.headersSent) response.destroy();
        else answer(response, refuse('fault'));
      });
    },
  );
  port = await listen(server, port);
  options.log.note('loopback.listening', { port });
  const place = { port, base: door.base };
  return {
    port,
    link: () => `${originOf(place)}/${door.base}/open?token=${door.issue()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
