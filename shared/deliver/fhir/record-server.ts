import canonicalize from 'canonicalize';
import type { Bundle, Patient, Resource } from '@medplum/fhirtypes';
import type { ChartPatient } from '../../contract/chart.ts';
import { refuse, succeed, type ErrorCode, type Result } from '../../contract/errors.ts';
import { sha256 } from '../../platform/hash.ts';

/** As `fetch`, behind the list of allowed hosts. */
export type Send = (url: string, init: RequestInit) => Promise<Result<Response>>;

export interface ServerAccess {
  /** Base of the FHIR server, without a slash at its end. */
  readonly base: string;
  /** Asked for at each request, so that a renewed one holds at once; never logged. */
  readonly token?: (() => string | undefined) | undefined;
  readonly send: Send;
}

const CONTENT = 'urn:footnote:content';
const FHIR_JSON = 'application/fhir+json';

interface Answer {
  readonly status: number;
  readonly resource: Resource | undefined;
}

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && 'resourceType' in value;

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'fhir-signed-out',
  403: 'fhir-signed-out',
  408: 'fhir-unreachable',
  409: 'fhir-conflict',
  412: 'fhir-conflict',
  429: 'fhir-unreachable',
};

const codeOf = (status: number): ErrorCode =>
  CODES[status] ?? (status >= 500 ? 'fhir-unreachable' : 'fhir-refused');

const readBody = async (answer: Response): Promise<Resource | undefined> => {
  const parsed: unknown = JSON.parse(await answer.text());
  return isResource(parsed) ? parsed : undefined;
};

const ask = async (
  { base, token, send }: ServerAccess,
  path: string,
  init: { readonly method: string; readonly headers?: Record<string, string>; readonly body?: string },
): Promise<Result<Answer>> => {
  const bearer = token?.();
  const answer = await send(`${base}/${path}`, {
    ...init,
    headers: {
      accept: FHIR_JSON,
      ...(init.body === undefined ? {} : { 'content-type': FHIR_JSON }),
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...init.headers,
    },
  });
  if (!answer.ok) return answer.error.code === 'egress-failed' ? refuse('fhir-unreachable') : answer;
  const { status } = answer.value;
  if (status !== 404 && status !== 410 && status >= 400) {
    await answer.value.body?.cancel();
    return refuse(codeOf(status));
  }
  const speaks = /json/i.test(answer.value.headers.get('content-type') ?? '');
  try {
    const resource = speaks ? await readBody(answer.value) : undefined;
    // A page is no answer; a created resource may come back without its text.
    const isNone = !resource && !(status === 201 || status === 204);
    return isNone ? refuse('fhir-not-one') : succeed({ status, resource });
  } catch (cause) {
    return refuse(cause instanceof SyntaxError ? 'fhir-not-one' : 'fhir-unreachable');
  }
};

const nameOf = (resource: Resource): string => `${resource.resourceType}/${resource.id ?? ''}`;

/** What is there now under that name; undefined where nothing is. */
export const readResource = async (
  access: ServerAccess,
  name: string,
): Promise<Result<Resource | undefined>> => {
  const answer = await ask(access, name, { method: 'GET' });
  if (!answer.ok) return answer;
  const { status, resource } = answer.value;
  return succeed(
    status === 404 || status === 410 || resource?.resourceType === 'OperationOutcome' ? undefined : resource,
  );
};

const contentOf = (resource: Resource): string => sha256(canonicalize(resource) ?? '');
const contentTag = (resource: Resource): string | undefined =>
  resource.meta?.tag?.find(({ system }) => system === CONTENT)?.code;

export interface Written {
  readonly as: 'created' | 'changed' | 'there';
  readonly version: string | undefined;
}

/**
 * Writes a resource under the id that it has, once: what is there with the same content is left alone, so that trying
 * again after a lost answer changes nothing. `over` is the version that the writer has seen, `null` for none; where another
 * one is there, nothing is written (`fhir-conflict`).
 */
export const writeOnce = async (
  access: ServerAccess,
  resource: Resource,
  over?: string | null,
): Promise<Result<Written>> => {
  const code = contentOf(resource);
  const before = await readResource(access, nameOf(resource));
  if (!before.ok) return before;
  const seen = before.value?.meta?.versionId;
  if (before.value && contentTag(before.value) === code) return succeed({ as: 'there', version: seen });
  if (before.value && over !== undefined && seen !== over) return refuse('fhir-conflict');
  const tagged = { ...resource, meta: { ...resource.meta, tag: [{ system: CONTENT, code }] } };
  const answer = await ask(access, nameOf(resource), {
    method: 'PUT',
    body: JSON.stringify(tagged),
    // What was not there is created only if it still is not, what was there is changed only if it still is the same.
    headers: seen === undefined ? { 'if-none-match': '*' } : { 'if-match': `W/"${seen}"` },
  });
  if (!answer.ok) return answer;
  if (answer.value.status === 404) return refuse('fhir-refused');
  const version = answer.value.resource?.meta?.versionId;
  return succeed({ as: before.value ? 'changed' : 'created', version });
};

interface Identifier {
  readonly system?: string | undefined;
  readonly value: string;
}

/** Resources of a kind that have an identifier, `most` at most. */
export const searchFor = async (
  access: ServerAccess,
  kind: 'Patient' | 'DocumentReference',
  { system, value }: Identifier,
  most: number,
): Promise<Result<readonly Resource[]>> => {
  const token = encodeURIComponent(`${system === undefined ? '' : `${system}|`}${value}`);
  const answer = await ask(access, `${kind}?identifier=${token}&_count=${String(most)}`, { method: 'GET' });
  if (!answer.ok) return answer;
  const found = answer.value.resource;
  if (found?.resourceType !== 'Bundle') return refuse('fhir-not-one');
  return succeed(((found as Bundle).entry ?? []).flatMap(({ resource }) => resource ?? []));
};

/** The patients of an identifier, `most` at most. */
export const patientsOf = async (
  access: ServerAccess,
  identifier: Identifier,
  most: number,
): Promise<Result<readonly Patient[]>> => {
  const found = await searchFor(access, 'Patient', identifier, most);
  return found.ok ? succeed(found.value.filter((one) => one.resourceType === 'Patient')) : found;
};

/** The one patient of an identifier. Two are refused: nobody is chosen by software. */
export const findPatient = async (access: ServerAccess, identifier: Identifier): Promise<Result<Patient>> => {
  const found = await patientsOf(access, identifier, 2);
  if (!found.ok) return found;
  if (found.value.length > 1) return refuse('patient-ambiguous', { patients: found.value.length });
  const [patient] = found.value;
  return patient ? succeed(patient) : refuse('patient-unknown');
};

const PATIENT_ID = /^[A-Za-z0-9.-]{1,64}$/;

const patientById = async (access: ServerAccess, id: string): Promise<Result<Patient>> => {
  if (!PATIENT_ID.test(id)) return refuse('patient-unknown');
  const found = await readResource(access, `Patient/${id}`);
  if (!found.ok) return found;
  return found.value?.resourceType === 'Patient' ? succeed(found.value) : refuse('patient-unknown');
};

/** The one patient of a number, or, where no patient has it, of an id on that server. */
export const patientOfNumber = async (access: ServerAccess, typed: string): Promise<Result<Patient>> => {
  const found = await findPatient(access, { value: typed });
  return found.ok || found.error.code !== 'patient-unknown' ? found : patientById(access, typed);
};

/**
 * The patient of a visit on a server: the one whose id a person named, else the only one of an identifier. One born on
 * another day is another patient (`patient-unknown`).
 */
export const patientThere = async (
  access: ServerAccess,
  { identifiers, birthDate }: ChartPatient,
  named: string | undefined,
): Promise<Result<Patient>> => {
  const isSame = (found: Patient): boolean =>
    birthDate === undefined || found.birthDate === undefined || found.birthDate === birthDate;
  if (named !== undefined) {
    const found = await patientById(access, named);
    return found.ok && !isSame(found.value) ? refuse('patient-unknown') : found;
  }
  for (const identifier of identifiers) {
    const found = await findPatient(access, identifier);
    if (found.ok) return isSame(found.value) ? found : refuse('patient-unknown');
    if (found.error.code !== 'patient-unknown') return found;
  }
  return refuse('patient-unknown');
};
