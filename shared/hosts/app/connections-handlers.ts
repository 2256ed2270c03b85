import { z } from 'zod';
import type { AppParsed } from '../../contract/app.ts';
import type { connectionOperations, ModelConnection } from '../../contract/connections.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Clinic } from './clinic.ts';
import { confirmHost, keyAfter, MODEL_SETTING, modelConnection, modelView } from './connections.ts';
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
  value: ModelConnection,
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

const Trial = z.object({ ready: z.boolean() });

export const connectionHandlers = (context: AppContext): HandlersOf<keyof typeof connectionOperations> => ({
  'connections.get': () => {
    const at = context.desk.enter('list-visits');
    return at.ok ? succeed({ model: modelView(at.value.clinic) }) : at;
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
