import type { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Send } from './record-server.ts';

const READ = [
  ...['Patient', 'Condition', 'MedicationRequest', 'MedicationStatement', 'Medication'],
  ...['AllergyIntolerance', 'Observation', 'DiagnosticReport', 'Procedure', 'Immunization', 'Encounter'],
  ...['ServiceRequest', 'FamilyMemberHistory', 'QuestionnaireResponse'],
];
const WRITTEN = [
  'Bundle',
  'Composition',
  'Consent',
  'Device',
  'DocumentReference',
  'Practitioner',
  'Provenance',
];

/** What is read for a chart, and what an approved visit is written as: no more is asked for. `who` is SMART's word. */
export const smartScope = (who: 'system' | 'user'): string =>
  [
    ...READ.map((type) => `${who}/${type}.read`),
    ...WRITTEN.flatMap((type) => [`${who}/${type}.read`, `${who}/${type}.write`]),
  ].join(' ');

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

/** What the record system at `base` says of signing in there. May fail: fhir-not-one, fhir-unreachable, egress-*. */
export const discoverSmart = <T>(send: Send, base: string, shape: z.ZodType<T>): Promise<Result<T>> =>
  ask(send, `${base}/.well-known/smart-configuration`, { method: 'GET' }, shape);

/** Asks for a token with a form, in the body and never in the address. A refusal by the server is `fhir-signed-out`. */
export const askToken = <T>(
  send: Send,
  endpoint: string,
  form: Readonly<Record<string, string>>,
  shape: z.ZodType<T>,
): Promise<Result<T>> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return ask(send, endpoint, { method: 'POST', headers, body: new URLSearchParams(form).toString() }, shape);
};
