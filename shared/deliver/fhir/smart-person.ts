import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isOnThisMachine } from '../../contract/egress.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Send } from './record-server.ts';
import { askToken, discoverSmart, smartScope } from './smart-ask.ts';

/** How Footnote is registered where people sign in: its id there, and the one address that an answer may come back to. */
export interface PersonLaunch {
  readonly client: string;
  /** On this machine, letter by letter as it is registered: "http://127.0.0.1:PORT/signed-in". */
  readonly redirect: string;
}

/** A sign-in that was begun. All of it stays in the host's memory; only `address` is shown. */
export interface BegunSignIn {
  /** Where the person signs in, in a browser. */
  readonly address: string;
  readonly state: string;
  readonly verifier: string;
  readonly tokenEndpoint: string;
  readonly issuer?: string | undefined;
}

/** What a record system gave: `until` is the moment (ms) after which `access` is not to be used. */
export interface PersonTokens {
  readonly access: string;
  readonly refresh?: string | undefined;
  readonly until: number;
}

const Discovered = z.object({
  issuer: z.string().optional(),
  authorization_endpoint: z.url().optional(),
  token_endpoint: z.url(),
  code_challenge_methods_supported: z.array(z.string()).default([]),
});

const Granted = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().default(300),
});

/** A token is renewed this long before it ends, so that none ends on its way, ms. */
const EARLY_MS = 10_000;

/** Whether a browser may be sent there: the host that was confirmed, encrypted unless it is this machine. */
const isSameHost = (endpoint: string, base: string): boolean => {
  const { host, protocol, username, password } = new URL(endpoint);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isOnThisMachine(endpoint));
  return isSafe && username === '' && password === '' && host === new URL(base).host;
};

const random = (): string => randomBytes(32).toString('base64url');

/**
 * Begins a sign-in by a person (SMART App Launch 2.2, standalone, public client): the address to open, with what the
 * answer is judged by. The proof of who asks (PKCE) is always S256. May fail: person-sign-in-missing (nobody can sign in
 * there, or not safely), egress-refused (its page is on another host), fhir-not-one, fhir-unreachable, egress-*.
 */
export const beginSignIn = async (
  send: Send,
  base: string,
  { client, redirect }: PersonLaunch,
): Promise<Result<BegunSignIn>> => {
  const found = await discoverSmart(send, base, Discovered);
  if (!found.ok) return found;
  const { authorization_endpoint: endpoint, token_endpoint: tokenEndpoint, issuer } = found.value;
  if (endpoint === undefined || !found.value.code_challenge_methods_supported.includes('S256'))
    return refuse('person-sign-in-missing');
  if (!isSameHost(endpoint, base) || !isSameHost(tokenEndpoint, base)) return refuse('egress-refused');
  const [state, verifier] = [random(), random()];
  const address = new URL(endpoint);
  const asked = {
    response_type: 'code',
    client_id: client,
    redirect_uri: redirect,
    scope: `offline_access ${smartScope('user')}`,
    state,
    // The server is to give a token for this record system and for no other.
    aud: base,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return succeed({ address: address.href, state, verifier, tokenEndpoint, issuer });
};

const tokensOf = (granted: z.infer<typeof Granted>, now: number, before?: string): PersonTokens => ({
  access: granted.access_token,
  refresh: granted.refresh_token ?? before,
  until: now + Math.max(0, granted.expires_in * 1000 - EARLY_MS),
});

/** Changes the one-time code of a browser's answer for tokens. `now` in ms. May fail as `askToken` does. */
export const redeemCode = async (
  send: Send,
  { verifier, tokenEndpoint }: BegunSignIn,
  { client, redirect }: PersonLaunch,
  code: string,
  now: number,
): Promise<Result<PersonTokens>> => {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirect,
    client_id: client,
    code_verifier: verifier,
  };
  const granted = await askToken(send, tokenEndpoint, form, Granted);
  return granted.ok ? succeed(tokensOf(granted.value, now)) : granted;
};

/** New tokens for old. A server that gives no new refresh token means the old one to go on. May fail as `askToken` does. */
export const renewTokens = async (
  send: Send,
  base: string,
  client: string,
  refresh: string,
  now: number,
): Promise<Result<PersonTokens>> => {
  const found = await discoverSmart(send, base, Discovered);
  if (!found.ok) return found;
  const form = { grant_type: 'refresh_token', refresh_token: refresh, client_id: client };
  if (!isSameHost(found.value.token_endpoint, base)) return refuse('egress-refused');
  const granted = await askToken(send, found.value.token_endpoint, form, Granted);
  return granted.ok ? succeed(tokensOf(granted.value, now, refresh)) : granted;
};
