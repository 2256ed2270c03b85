import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { refuse, type Result } from '../../shared/contract/errors.ts';
import { MOST_CHUNK_BYTES } from '../../shared/contract/record.ts';
import { UploadKind } from '../../shared/contract/visits.ts';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';
import { assetSegments, chunkPlace, isBytes, rangeOf } from '../../shared/hosts/loopback/guard.ts';
import {
  CLOSED_POLICY,
  commonHeaders,
  contentSecurityPolicy,
  printPolicy,
  typeOf,
} from '../../shared/hosts/loopback/headers.ts';
import { NONCE_PLACE } from '../../shared/hosts/loopback/pages.ts';
import { isOwnAddress } from './trusted.ts';

/** What Electron has to know about the scheme before it is ready. */
export const SCHEME_PRIVILEGES = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true,
} as const;

const closed = (type: string): Record<string, string> => ({
  ...commonHeaders,
  'content-security-policy': CLOSED_POLICY,
  'content-type': type,
});

const refused = (status: number): Response => new Response('', { status, headers: closed('text/plain') });

const page = async (folder: string): Promise<Response> => {
  const nonce = randomBytes(18).toString('base64');
  const html = (await readFile(join(folder, 'index.html'), 'utf8')).replaceAll(NONCE_PLACE, nonce);
  return new Response(html, {
    headers: {
      ...commonHeaders,
      'content-security-policy': contentSecurityPolicy(nonce),
      'content-type': typeOf('index.html'),
    },
  });
};

const asset = async (folder: string, path: string): Promise<Response> => {
  const segments = assetSegments(path);
  if (segments?.[0] !== 'assets') return refused(404);
  const bytes = await readFile(join(folder, ...segments)).catch(() => undefined);
  return bytes ? new Response(new Uint8Array(bytes), { headers: closed(typeOf(path)) }) : refused(404);
};

const audio = async (app: AppHost, visit: string, asked: string | null): Promise<Response> => {
  const found = await app.audio(visit);
  if (!found.ok) return refused(404);
  const { bytes, type, read } = found.value;
  const range = rangeOf(asked ?? undefined, bytes);
  if (range === 'bad') return refused(416);
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  return new Response(Readable.toWeb(Readable.from(read(start, end))) as ReadableStream, {
    status: range ? 206 : 200,
    headers: {
      ...closed(type),
      'accept-ranges': 'bytes',
      'content-length': String(end - start + 1),
      ...(range && { 'content-range': `bytes ${String(start)}-${String(end)}/${String(bytes)}` }),
    },
  });
};

const json = (result: Result<unknown>): Response =>
  new Response(JSON.stringify(result), { headers: closed('application/json') });

const chunk = async (app: AppHost, path: string, request: Request): Promise<Response> => {
  const place = chunkPlace(path);
  if (!place || !isBytes(request.headers.get('content-type') ?? undefined))
    return json(refuse('chunk-shape'));
  const pcm = new Uint8Array(await request.arrayBuffer());
  if (pcm.byteLength > MOST_CHUNK_BYTES) return json(refuse('chunk-shape'));
  return json(await app.chunk(place.visit, place.recording, place.seq, pcm));
};

const printPage = (app: AppHost, ticket: string): Response => {
  const html = app.page(ticket);
  if (html === undefined) return refused(404);
  return new Response(html, {
    headers: {
      ...commonHeaders,
      'content-security-policy': printPolicy(html),
      'content-type': typeOf('index.html'),
    },
  });
};

const upload = async (app: AppHost, kind: string, request: Request): Promise<Response> => {
  const known = UploadKind.safeParse(kind);
  const fits = known.success && request.body && isBytes(request.headers.get('content-type') ?? undefined);
  const result: Result<unknown> = fits
    ? await app.upload(known.data, request.body as unknown as AsyncIterable<Uint8Array>)
    : refuse('usage');
  return json(result);
};

/** Answers the app's own scheme: the page, its files, the sound of a visit, and files on their way in. */
export const answerAppScheme =
  (app: AppHost, folder: string) =>
  async (request: Request): Promise<Response> => {
    if (!isOwnAddress(request.url)) return refused(403);
    // The raw path: what a URL parser has resolved can no longer climb, what it has not is refused by its letters.
    const path = new URL(request.url).pathname.slice(1);
    const [area, name = '', ...more] = path.split('/');
    if (request.method === 'POST' && area === 'upload' && more.length === 0)
      return upload(app, name, request);
    if (request.method === 'POST' && area === 'chunk') return chunk(app, path, request);
    if (request.method !== 'GET') return refused(405);
    if (area === 'print' && more.length === 0) return printPage(app, name);
    if (path === '') return page(folder);
    if (area === 'audio' && more.length === 0) return audio(app, name, request.headers.get('range'));
    return asset(folder, path);
  };
