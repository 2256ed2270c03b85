import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { assetSegments } from './guard.ts';
import { CLOSED_POLICY, commonHeaders, contentSecurityPolicy, typeOf } from './headers.ts';

/** Where the build leaves room for the nonce of this answer; see vite.config.ts. */
export const NONCE_PLACE = '__FOOTNOTE_NONCE__';

/** The one page, with a nonce of its own. */
export const answerPage = async (folder: string, response: ServerResponse): Promise<void> => {
  const nonce = randomBytes(18).toString('base64');
  const html = (await readFile(join(folder, 'index.html'), 'utf8')).replaceAll(NONCE_PLACE, nonce);
  response.writeHead(200, {
    ...commonHeaders,
    'content-security-policy': contentSecurityPolicy(nonce),
    'content-type': 'text/html; charset=utf-8',
  });
  response.end(html);
};

/** A file of the built renderer; false where there is none of that name. */
export const answerAsset = async (
  folder: string,
  path: string,
  response: ServerResponse,
): Promise<boolean> => {
  const segments = assetSegments(path);
  if (segments?.[0] !== 'assets') return false;
  const file = join(folder, ...segments);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return false;
  response.writeHead(200, {
    ...commonHeaders,
    // The name holds a hash of the content.
    'cache-control': 'private, max-age=31536000, immutable',
    'content-length': found.size,
    'content-security-policy': CLOSED_POLICY,
    'content-type': typeOf(path),
  });
  createReadStream(file).pipe(response);
  return true;
};

const REFUSALS: Readonly<Record<number, string>> = {
  403: 'This page opens only from the link that Footnote gives. Close it and start Footnote again.',
  404: 'There is no such page here.',
  405: 'This cannot be done here.',
  421: 'Footnote answers only under its own address on this machine.',
};

/** A plain sentence for whoever came by a way that is not ours; says nothing about what is behind it. */
export const answerRefusal = (response: ServerResponse, status: number): void => {
  response.writeHead(status, {
    ...commonHeaders,
    connection: 'close',
    'content-security-policy': CLOSED_POLICY,
    'content-type': 'text/plain; charset=utf-8',
  });
  response.end(`${REFUSALS[status] ?? 'This cannot be done here.'}\n`);
};
