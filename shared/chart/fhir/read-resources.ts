import type { ResourceType } from '@medplum/fhirtypes';
import type { Chart, Unusable } from '../../contract/chart.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import { readAllergy } from './allergy.ts';
import type { Entry, Resources } from './bundle.ts';
import { readCondition } from './condition.ts';
import type { Read, Reading } from './context.ts';
import {
  DOCUMENT,
  ENCOUNTER,
  IMMUNIZATION,
  ORDER,
  PROCEDURE,
  readAnswers,
  readEvent,
  readRelatives,
  REPORT,
} from './event.ts';
import { readMedication } from './medication.ts';
import { readObservation } from './observation.ts';
import { whoseChart } from './patient.ts';
import { References } from './references.ts';

type Lists = Omit<Chart, 'patient' | 'noKnownAllergies' | 'unusable' | 'counts'>;
type ListName = keyof Lists;
type Reader = (entry: Entry, reading: Reading) => Read<unknown>;

// Where each resource type goes. Types not named here are counted and listed as not read.
const READERS: Partial<Record<ResourceType, readonly [ListName, Reader]>> = {
  Condition: ['problems', readCondition],
  MedicationRequest: ['medications', readMedication],
  MedicationStatement: ['medications', readMedication],
  Observation: ['observations', readObservation],
  Encounter: ['encounters', readEvent(ENCOUNTER)],
  Procedure: ['procedures', readEvent(PROCEDURE)],
  Immunization: ['immunizations', readEvent(IMMUNIZATION)],
  DiagnosticReport: ['reports', readEvent(REPORT)],
  ServiceRequest: ['orders', readEvent(ORDER)],
  DocumentReference: ['documents', readEvent(DOCUMENT)],
  Composition: ['documents', readEvent(DOCUMENT)],
  FamilyMemberHistory: ['relatives', readRelatives],
  QuestionnaireResponse: ['answers', readAnswers],
};
/** The resource types that become entries of the chart. */
export const TYPES_READ: readonly string[] = Object.keys(READERS);

// Read through the resources that point at them, or not clinical statements about the patient.
const SUPPORTING = new Set([
  'Patient',
  'Medication',
  'AllergyIntolerance',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
]);
const BILLING = new Set([
  'Claim',
  'ClaimResponse',
  'ExplanationOfBenefit',
  'Coverage',
  'Account',
  'ChargeItem',
  'Invoice',
]);

const emptyLists = (): Record<ListName, unknown[]> => ({
  problems: [],
  medications: [],
  allergies: [],
  observations: [],
  encounters: [],
  procedures: [],
  immunizations: [],
  reports: [],
  orders: [],
  documents: [],
  relatives: [],
  answers: [],
});

interface Evidenced {
  readonly id?: string;
  readonly evidence: unknown[];
}

/** The same statement exported twice is one statement with two sources. */
const withoutTwins = (items: readonly unknown[]): unknown[] => {
  const seen = new Map<string, Evidenced>();
  for (const item of items as readonly Evidenced[]) {
    const said = JSON.stringify({ ...item, id: undefined, evidence: undefined });
    const twin = seen.get(said);
    seen.set(said, twin ? { ...twin, evidence: [...twin.evidence, ...item.evidence] } : item);
  }
  return [...seen.values()];
};

const notRead = (counts: Readonly<Record<string, number>>): Unusable[] =>
  Object.entries(counts)
    .filter(([type]) => !(type in READERS) && !SUPPORTING.has(type))
    .map(([type, count]) => ({
      resource: type,
      reason: `${count} not read: ${BILLING.has(type) ? 'billing' : 'not part of the brief'}`,
    }));

/** A later version of the same resource replaces an earlier one. */
const latest = (entries: readonly Entry[]): Entry[] => {
  const updated = (entry: Entry): string => {
    const meta = entry.resource['meta'] as { lastUpdated?: unknown } | undefined;
    return typeof meta?.lastUpdated === 'string' ? meta.lastUpdated : '';
  };
  const byKey = new Map<string, Entry>();
  for (const entry of entries) {
    const known = byKey.get(entry.key);
    if (!known || updated(entry) >= updated(known)) byKey.set(entry.key, entry);
  }
  return [...byKey.values()];
};

export interface ReadOptions {
  /** Which patient, where a screen has asked because the file holds two. */
  readonly patientId?: string;
  /** Name of a code (`system|code`) that comes without text. */
  readonly nameOfCode?: (code: string) => string | undefined;
}

/** Resources of one patient's chart as statements with evidence. Errors: chart-no-patient, chart-two-patients. */
export const readResources = (
  { entries, counts, unusable }: Resources,
  options: ReadOptions,
): Result<Chart> => {
  const current = latest(entries);
  const whose = whoseChart(current, options.patientId);
  if (!whose.ok) return whose;
  const reading: Reading = {
    references: new References(current),
    nameOfCode: options.nameOfCode ?? (() => undefined),
  };
  const lists = emptyLists();
  const unused: Unusable[] = [...unusable, ...notRead(counts)];
  let noneKnown = false;
  for (const entry of current) {
    const [list, reader] =
      entry.type === 'AllergyIntolerance'
        ? (['allergies', readAllergy] as const)
        : (READERS[entry.type as ResourceType] ?? []);
    if (!list || !reader) continue;
    if (whose.value.about(entry) === 'other') {
      unused.push({ resource: entry.key, reason: 'about someone who is not the patient of this chart' });
      continue;
    }
    const read = reader(entry, reading);
    if ('noneKnown' in read) noneKnown = true;
    else if ('reason' in read) unused.push({ resource: entry.key, reason: read.reason });
    else if (Array.isArray(read.value)) for (const each of read.value as unknown[]) lists[list].push(each);
    else lists[list].push(read.value);
  }
  const read = Object.fromEntries(
    Object.entries(lists).map(([name, items]) => [name, withoutTwins(items)]),
  ) as Lists;
  const hasDrugAllergy = read.allergies.some(
    (each) => each.status === 'active' && each.category !== 'food' && each.category !== 'environment',
  );
  if (noneKnown && hasDrugAllergy)
    unused.push({
      resource: 'AllergyIntolerance',
      reason: 'the chart says "no known allergies" beside charted ones; the charted ones are kept',
    });
  return succeed({
    patient: whose.value.patient,
    ...read,
    noKnownAllergies: noneKnown && !hasDrugAllergy,
    unusable: unused,
    counts: { ...counts },
  });
};
