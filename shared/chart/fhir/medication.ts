import type { ChartMedication } from '../../contract/chart.ts';
import { courseDays, doseFrom, frequencyIn, frequencyOf, isAsNeeded } from '../dose.ts';
import { dateMs, DAY_MS, plausibleDate } from '../dates.ts';
import type { Entry } from './bundle.ts';
import { naming, plain, type Naming } from './concept.ts';
import { dated, evidenceAt, idOf, WRONG, type Read, type Reading } from './context.ts';
import { MedicationCodeShape, MedicationShape, type Dosage, type Quantity } from './shapes.ts';
import type { z } from 'zod';

type Shape = z.infer<typeof MedicationShape>;

const STATUS: Readonly<Record<string, ChartMedication['status']>> = {
  active: 'active',
  'on-hold': 'on-hold',
  completed: 'completed',
  stopped: 'stopped',
  cancelled: 'stopped',
  'not-taken': 'stopped',
};

const named = (
  entry: Entry,
  shape: Shape,
  { references }: Reading,
): (Naming & { path: string }) | undefined => {
  const own = naming(shape.medicationCodeableConcept);
  if (own) return { ...own, path: '/medicationCodeableConcept' };
  const reference = shape.medicationReference;
  const target = references.resolve(reference?.reference, entry);
  const called = naming(target && MedicationCodeShape.parse(target).code, reference?.display);
  return called && { ...called, path: '/medicationReference' };
};

const sigOf = (dosage: Dosage | undefined): string => plain(dosage?.text ?? dosage?.patientInstruction ?? '');

const frequency = (dosage: Dosage | undefined, sig: string): string | undefined => {
  const repeat = dosage?.timing?.repeat;
  const timed =
    repeat &&
    frequencyOf(repeat.frequency ?? Number.NaN, repeat.period ?? Number.NaN, repeat.periodUnit ?? '');
  if (timed) return timed;
  if (repeat?.when.includes('HS')) return 'at bedtime';
  return frequencyIn(naming(dosage?.timing?.code)?.name ?? '')?.name ?? frequencyIn(sig)?.name;
};

const DURATION_DAYS: Readonly<Record<string, number>> = {
  d: 1,
  day: 1,
  days: 1,
  wk: 7,
  week: 7,
  weeks: 7,
  mo: 30,
  month: 30,
  months: 30,
};

const lengthDays = (length: Quantity | undefined): number | undefined => {
  const unit = DURATION_DAYS[length?.code ?? length?.unit ?? ''];
  return unit && length?.value ? length.value * unit : undefined;
};

/** Where the chart itself says when the course ends: an end date, a length, or "x 10 days". */
const endOf = (
  shape: Shape,
  dosage: Dosage | undefined,
  sig: string,
  start: string | undefined,
): string | undefined => {
  const repeat = dosage?.timing?.repeat;
  const charted = [
    shape.effectivePeriod?.end,
    repeat?.boundsPeriod?.end,
    shape.dispenseRequest?.validityPeriod?.end,
  ]
    .map(plausibleDate)
    .find(Boolean);
  if (charted) return charted;
  const days = lengthDays(repeat?.boundsDuration) ?? courseDays(sig);
  const from = start && start.length >= 10 ? dateMs(start) : undefined;
  return from !== undefined && days ? new Date(from + days * DAY_MS).toISOString().slice(0, 10) : undefined;
};

const reasonOf = (entry: Entry, shape: Shape, { references }: Reading): string | undefined => {
  const coded = naming(shape.reasonCode[0])?.name;
  if (coded) return coded;
  const [reference] = shape.reasonReference;
  const target = references.resolve(reference?.reference, entry);
  return naming(target && MedicationCodeShape.parse(target).code, reference?.display)?.name;
};

const howTaken = (dosage: Dosage | undefined, name: string): Partial<ChartMedication> => {
  const sig = sigOf(dosage);
  const given = dosage?.doseAndRate[0]?.doseQuantity;
  const dose = doseFrom(
    name,
    sig,
    given?.value === undefined ? undefined : { number: given.value, unit: given.unit ?? given.code ?? '' },
  );
  const often = frequency(dosage, sig);
  const route = naming(dosage?.route)?.name;
  const asNeeded = dosage?.asNeededBoolean ?? (!!dosage?.asNeededCodeableConcept || isAsNeeded(sig));
  return {
    ...(dose ? { dose } : {}),
    ...(often ? { frequency: often } : {}),
    ...(route ? { route } : {}),
    ...(sig ? { sig } : {}),
    ...(asNeeded ? { asNeeded } : {}),
  };
};

/** MedicationRequest and MedicationStatement alike. */
export const readMedication = (entry: Entry, reading: Reading): Read<ChartMedication> => {
  const shape = MedicationShape.parse(entry.resource);
  if (shape.status === 'entered-in-error') return { reason: WRONG };
  if (shape.intent === 'proposal') return { reason: 'a proposed medicine that was not ordered' };
  const called = named(entry, shape, reading);
  if (!called) return { reason: 'a medicine without name or code, or one that is not in the file' };
  const { path, ...naming_ } = called;
  const dosage = shape.dosageInstruction[0] ?? shape.dosage[0];
  const start = [
    shape.effectivePeriod?.start,
    shape.effectiveDateTime,
    shape.authoredOn,
    shape.dispenseRequest?.validityPeriod?.start,
    shape.dateAsserted,
  ]
    .map(plausibleDate)
    .find(Boolean);
  const end = endOf(shape, dosage, sigOf(dosage), start);
  const reason = reasonOf(entry, shape, reading);
  return {
    value: {
      id: idOf(entry),
      ...naming_,
      status: STATUS[shape.status ?? ''] ?? 'unknown',
      ...howTaken(dosage, called.name),
      ...dated('start', start),
      ...dated('end', end),
      ...(reason ? { reason } : {}),
      evidence: [evidenceAt(entry, path)],
    },
  };
};
