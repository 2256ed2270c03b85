import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isAppOperation } from '../../contract/app.ts';
import { ERROR_TABLE, refuse, type Result } from '../../contract/errors.ts';
import { MOST_CHUNK_BYTES } from '../../contract/record.ts';
import { UploadKind } from '../../contract/visits.ts';
import type { AppHost } from '../app/app-host.ts';
import { chunksOf, readBytes, readJson } from './body.ts';
import { chunkPlace, isBytes, isJson, rangeOf } from './guard.ts';
import { CLOSED_POLICY, commonHeaders, printPolicy } from './headers.ts';

const statusOf = (result: Result<unknown>): number => {
  if (result.ok) return 200;
  if (result.error.code === 'not-allowed') return 403;
  return ERROR_TABLE[result.error.code].exit === 1 ? 500 : 422;
};

/** Any answer that is not a page: JSON, with the status a log reader expects. */
export const answer = (
  response: ServerResponse,
  result: Result<unknown>,
  status = statusOf(result),
): void => {
  response.writeHead(status, {
    ...commonHeaders,
    'content-security-policy': CLOSED_POLICY,
    'content-type': 'application/json; charset=utf-8',
  });
  response.end(JSON.stringify(result));
};

const answerOperation = async (
  app: AppHost,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (!isAppOperation(name) || !isJson(request.headers['content-type'])) {
    answer(response, refuse('usage'));
    return;
  }
  answer(response, await app.call(name, await readJson(request)));
};

const answerUpload = async (
  app: AppHost,
  kind: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const known = UploadKind.safeParse(kind);
  if (!known.success || !isBytes(request.headers['content-type'])) {
    answer(response, refuse('usage'));
    return;
  }
  answer(response, await app.upload(known.data, chunksOf(request)));
};

/** One half second of a running recording, answered once it is on the disk. */
const answerChunk = async (
  app: AppHost,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const place = chunkPlace(path);
  const pcm = isBytes(request.headers['content-type'])
    ? await readBytes(request, MOST_CHUNK_BYTES)
    : undefined;
  if (!place || !pcm) {
    answer(response, refuse('chunk-shape'));
    return;
  }
  answer(response, await app.chunk(place.visit, place.recording, place.seq, pcm));
};

const answerAudio = async (
  app: AppHost,
  visit: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const found = await app.audio(visit);
  if (!found.ok) {
    answer(response, found, 404);
    return;
  }
  const { bytes, type, read } = found.value;
  const range = rangeOf(request.headers.range, bytes);
  const headers = {
    ...commonHeaders,
    'accept-ranges': 'bytes',
    'content-security-policy': CLOSED_POLICY,
    'content-type': type,
  };
  if (range === 'bad') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${String(bytes)}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': end - start + 1,
    ...(range && { 'content-range': `bytes ${String(start)}-${String(end)}/${String(bytes)}` }),
  });
  // A player that has heard enough hangs up in the middle; that is no fault of anyone.
  await pipeline(Readable.from(read(start, end)), response).catch(() => response.destroy());
};

/** A page for print: nothing runs on it, and it is given once. */
const answerPrint = (app: AppHost, ticket: string, response: ServerResponse): void => {
  const html = app.page(ticket);
  if (html === undefined) {
    answer(response, refuse('document-missing'), 404);
    return;
  }
  response.writeHead(200, {
    ...commonHeaders,
    'content-security-policy': printPolicy(html),
    'content-type': 'text/html; charset=utf-8',
  });
  response.end(html);
};

/** Server-sent events; a comment now and then keeps a sleeping connection from being taken for a dead one. */
const KEEP_ALIVE_MS = 20_000;

const answerEvents = (app: AppHost, response: ServerResponse): void => {
  response.writeHead(200, {
    ...commonHeaders,
    'content-security-policy': CLOSED_POLICY,
    'content-type': 'text/event-stream; charset=utf-8',
  });
  response.write(': open\n\n');
  const unsubscribe = app.subscribe((event) => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  const alive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
  // Of the answer: a request is closed as soon as it has been read, and no event would ever reach a window.
  response.once('close', () => {
    clearInterval(alive);
    unsubscribe();
  });
};

/** Answers what the contract knows; false where the path is none of it. The request has been judged and admitted. */
export const answerContract = async (
  app: AppHost,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> => {
  const [area = '', name = '', ...more] = path.split('/');
  const route = `${request.method ?? ''} ${area}`;
  if (route === 'POST chunk') await answerChunk(app, path, request, response);
  else if (more.length > 0) return false;
  else if (route === 'POST op') await answerOperation(app, name, request, response);
  else if (route === 'POST upload') await answerUpload(app, name, request, response);
  else if (route === 'GET audio') await answerAudio(app, name, request, response);
  else if (route === 'GET print') answerPrint(app, name, response);
  else if (route === 'GET events' && name === '') answerEvents(app, response);
  else return false;
  // What is left of a body that was refused is let run off; the server's time limit bounds it.
  request.resume();
  return true;
};
