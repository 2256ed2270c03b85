import type { ChartPatient } from '../../contract/chart.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { plausibleDate } from '../dates.ts';
import type { Entry } from './bundle.ts';
import { firstCode, isCoded, naming, plain } from './concept.ts';
import { referenceKey } from './references.ts';
import { PatientShape } from './shapes.ts';

export interface WhoseChart {
  readonly patient: ChartPatient;
  /** Whether a resource is about this patient: `other` where it names someone else, `unknown` where nobody. */
  about(entry: Entry): 'patient' | 'other' | 'unknown';
}

const SEXES = ['male', 'female', 'other', 'unknown'] as const;

const nameOf = (names: ReturnType<typeof PatientShape.parse>['name']): string => {
  const name =
    names.find((each) => each.use === 'official') ?? names.find((each) => each.use !== 'old') ?? names[0];
  const parts = [...(name?.given ?? []), name?.family, ...(name?.suffix ?? [])].filter(Boolean).join(' ');
  return plain(name?.text ?? parts) || 'name not charted';
};

// HL7 v2 table 0203: the medical record number is how a clinic knows the person; a social security number, driving licence
// or passport has no business on a brief.
const RECORD_NUMBER = 'MR';
const PRIVATE = ['SS', 'SB', 'DL', 'PPN'];

const identifiersOf = (
  identifiers: ReturnType<typeof PatientShape.parse>['identifier'],
): ChartPatient['identifiers'] =>
  identifiers
    .filter(({ type, system }) => !isCoded(type, ...PRIVATE) && !/us-ssn|passport/i.test(system ?? ''))
    .sort((a, b) => Number(isCoded(b.type, RECORD_NUMBER)) - Number(isCoded(a.type, RECORD_NUMBER)))
    .flatMap(({ system, value }) => (value ? [{ value: plain(value), ...(system ? { system } : {}) }] : []));

const toPatient = (entry: Entry): ChartPatient => {
  const shape = PatientShape.parse(entry.resource);
  const birthDate = plausibleDate(shape.birthDate);
  const spoken = shape.communication.find((each) => each.preferred) ?? shape.communication[0];
  const language = firstCode(spoken?.language);
  return {
    id: entry.key.slice('Patient/'.length),
    name: nameOf(shape.name),
    ...(birthDate ? { birthDate } : {}),
    sex: SEXES.find((sex) => sex === shape.gender) ?? 'unknown',
    identifiers: identifiersOf(shape.identifier),
    ...(language ? { language: naming(spoken?.language)?.code ? language : plain(language) } : {}),
    ...(shape.deceasedBoolean === true || shape.deceasedDateTime ? { deceased: true } : {}),
  };
};

const referenceOf = (value: unknown): string | undefined => {
  const reference = (value as { reference?: unknown } | null | undefined)?.reference;
  return typeof reference === 'string' ? reference : undefined;
};

/** `subject` of most resources, `patient` of allergies, immunisations and family history. */
const subjectOf = (entry: Entry): string | undefined =>
  referenceOf(entry.resource['subject']) ?? referenceOf(entry.resource['patient']);

const keysOf = (entry: Entry): string[] => [
  entry.key,
  ...(entry.fullUrl ? [referenceKey(entry.fullUrl)] : []),
];

/** Keys of all records that the chart itself links to this patient as the same person (merged records). */
const linked = (entries: readonly Entry[], of: Entry): Set<string> => {
  const same = new Set(keysOf(of));
  for (let grown = true; grown;) {
    grown = false;
    for (const entry of entries) {
      const own = keysOf(entry);
      const others = PatientShape.parse(entry.resource).link.map((link) =>
        referenceKey(link.other?.reference ?? ''),
      );
      if (![...own, ...others].some((key) => key && same.has(key))) continue;
      for (const key of [...own, ...others])
        if (key && !same.has(key)) {
          same.add(key);
          grown = true;
        }
    }
  }
  return same;
};

/** Every person of the file once, by the record still in use. */
export const patientsOf = (entries: readonly Entry[]): ChartPatient[] => {
  const all = entries.filter((entry) => entry.type === 'Patient');
  const seen = new Set<string>();
  return all.flatMap((entry) => {
    if (seen.has(entry.key)) return [];
    const same = linked(all, entry);
    const records = all.filter((other) => keysOf(other).some((key) => same.has(key)));
    for (const record of records) seen.add(record.key);
    return [toPatient(records.find((record) => record.resource['active'] !== false) ?? entry)];
  });
};

/**
 * The one person the chart is about. `patientId` picks one where a screen has asked; otherwise two persons are refused,
 * also when the second is only referred to. Errors: chart-no-patient, chart-two-patients (`params.patients`).
 */
export const whoseChart = (entries: readonly Entry[], patientId?: string): Result<WhoseChart> => {
  const all = entries.filter((entry) => entry.type === 'Patient');
  const first = patientId ? all.find((entry) => entry.key === `Patient/${patientId}`) : all[0];
  if (!first) return refuse('chart-no-patient');
  const same = linked(all, first);
  const strangers = new Set<string>();
  for (const entry of all) if (!keysOf(entry).some((key) => same.has(key))) strangers.add(entry.key);
  for (const entry of entries) {
    const subject = subjectOf(entry);
    const key = subject === undefined ? '' : referenceKey(subject);
    if (key.startsWith('Patient/') && !same.has(key)) strangers.add(key);
  }
  if (strangers.size && !patientId) return refuse('chart-two-patients', { patients: strangers.size + 1 });
  return succeed({
    // A merged record says who replaced it; the record still in use describes the person.
    patient: toPatient(
      [first, ...all].find(
        (entry) => keysOf(entry).some((key) => same.has(key)) && entry.resource['active'] !== false,
      ) ?? first,
    ),
    about: (entry) => {
      const subject = subjectOf(entry);
      if (subject === undefined || subject.startsWith('#')) return 'unknown';
      return same.has(referenceKey(subject)) ? 'patient' : 'other';
    },
  });
};
