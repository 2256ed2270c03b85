import { refuse, succeed, type Result } from '../contract/errors.ts';
import { AllowedHost, type EgressCounts } from '../contract/egress.ts';

const MAX_HOPS = 5;

/** Whether a URL's host, with its port where it is not the scheme's own, is on the list. Parsed, never searched. */
export const isAllowed = (url: URL, allowed: readonly string[]): boolean =>
  (url.protocol === 'https:' || url.protocol === 'http:') &&
  url.username === '' &&
  url.password === '' &&
  AllowedHost.safeParse(url.host).success &&
  allowed.includes(url.host);

/** The same question about a connection: a name and a port that some code is about to use. */
export const isAllowedConnection = (host: string, port: number, allowed: readonly string[]): boolean => {
  const name = host.toLowerCase().replace(/\.$/, '');
  const bare = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
  return allowed.includes(`${bare}:${port}`) || ((port === 443 || port === 80) && allowed.includes(bare));
};

export interface Egress {
  /** As `fetch`; a host that is not allowed, and a redirect to one, is refused before anything is sent. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Result<Response>>;
  readonly counts: () => EgressCounts;
}

const asUrl = (text: string, base?: URL): URL | undefined =>
  URL.canParse(text, base) ? new URL(text, base) : undefined;

/** What a redirect keeps: a see-other is a GET; a body or secret never follows to another host. */
const afterRedirect = (init: RequestInit, status: number, sameOrigin: boolean): RequestInit => {
  const { body, ...rest } = init;
  const get = status === 303 || ((status === 301 || status === 302) && init.method === 'POST');
  const headers = sameOrigin ? rest.headers : undefined;
  return {
    ...rest,
    ...(headers ? { headers } : { headers: {} }),
    ...(get ? { method: 'GET' } : {}),
    ...(!get && sameOrigin && body ? { body } : {}),
  };
};

// OpenSSL's and Node's names for a certificate that is not trusted, expired, or of another host.
const CERTIFICATE_CODE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT)/;

const isAboutCertificate = (thrown: unknown): boolean => {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : undefined;
  return cause instanceof Error && 'code' in cause && CERTIFICATE_CODE.test(String(cause.code));
};

/** The one way out. `allowed` is read at each request, so a change holds at once; an empty list lets nothing out. */
export const makeEgress = (allowed: () => readonly string[], send: typeof fetch = fetch): Egress => {
  const reached = new Map<string, number>();
  let refused = 0;
  return {
    fetch: async (text, init = {}) => {
      let url = asUrl(text);
      let request: RequestInit = init;
      for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
        if (!url || !isAllowed(url, allowed())) {
          refused += 1;
          return refuse('egress-refused');
        }
        reached.set(url.host, (reached.get(url.host) ?? 0) + 1);
        let answer: Response;
        try {
          answer = await send(url, { ...request, redirect: 'manual', credentials: 'omit' });
        } catch (cause) {
          // The cause of a failed request may quote what was sent; only what kind it is goes on.
          return refuse(isAboutCertificate(cause) ? 'egress-certificate' : 'egress-failed');
        }
        const location = answer.headers.get('location');
        if (answer.status < 300 || answer.status > 399 || location === null) return succeed(answer);
        await answer.body?.cancel();
        const next = asUrl(location, url);
        request = afterRedirect(request, answer.status, next?.origin === url.origin);
        url = next;
      }
      return refuse('egress-failed');
    },
    counts: () => ({ reached: Object.fromEntries(reached), refused }),
  };
};
