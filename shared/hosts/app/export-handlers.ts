import type { exportOperations } from '../../contract/approve.ts';
import type { Chart } from '../../contract/chart.ts';
import { refuse, succeed } from '../../contract/errors.ts';
import { ApprovedVisit, SignedText } from '../../contract/fhir.ts';
import { renderExport } from '../../deliver/exports.ts';
import { footnoteVersion } from '../version.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { nameOf } from './visit-view.ts';

/** The patient as charted; without a chart, as the visit was labelled, with the numbers that were shown. */
const patientOf = ({ record }: AtVisit, chart: Chart | undefined): ApprovedVisit['patient'] => {
  const { visit, label, identifiers } = record.state();
  if (chart) return chart.patient;
  return { id: visit, name: label, sex: 'unknown', identifiers: identifiers.map((value) => ({ value })) };
};

/** What was approved, as it may go into a record elsewhere; undefined where nothing was. */
const approvedOf = (at: AtVisit, chart: Chart | undefined): ApprovedVisit | undefined => {
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

export const exportHandlers = (context: AppContext): HandlersOf<keyof typeof exportOperations> => ({
  'release.export': async ({ visit, document, sha256, format }) => {
    const at = await context.desk.atVisit('release-final', visit);
    if (!at.ok) return at;
    const { clinic, record, who } = at.value;
    const content = await context.reader.read(record);
    if (!content.ok) return content;
    const final = await clinic.approver.release(who.session, visit, document, sha256, 'export');
    if (!final.ok) return final;
    const approved = approvedOf(at.value, content.value.chart);
    if (!approved) return refuse('not-approved');
    // The signed text, not what the record holds now.
    const signed = SignedText.parse(JSON.parse(approved.canonical)).documents[document];
    const file = signed && (await renderExport(format, document, signed, approved));
    if (!file) return refuse('document-missing');
    const { name, type, bytes } = file;
    return succeed({ name, type, base64: Buffer.from(bytes).toString('base64') });
  },
});
