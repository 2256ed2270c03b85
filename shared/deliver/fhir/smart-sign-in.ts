import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Send } from './record-server.ts';

/** One of the two algorithms that a SMART server has to know. */
const ALGORITHM = 'ES384';
/** SMART allows an assertion five minutes at most; a clock here may be a little off. */
const ASSERTION_S = 240;

/** What is read for a chart, and what an approved visit is written as: no more is asked for. */
const SCOPE = [
  ...['Patient', 'Condition', 'MedicationRequest', 'MedicationStatement', 'Medication'],
  ...['AllergyIntolerance', 'Observation', 'DiagnosticReport', 'Procedure', 'Immunization', 'Encounter'],
  ...['ServiceRequest', 'FamilyMemberHistory', 'QuestionnaireResponse'],
]
  .map((type) => `system/${type}.read`)
  .concat(
    ['Bundle', 'Composition', 'Consent', 'Device', 'DocumentReference', 'Practitioner', 'Provenance'].flatMap(
      (type) => [`system/${type}.read`, `system/${type}.write`],
    ),
  )
  .join(' ');

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

const readJson = async <T>(answer: Response, shape: z.ZodType<T>): Promise<Result<T>> => {
  try {
    const parsed = shape.safeParse(JSON.parse(await answer.text()));
    return parsed.success ? succeed(parsed.data) : refuse('fhir-not-one');
  } catch (cause) {
    return refuse(cause instanceof SyntaxError ? 'fhir-not-one' : 'fhir-unreachable');
  }
};

const ask = async <T>(
  send: Send,
  url: string,
  init: RequestInit,
  shape: z.ZodType<T>,
): Promise<Result<T>> => {
  const answer = await send(url, { ...init, headers: { accept: 'application/json', ...init.headers } });
  if (!answer.ok) return answer.error.code === 'egress-failed' ? refuse('fhir-unreachable') : answer;
  const { status, ok, body } = answer.value;
  if (ok) return readJson(answer.value, shape);
  await body?.cancel();
  if (status === 404) return refuse('fhir-not-one');
  return refuse(status >= 500 || status === 429 ? 'fhir-unreachable' : 'fhir-signed-out');
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
  const found = await ask(send, `${base}/.well-known/smart-configuration`, { method: 'GET' }, Discovered);
  if (!found.ok) return found;
  const endpoint = found.value.token_endpoint;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: SCOPE,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(client, endpoint),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const granted = await ask(send, endpoint, { method: 'POST', headers, body: form.toString() }, Granted);
  return granted.ok ? succeed(granted.value.access_token) : granted;
};

/**
 * A `send` that signs in at its first request and once more where the token is no longer taken. The token lives as long
 * as this function does and is written nowhere.
 */
export const signedInSend = (send: Send, base: string, client: SmartClient): Send => {
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
    const held = (token ??= smartToken(send, base, client));
    const answer = await once(held, url, init);
    if (!answer.ok || answer.value.status !== 401) return answer;
    await answer.value.body?.cancel();
    if (token === held) token = undefined;
    return once((token ??= smartToken(send, base, client)), url, init);
  };
};
