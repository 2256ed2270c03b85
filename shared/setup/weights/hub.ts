import { open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { sha256OfFile } from '../../platform/hash.ts';

/** A file on the hub and what it must be. */
export interface HubFile {
  readonly url: string;
  /** Hosts, and subdomains of them, that a redirect may lead to. */
  readonly hosts: readonly string[];
  readonly bytes: number;
  readonly sha256: string;
}

export interface HubPatience {
  /** How long the hub may take to answer at all (ms). */
  readonly answerMs: number;
  /** How long a download may stand still (ms). */
  readonly stallMs: number;
  /** Pauses before another attempt, while no byte arrives (ms). */
  readonly pausesMs: readonly number[];
}

export const USUAL_PATIENCE: HubPatience = {
  answerMs: 4000,
  stallMs: 30_000,
  pausesMs: [500, 1000, 2000, 4000],
};

export type HubOutcome = 'fetched' | 'unreachable' | 'corrupt';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;
/** Answers that a second attempt may change. */
const passing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** The hub led somewhere outside the short list, or answered with something that no patience will change. */
class HubRefusal extends Error {}

const allowed = (from: URL, to: URL, hosts: readonly string[]): boolean =>
  (to.protocol === 'https:' || to.protocol === from.protocol) &&
  hosts.some((host) => to.hostname === host || to.hostname.endsWith(`.${host}`));

const follow = async (
  file: HubFile,
  options: Omit<Dispatcher.RequestOptions, 'origin' | 'path'> & { readonly dispatcher: Dispatcher },
): Promise<Dispatcher.ResponseData> => {
  let url = new URL(file.url);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const answer = await request(url, options);
    if (!REDIRECTS.has(answer.statusCode)) return answer;
    await answer.body.dump();
    const { location } = answer.headers;
    if (typeof location !== 'string' || !URL.canParse(location, url))
      throw new HubRefusal('redirect to nowhere');
    const next = new URL(location, url);
    if (!allowed(url, next, file.hosts)) throw new HubRefusal('redirect to a host that is not on the list');
    url = next;
  }
  throw new HubRefusal('too many redirects');
};

/** Honours HTTPS_PROXY and NO_PROXY, as pip and other tools on the machine do. */
const proxyAware = (): Dispatcher => new EnvHttpProxyAgent();

/** Whether the hub answers within its time and holds a file of the right size there. Never rejects. */
export const hubAnswers = async (
  file: HubFile,
  patience: HubPatience = USUAL_PATIENCE,
  signal?: AbortSignal,
): Promise<boolean> => {
  const dispatcher = proxyAware();
  const limits = [AbortSignal.timeout(patience.answerMs), ...(signal ? [signal] : [])];
  try {
    const answer = await follow(file, { method: 'HEAD', dispatcher, signal: AbortSignal.any(limits) });
    await answer.body.dump();
    const length = answer.headers['content-length'];
    const rightSize = length === undefined || Number(length) === file.bytes;
    return answer.statusCode >= 200 && answer.statusCode < 300 && rightSize;
  } catch {
    return false;
  } finally {
    await dispatcher.destroy();
  }
};

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.size,
    () => 0,
  );

/** Where the answer's bytes belong: from the start, or from where the last attempt stopped. */
const placeOfAnswer = (answer: Dispatcher.ResponseData, have: number): number => {
  if (answer.statusCode === 200) return 0;
  const range = /^bytes (\d+)-/u.exec(String(answer.headers['content-range'] ?? ''));
  if (answer.statusCode === 206 && range?.[1] !== undefined && Number(range[1]) === have) return have;
  if (passing(answer.statusCode)) throw new Error('the hub is busy');
  throw new HubRefusal('the hub does not hold the file');
};

/** One attempt; goes on where an earlier one stopped. Rejects when the connection breaks. */
const attempt = async (
  file: HubFile,
  part: string,
  dispatcher: Dispatcher,
  patience: HubPatience,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<void> => {
  const have = await sizeOf(part);
  const answer = await follow(file, {
    method: 'GET',
    dispatcher,
    signal,
    headers: have > 0 ? { range: `bytes=${String(have)}-` } : {},
    headersTimeout: patience.stallMs,
    bodyTimeout: patience.stallMs,
  });
  // A body that is given up before it is read says so by an event of its own.
  answer.body.on('error', () => undefined);
  try {
    let done = placeOfAnswer(answer, have);
    const out = await open(part, done === 0 ? 'w' : 'a', 0o600);
    try {
      for await (const chunk of answer.body) {
        await out.writeFile(chunk as Buffer);
        done += (chunk as Buffer).length;
        onBytes(done);
        if (done > file.bytes) return;
      }
      await out.sync();
    } finally {
      await out.close();
    }
  } finally {
    answer.body.destroy();
  }
};

const isFileSystem = (cause: unknown): boolean =>
  cause instanceof Error &&
  'syscall' in cause &&
  ['open', 'write', 'fsync', 'close'].includes(String(cause.syscall));

/**
 * Fetches a file to `part`, going on where an earlier run stopped, checks its hash and moves it to `path`. A file with
 * another hash is deleted. Rejects with an `AbortError` when aborted (the part stays) and as `fs` does.
 */
export const fetchFromHub = async (
  file: HubFile,
  to: { readonly part: string; readonly path: string },
  on: {
    readonly bytes: (done: number) => void;
    readonly retry: (attempt: number, afterMs: number) => void;
    readonly checking: () => void;
  },
  signal: AbortSignal,
  patience: HubPatience = USUAL_PATIENCE,
): Promise<HubOutcome> => {
  const dispatcher = proxyAware();
  try {
    let failures = 0;
    for (let have = await sizeOf(to.part); have < file.bytes;) {
      try {
        await attempt(file, to.part, dispatcher, patience, on.bytes, signal);
      } catch (cause) {
        signal.throwIfAborted();
        if (isFileSystem(cause)) throw cause;
        if (cause instanceof HubRefusal) return 'unreachable';
      }
      const now = await sizeOf(to.part);
      if (now < file.bytes) {
        failures = now > have ? 0 : failures + 1;
        const pause = patience.pausesMs[failures];
        if (pause === undefined) return 'unreachable';
        on.retry(failures + 1, pause);
        await wait(pause, undefined, { signal });
      }
      have = now;
    }
    on.checking();
    if ((await sizeOf(to.part)) !== file.bytes || (await sha256OfFile(to.part)) !== file.sha256) {
      await rm(to.part, { force: true });
      return 'corrupt';
    }
    await rename(to.part, to.path);
    return 'fetched';
  } finally {
    await dispatcher.destroy();
  }
};
