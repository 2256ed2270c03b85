import { z } from 'zod';
import type { AppParsed } from '../../contract/app.ts';
import type { connectionOperations, ModelConnection, RecordConnection } from '../../contract/connections.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { findPatient } from '../../deliver/fhir/record-server.ts';
import { isCertificate } from '../../egress/one-host.ts';
import type { Clinic } from './clinic.ts';
import {
  MODEL_SETTING,
  modelConnection,
  RECORD_SETTING,
  recordAccess,
  recordConnection,
  smartAfter,
} from './connection-settings.ts';
import { confirmHost, keyAfter, modelView, recordView } from './connections.ts';
import { chartHandlers } from './fetch-chart.ts';
import { patientHandlers } from './find-patients.ts';
import { DONE, type AppContext, type HandlersOf } from './context.ts';

/** How long a made-up question may take, ms: a program that is only just started reads its weights first. */
const TRIAL_MS = 120_000;

const chosen = (
  { record }: Clinic,
  ask: AppParsed<'connections.set-model'>,
  by: string,
  at: Date,
): Result<ModelConnection> => {
  if (ask.drafter === 'embedded') return succeed(ask);
  if (ask.drafter === 'local-model') {
    const { drafter, ...weights } = ask;
    return succeed({ drafter, weights });
  }
  const { drafter, typedHost, ...endpoint } = ask;
  const confirmed = confirmHost({ url: ask.url, typedHost }, by, at);
  if (!confirmed.ok) return confirmed;
  const before = modelConnection(record);
  const key = keyAfter(ask, before.drafter === 'server' ? before.endpoint : undefined);
  return succeed({
    drafter,
    endpoint: { ...endpoint, ...(key !== undefined && { key }) },
    ...(confirmed.value && { confirmation: confirmed.value }),
  });
};

/** Writes what was confirmed: the host on the list of allowed hosts, and the setting. */
const keep = async (
  { record }: Clinic,
  name: string,
  value: ModelConnection | RecordConnection,
  host: string | undefined,
  by: string,
): Promise<Result<typeof DONE>> => {
  const hosts = record.allowedHosts();
  if (host !== undefined && !hosts.includes(host)) {
    const told = await record.tell({ kind: 'egress-changed', hosts: [...hosts, host] }, by);
    if (!told.ok) return told;
  }
  const told = await record.tell({ kind: 'settings', name, value }, by);
  return told.ok ? succeed(DONE) : told;
};

const viewOf = (clinic: Clinic) => {
  const record = recordView(clinic);
  return { model: modelView(clinic), ...(record && { record }) };
};

const Trial = z.object({ ready: z.boolean() });

const modelHandlers = (
  context: AppContext,
): HandlersOf<'connections.get' | 'connections.set-model' | 'connections.try-model'> => ({
  'connections.get': () => {
    const at = context.desk.enter('list-visits');
    return at.ok ? succeed(viewOf(at.value.clinic)) : at;
  },
  'connections.set-model': async (ask) => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const connection = chosen(clinic, ask, who.person, context.now());
    if (!connection.ok) return connection;
    const { value } = connection;
    const host = value.drafter === 'server' ? value.confirmation?.host : undefined;
    // Only a model that may be asked and has passed is ever chosen; opening it sends nothing.
    const hosts = [...clinic.record.allowedHosts(), ...(host === undefined ? [] : [host])];
    const opened = await context.services.openDrafter(value, hosts);
    if (!opened.ok) return opened;
    await opened.value?.close();
    return keep(clinic, MODEL_SETTING, value, host, who.person);
  },
  'connections.try-model': async () => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const { record } = at.value.clinic;
    const opened = await context.services.openDrafter(modelConnection(record), record.allowedHosts());
    if (!opened.ok) return opened;
    const model = opened.value;
    if (!model) return refuse('model-not-set');
    try {
      const late = AbortSignal.timeout(TRIAL_MS);
      const answer = await model.generate({
        task: 'draft',
        system: 'Answer with one JSON object of the schema and nothing else.',
        messages: [{ role: 'user', content: 'Are you ready? {"ready": true} if you are.' }],
        schema: Trial,
        maxTokens: 50,
        signal: late,
      });
      if (!answer.ok) return late.aborted ? refuse('model-timeout') : answer;
      return succeed({ ms: answer.value.ms });
    } finally {
      await model.close();
    }
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
    const kept = await keep(clinic, RECORD_SETTING, value, confirmed.value?.host, who.person);
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
  ...modelHandlers(context),
  ...recordHandlers(context),
  ...chartHandlers(context),
  ...patientHandlers(context),
});
