import type { connectionOperations, RecordConnectionView } from '../../contract/connections.ts';
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
  signInAfter,
} from './connection-settings.ts';
import { confirmHost, keyAfter, modelView, recordView } from './connections.ts';
import { chartHandlers } from './fetch-chart.ts';
import { patientHandlers } from './find-patients.ts';
import { languageModelHandlers } from './language-model-handlers.ts';
import type { AppContext, HandlersOf } from './context.ts';

/** How long a made-up question may take, ms. */
const TRIAL_MS = 120_000;

const viewOf = (clinic: Clinic, launch: RecordConnectionView['launch']) => {
  const record = recordView(clinic, launch);
  return { model: modelView(clinic), ...(record && { record }) };
};

const viewHandlers = (context: AppContext): HandlersOf<'connections.get'> => ({
  'connections.get': () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const evaluation = context.evaluation.view();
    const launch = context.signIns.view(clinic, who.person);
    return succeed({ ...viewOf(clinic, launch), ...(evaluation && { evaluation }) });
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
    const { typedHost, client, signsIn, ...asked } = server;
    const confirmed = confirmHost({ url: asked.url, typedHost }, who.person, context.now());
    if (!confirmed.ok) return confirmed;
    if (asked.certificate !== undefined && !isCertificate(asked.certificate))
      return refuse('file-unreadable');
    const before = recordConnection(clinic.record);
    const signIn = await signInAfter({ url: asked.url, client, signsIn }, before);
    const key = keyAfter(asked, before?.endpoint);
    const value = {
      endpoint: { ...asked, ...(key !== undefined && { key }) },
      ...signIn,
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
    const { clinic, who } = at.value;
    const by = { person: who.person, tokenOf: context.signIns.tokenOf };
    const access = recordAccess(clinic.record, AbortSignal.timeout(TRIAL_MS), by);
    if (!access.ok) return access;
    const found = await findPatient(access.value, { system: 'urn:footnote:trial', value: 'nobody' });
    return found.ok || found.error.code === 'patient-unknown' ? succeed(DONE) : found;
  },
});

const signInHandlers = ({
  desk,
  signIns,
}: AppContext): HandlersOf<'connections.sign-in' | 'connections.sign-out'> => ({
  'connections.sign-in': () => {
    const at = desk.enter('list-visits');
    return at.ok ? signIns.begin(at.value.clinic, at.value.who.person) : at;
  },
  'connections.sign-out': async () => {
    const at = desk.enter('list-visits');
    if (!at.ok) return at;
    const ended = await signIns.end(at.value.clinic, at.value.who.person);
    return ended.ok ? succeed(DONE) : ended;
  },
});

export const connectionHandlers = (context: AppContext): HandlersOf<keyof typeof connectionOperations> => ({
  ...viewHandlers(context),
  ...languageModelHandlers(context),
  ...recordHandlers(context),
  ...signInHandlers(context),
  ...chartHandlers(context),
  ...patientHandlers(context),
});
