import type { Chart } from '../../contract/chart.ts';
import { ApprovedVisit } from '../../contract/fhir.ts';
import { footnoteVersion } from '../version.ts';
import { nameOf } from './clinic.ts';
import type { AtVisit } from './desk.ts';

/** The patient as charted; without a chart, as the visit was labelled, with the numbers that were shown. */
export const patientOf = (
  { record }: Pick<AtVisit, 'record'>,
  chart: Chart | undefined,
): ApprovedVisit['patient'] => {
  const { visit, label, identifiers } = record.state();
  if (chart) return chart.patient;
  return { id: visit, name: label, sex: 'unknown', identifiers: identifiers.map((value) => ({ value })) };
};

/** What was approved, as it may go into a record elsewhere; undefined where nothing was. */
export const approvedOf = (
  at: Pick<AtVisit, 'record' | 'clinic'>,
  chart: Chart | undefined,
): ApprovedVisit | undefined => {
  const { record, clinic } = at;
  const { approval, approvedAt, addenda, consent, consentEntry } = record.state();
  if (!approval || approvedAt === undefined) return undefined;
  const { person } = approval.certificate;
  return ApprovedVisit.parse({
    ...approval,
    at: approvedAt,
    addenda,
    clinician: { person, name: nameOf(clinic, person) },
    patient: patientOf(at, chart),
    ...(consent === 'given' && consentEntry ? { consent: consentEntry } : {}),
    software: footnoteVersion(),
  });
};
