import type { Chart, Unusable } from '../../contract/chart.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { openResources, type Entry, type Resources } from '../fhir/bundle.ts';
import { readResources } from '../fhir/read-resources.ts';
import { MOST_CHART_BYTES } from '../read-chart.ts';
import { makeRequester, type Requester, type ServerAccess } from './requester.ts';

// What the brief is made of. The search parameter is `patient` for all of them.
const TYPES = [
  'Condition',
  'MedicationRequest',
  'MedicationStatement',
  'AllergyIntolerance',
  'Observation',
  'Encounter',
  'Procedure',
  'Immunization',
  'DiagnosticReport',
  'ServiceRequest',
  'DocumentReference',
  'FamilyMemberHistory',
  'QuestionnaireResponse',
] as const;

const PAGE = 200;
const MOST_PAGES = 500;
const MOST_MEDICATIONS = 300;

interface Gathered {
  readonly entries: Entry[];
  readonly unusable: Unusable[];
  /** Bytes of JSON taken so far. */
  bytes: number;
}

interface Page {
  readonly resources: readonly Entry[];
  readonly next?: string;
}

const pageOf = (text: string): Page | undefined => {
  const opened = openResources(text);
  const bundle = ((): { link?: unknown; resourceType?: unknown } | undefined => {
    try {
      return JSON.parse(text) as { link?: unknown; resourceType?: unknown };
    } catch {
      return undefined;
    }
  })();
  if (bundle?.resourceType !== 'Bundle') return undefined;
  const links = Array.isArray(bundle.link) ? (bundle.link as { relation?: unknown; url?: unknown }[]) : [];
  const next = links.find((link) => link.relation === 'next')?.url;
  // A searchset without entries is an empty answer, not a fault.
  return {
    resources: opened.ok ? opened.value.entries : [],
    ...(typeof next === 'string' ? { next } : {}),
  };
};

const unread = (type: string, why: string): Unusable => ({
  resource: `entry ${type}`,
  reason: `${type} could not be read from the server (${why})`,
});

/** All pages of one type. What the server does not give is listed, so that a missing list is never read as an empty one. */
const gatherType = async (
  request: Requester,
  type: string,
  patientId: string,
  gathered: Gathered,
): Promise<void> => {
  let url: string | undefined =
    `${type}?patient=${encodeURIComponent(`Patient/${patientId}`)}&_count=${PAGE}`;
  const seen = new Set<string>();
  while (url !== undefined) {
    if (seen.has(url) || seen.size >= MOST_PAGES || gathered.bytes > MOST_CHART_BYTES) {
      gathered.unusable.push(unread(type, 'more pages than can be taken'));
      return;
    }
    seen.add(url);
    const answer = await request(url);
    if (!answer.ok) {
      gathered.unusable.push(
        unread(type, answer.error.code === 'chart-server-refused' ? 'not permitted' : 'no answer'),
      );
      return;
    }
    const page = pageOf(answer.value);
    if (!page) {
      gathered.unusable.push(unread(type, 'not a FHIR answer'));
      return;
    }
    gathered.bytes += answer.value.length;
    for (const entry of page.resources)
      if (entry.type === 'OperationOutcome')
        gathered.unusable.push(unread(type, 'the server reports a problem'));
      else gathered.entries.push(entry);
    url = page.next;
  }
};

/** Medicines that requests only point at. */
const gatherMedications = async (request: Requester, gathered: Gathered): Promise<void> => {
  const known = new Set(gathered.entries.map(({ key }) => key));
  const wanted = new Set(
    gathered.entries.flatMap(({ resource }) => {
      const reference = (resource['medicationReference'] as { reference?: unknown } | undefined)?.reference;
      return typeof reference === 'string' && /^Medication\/[A-Za-z0-9.-]{1,64}$/.test(reference)
        ? [reference]
        : [];
    }),
  );
  for (const key of [...wanted].filter((each) => !known.has(each)).slice(0, MOST_MEDICATIONS)) {
    const answer = await request(key);
    const opened = answer.ok ? openResources(answer.value) : undefined;
    if (opened?.ok) gathered.entries.push(...opened.value.entries);
    else gathered.unusable.push({ resource: key, reason: 'this medicine could not be read from the server' });
  }
};

const withCounts = ({ entries, unusable }: Gathered): Resources => {
  const counts = new Map<string, number>();
  for (const { type } of entries) counts.set(type, (counts.get(type) ?? 0) + 1);
  return { entries, unusable, counts: Object.fromEntries(counts) };
};

export interface ServerChartOptions {
  readonly nameOfCode?: (code: string) => string | undefined;
}

/**
 * One patient's chart from a FHIR R4 server (SMART), by patient id: the patient, then each type page by page. Types the
 * server does not give are listed in `unusable`. Nothing is written to the server. Errors: chart-server-unreachable,
 * chart-server-refused, chart-no-patient, egress-refused, cancelled.
 */
export const readServerChart = async (
  access: ServerAccess,
  patientId: string,
  options: ServerChartOptions = {},
): Promise<Result<Chart>> => {
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(patientId)) return refuse('chart-no-patient');
  const request = makeRequester(access);
  const patient = await request(`Patient/${patientId}`);
  if (!patient.ok) return patient;
  const opened = openResources(patient.value);
  if (!opened.ok || opened.value.entries[0]?.type !== 'Patient') return refuse('chart-no-patient');
  const gathered: Gathered = {
    entries: [...opened.value.entries],
    unusable: [],
    bytes: patient.value.length,
  };
  for (const type of TYPES) {
    if (access.signal.aborted) return refuse('cancelled');
    await gatherType(request, type, patientId, gathered);
  }
  await gatherMedications(request, gathered);
  if (access.signal.aborted) return refuse('cancelled');
  const read = readResources(withCounts(gathered), {
    ...options,
    patientId: opened.value.entries[0].key.slice('Patient/'.length),
  });
  return read.ok ? succeed(read.value) : read;
};
