import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { succeed, type Result } from '../../contract/errors.ts';
import type { Send } from './record-server.ts';
import { askToken, discoverSmart, smartScope } from './smart-ask.ts';

/** One of the two algorithms that a SMART server has to know. */
const ALGORITHM = 'ES384';
/** SMART allows an assertion five minutes at most; a clock here may be a little off. */
const ASSERTION_S = 240;

/** How Footnote is registered at a record system: its client id there, and the private key (JWK as JSON) that stays here. */
export interface SmartClient {
  readonly client: string;
  readonly privateKey: string;
}

const Discovered = z.object({ token_endpoint: z.url() });
const Granted = z.object({ access_token: z.string().min(1), token_type: z.string().regex(/^bearer$/i) });

/** A new private key for one record system, as the text of a JWK with its thumbprint as `kid`. */
export const newSmartKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: 'sig' });
};

/** The public half as a key set, which whoever runs the record system enters there. */
export const publicKeySet = (privateKey: string): string => {
  const { kty, crv, x, y, kid, alg, use } = JSON.parse(privateKey) as JWK;
  return JSON.stringify({ keys: [{ kty, crv, x, y, kid, alg, use }] });
};

const assertion = async ({ client, privateKey }: SmartClient, audience: string): Promise<string> => {
  const jwk = JSON.parse(privateKey) as JWK;
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', ...(jwk.kid !== undefined && { kid: jwk.kid }) })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${ASSERTION_S}s`)
    .sign(await importJWK(jwk, ALGORITHM));
};

/**
 * A token of the record system at `base`, by SMART Backend Services (HL7 SMART App Launch 2.2): where to ask is read from
 * the server, who asks is shown by a signed assertion. `send` reaches the server's own host only, so an authorisation
 * server elsewhere is refused (`egress-refused`). May fail: fhir-not-one, fhir-signed-out, fhir-unreachable, egress-*.
 */
export const smartToken = async (send: Send, base: string, client: SmartClient): Promise<Result<string>> => {
  const found = await discoverSmart(send, base, Discovered);
  if (!found.ok) return found;
  const endpoint = found.value.token_endpoint;
  const form = {
    grant_type: 'client_credentials',
    scope: smartScope('system'),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(client, endpoint),
  };
  const granted = await askToken(send, endpoint, form, Granted);
  return granted.ok ? succeed(granted.value.access_token) : granted;
};

/**
 * A `send` that asks for a token at its first request and once more, with the one that was refused, where it is no longer
 * taken. What it holds lives as long as this function does and is written nowhere.
 */
export const signedInSend = (
  send: Send,
  tokenAfter: (refused: string | undefined) => Promise<Result<string>>,
): Send => {
  let token: Promise<Result<string>> | undefined;
  const once = async (
    held: Promise<Result<string>>,
    url: string,
    init: RequestInit,
  ): Promise<Result<Response>> => {
    const granted = await held;
    // A sign-in that failed is tried again with the next request, and one that another request began is left alone.
    if (!granted.ok && token === held) token = undefined;
    if (!granted.ok) return granted;
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${granted.value}`);
    return send(url, { ...init, headers: Object.fromEntries(headers) });
  };
  return async (url, init) => {
    const held = (token ??= tokenAfter(undefined));
    const answer = await once(held, url, init);
    if (!answer.ok || answer.value.status !== 401) return answer;
    await answer.value.body?.cancel();
    const refused = await held;
    if (token === held) token = undefined;
    return once((token ??= tokenAfter(refused.ok ? refused.value : undefined)), url, init);
  };
};
