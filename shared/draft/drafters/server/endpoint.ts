import { z } from 'zod';

/** Where a model server is and how it is spoken to. `url` ends before `/chat/completions`. */
export const Endpoint = z.object({
  url: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1).max(200),
  key: z.string().max(4000).optional(),
  /** Tokens of the model's window. */
  contextTokens: z.coerce.number().int().min(2000).max(2_000_000).default(8192),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** An administrator's written word that visits may be shown to a host outside. */
export const HostConfirmation = z.object({
  host: z.string(),
  wording: z.string().min(1).max(2000),
  by: z.string(),
  at: z.iso.datetime(),
});
export type HostConfirmation = z.infer<typeof HostConfirmation>;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether an endpoint is a server on this machine. Parsed, never searched. */
export const isLoopback = (endpoint: Pick<Endpoint, 'url'>): boolean => {
  const { hostname, username, password } = new URL(endpoint.url);
  return LOOPBACK.test(hostname) && username === '' && password === '';
};

/**
 * Whether a visit may be shown to this endpoint: a server on this machine, or a host that is both on the list of allowed
 * hosts and confirmed in writing. Outside this machine nothing travels unencrypted.
 */
export const mayAsk = (
  endpoint: Pick<Endpoint, 'url'>,
  allowed: readonly string[],
  confirmed: readonly HostConfirmation[],
): boolean => {
  const { host, protocol, username, password } = new URL(endpoint.url);
  if (isLoopback(endpoint)) return true;
  return (
    protocol === 'https:' &&
    username === '' &&
    password === '' &&
    allowed.includes(host) &&
    confirmed.some((one) => one.host === host)
  );
};
