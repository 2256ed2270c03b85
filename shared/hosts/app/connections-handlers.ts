import type { connectionOperations } from '../../contract/connections.ts';
import { refuse, succeed } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import { findPatient } from '../../deliver/fhir/record-server.ts';
import { isCertificate } from '../../egress/one-host.ts';
import type { Clinic } from './clinic.ts';
import {
  keepConnection,
  RECORD_SETTING,
  recordAccess,
  recordConnection,
  smartAfter,
} from './connection-settings.ts';
import { confirmHost, keyAfter, modelView, recordView } from './connections.ts';
import { chartHandlers } from './fetch-chart.ts';
import { patientHandlers } from './find-patients.ts';
import { languageModelHandlers } from './language-model-handlers.ts';
import type { AppContext, HandlersOf } from './context.ts';

/** How long a made-up question may take, ms. */
const TRIAL_MS = 120_000;

const viewOf = (clinic: Clinic) => {
  const record = recordView(clinic);
  return { model: modelView(clinic), ...(record && { record }) };
};

const viewHandlers = (context: AppContext): HandlersOf<'connections.get'> => ({
  'connections.get': () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const evaluation = context.evaluation.view();
    return succeed({ ...viewOf(at.value.clinic), ...(evaluation && { evaluation }) });
  },
});

const recordHandlers = (
  context: AppContext,
): HandlersOf<'connections.set-record' | 'connections.try-record'> => ({
  'connections.set-record': async ({ server }) => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    if (!server) {
      const value = null;
      const told = await clinic.record.tell({ kind: 'settings', name: RECORD_SETTING, value }, who.person);
      return told.ok ? succeed(DONE) : told;
    }
    const { typedHost, client, ...asked } = server;
    const confirmed = confirmHost({ url: asked.url, typedHost }, who.person, context.now());
    if (!confirmed.ok) return confirmed;
    if (asked.certificate !== undefined && !isCertificate(asked.certificate))
      return refuse('file-unreadable');
    const before = recordConnection(clinic.record);
    const smart = await smartAfter({ url: asked.url, client }, before);
    const key = keyAfter(asked, before?.endpoint);
    const value = {
      endpoint: { ...asked, ...(key !== undefined && { key }) },
      ...(smart && { smart }),
      ...(confirmed.value && { confirmation: confirmed.value }),
    };
    const kept = await keepConnection(
      clinic.record,
      RECORD_SETTING,
      value,
      confirmed.value?.host,
      who.person,
    );
    if (kept.ok) context.sender.nudge();
    return kept;
  },
  'connections.try-record': async () => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const access = recordAccess(at.value.clinic.record, AbortSignal.timeout(TRIAL_MS));
    if (!access.ok) return access;
    const found = await findPatient(access.value, { system: 'urn:footnote:trial', value: 'nobody' });
    return found.ok || found.error.code === 'patient-unknown' ? succeed(DONE) : found;
  },
});

export const connectionHandlers = (context: AppContext): HandlersOf<keyof typeof connectionOperations> => ({
  ...viewHandlers(context),
  ...languageModelHandlers(context),
  ...recordHandlers(context),
  ...chartHandlers(context),
  ...patientHandlers(context),
});
