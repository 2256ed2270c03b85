import { setTimeout as wait } from 'node:timers/promises';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { MOST_CHART_BYTES } from '../read-chart.ts';

/** The way to a server. `fetch` is the host's guarded way out (shared/egress), so no other host can be reached. */
export interface ServerAccess {
  /** Address of the FHIR service, e.g. "https://ehr.example/fhir". */
  readonly base: string;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Result<Response>>;
  /** From the vault, read at each request; never kept, logged or put into an address. */
  readonly token?: () => string | undefined;
  readonly signal: AbortSignal;
  /** First pause before another try, in ms; it doubles. */
  readonly pauseMs?: number;
  /** How long one request may take, in ms. */
  readonly patienceMs?: number;
}

/** The body of `path`, relative to the base or a whole address of the same server. */
export type Requester = (path: string) => Promise<Result<string>>;

const TRIES = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const PATIENCE_MS = 30_000;
const LATER = [429, 502, 503, 504];

/** What the server asks for: seconds, or a date; capped, so that no server can hold a visit. */
const askedPause = (answer: Response): number | undefined => {
  const header = answer.headers.get('retry-after');
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(LONGEST_PAUSE_MS, Math.max(0, ms)) : undefined;
};

/** The text of an answer that is not too long; undefined where it is. */
const boundedText = async (answer: Response): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    const piece = chunk as Uint8Array;
    bytes += piece.byteLength;
    if (bytes > MOST_CHART_BYTES) return undefined;
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const errorOf = (status: number): ReturnType<typeof refuse> =>
  status === 401 || status === 403
    ? refuse('chart-server-refused')
    : status === 404 || status === 410
      ? refuse('chart-no-patient')
      : refuse('chart-server-unreachable');

/**
 * Requests to one FHIR server: the token goes to that server only, an answer of "later" or none is asked for again with
 * growing pauses, an address of another server (in a page link) is refused. Errors carry no address and no content.
 */
export const makeRequester = (access: ServerAccess): Requester => {
  const base = access.base.endsWith('/') ? access.base : `${access.base}/`;
  const once = async (url: URL): Promise<Result<Response>> => {
    const token = access.token?.();
    return access.fetch(url.href, {
      headers: {
        accept: 'application/fhir+json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      signal: AbortSignal.any([access.signal, AbortSignal.timeout(access.patienceMs ?? PATIENCE_MS)]),
    });
  };
  return async (path) => {
    if (!URL.canParse(path, base) || !URL.canParse(base)) return refuse('chart-server-unreachable');
    const url = new URL(path, base);
    if (url.origin !== new URL(base).origin) return refuse('egress-refused');
    let pause = access.pauseMs ?? FIRST_PAUSE_MS;
    for (let tried = 1; ; tried += 1) {
      if (access.signal.aborted) return refuse('cancelled');
      const answer = await once(url);
      if (!answer.ok && answer.error.code === 'egress-refused') return answer;
      if (answer.ok && answer.value.ok) {
        try {
          const text = await boundedText(answer.value);
          return text === undefined ? refuse('file-too-large', { limit: MOST_CHART_BYTES }) : succeed(text);
        } catch {
          // Cut off on the way: the same as no answer.
        }
      } else if (answer.ok && !LATER.includes(answer.value.status)) {
        await answer.value.body?.cancel();
        return errorOf(answer.value.status);
      }
      if (tried >= TRIES) return refuse('chart-server-unreachable');
      const asked = answer.ok ? askedPause(answer.value) : undefined;
      try {
        await wait(asked ?? pause, undefined, { signal: access.signal });
      } catch {
        return refuse('cancelled');
      }
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
  };
};
