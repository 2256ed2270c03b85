import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * The decisions about a request, as pure predicates over what the request claims. Nothing here trusts a substring: an
 * address is compared whole, and what is missing is refused.
 */

/** Names in use on the wire; the path starts with `/BASE/`, which only this launch knows. */
export interface Place {
  readonly port: number;
  /** One path segment, random per launch. Cookies ignore ports, so it is what keeps ours from other local servers. */
  readonly base: string;
}

export interface Asked {
  readonly method: string;
  /** As it came, undecoded, with its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export type Judgement =
  { readonly allow: true } | { readonly allow: false; readonly status: 403 | 404 | 405 | 421 };

const HOST = '127.0.0.1';

export const originOf = (place: Place): string => `http://${HOST}:${String(place.port)}`;

/** Whether two secrets are the same, in a time that does not depend on where they differ. */
export const sameSecret = (one: string, other: string): boolean => {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(one), digest(other)) && one.length === other.length;
};

const single = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The value of one cookie; `undefined` where it is absent or given more than once. */
export const cookieOf = (header: string | string[] | undefined, name: string): string | undefined => {
  const found = (single(header) ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
};

/** The path under the base, undecoded and without its query; `undefined` for any other path. */
export const pathUnderBase = (place: Place, target: string): string | undefined => {
  const path = target.split('?', 1)[0] ?? '';
  const prefix = `/${place.base}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
};

const cameFromHere = (place: Place, asked: Asked): boolean => {
  const origin = asked.headers['origin'];
  if (origin !== undefined && single(origin) !== originOf(place)) return false;
  if (asked.method === 'POST' && origin === undefined) return false;
  const site = single(asked.headers['sec-fetch-site']);
  if (site === 'same-origin') return true;
  // A person opening the link or typing the address: only for a page, never for what a page asks for.
  const navigates =
    single(asked.headers['sec-fetch-mode']) === 'navigate' &&
    single(asked.headers['sec-fetch-dest']) === 'document';
  return asked.method === 'GET' && site === 'none' && navigates;
};

/** Everything but the secret: method, host, origin and the part of the browser it came from. */
export const judge = (place: Place, asked: Asked): Judgement => {
  if (asked.method !== 'GET' && asked.method !== 'POST') return { allow: false, status: 405 };
  if (single(asked.headers['host']) !== `${HOST}:${String(place.port)}`) return { allow: false, status: 421 };
  if (pathUnderBase(place, asked.target) === undefined) return { allow: false, status: 404 };
  return cameFromHere(place, asked) ? { allow: true } : { allow: false, status: 403 };
};

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}$/;

/**
 * The parts of a path to one of our own files: plain names only, so that no encoding, dot, backslash or drive can mean
 * something else to the file system than to us.
 */
export const assetSegments = (path: string): readonly string[] | undefined => {
  const segments = path.split('/');
  return segments.length <= 4 && segments.every((segment) => SEGMENT.test(segment)) ? segments : undefined;
};

export interface Range {
  readonly start: number;
  /** Inclusive, as in the header. */
  readonly end: number;
}

/**
 * One byte range of a body of `size` bytes: `undefined` for none asked, `'bad'` for one that cannot be met (416).
 * Several ranges at once are not offered.
 */
export const rangeOf = (header: string | string[] | undefined, size: number): Range | 'bad' | undefined => {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(single(header) ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (!match || (from === '' && to === '') || size === 0) return 'bad';
  if (from === '') {
    const last = Math.min(Number(to), size);
    return last === 0 ? 'bad' : { start: size - last, end: size - 1 };
  }
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? 'bad' : { start, end };
};

/** Whether the body is what it must be: our own fetch says so, and a form of another page cannot. */
export const isJson = (contentType: string | string[] | undefined): boolean =>
  single(contentType) === 'application/json';
export const isBytes = (contentType: string | string[] | undefined): boolean =>
  single(contentType) === 'application/octet-stream';

/** The names in `chunk/VISIT/RECORDING/SEQ`; undefined for any other path. */
export const chunkPlace = (
  path: string,
): { readonly visit: string; readonly recording: string; readonly seq: number } | undefined => {
  const [, visit, recording, seq] = /^chunk\/([0-9a-f]{32})\/([0-9a-f]{32})\/(\d{1,9})$/.exec(path) ?? [];
  return visit && recording && seq ? { visit, recording, seq: Number(seq) } : undefined;
};
