import { z } from 'zod';
import type { AppParsed } from '../../contract/app.ts';
import type { ModelConnection } from '../../contract/connections.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { Clinic } from './clinic.ts';
import { keepConnection, MODEL_SETTING, modelConnection } from './connection-settings.ts';
import { confirmHost, keyAfter } from './connections.ts';
import type { AppContext, HandlersOf } from './context.ts';

/** How long a made-up question may take, ms: a program that is only just started reads its weights first. */
const TRIAL_MS = 120_000;
const Trial = z.object({ ready: z.boolean() });

type Named = AppParsed<'connections.evaluate-model'>;
type Chosen = Exclude<ModelConnection, { drafter: 'embedded' }>;

/** The connection that an administrator names, with her confirmation where its host is outside this machine. */
const chosen = ({ record }: Clinic, ask: Named, by: string, at: Date): Result<Chosen> => {
  if (ask.drafter === 'local-model') {
    const { drafter, tasks, ...weights } = ask;
    return succeed({ drafter, tasks, weights });
  }
  const { drafter, typedHost, tasks, ...endpoint } = ask;
  const confirmed = confirmHost({ url: ask.url, typedHost }, by, at);
  if (!confirmed.ok) return confirmed;
  const before = modelConnection(record);
  const key = keyAfter(ask, before.drafter === 'server' ? before.endpoint : undefined);
  return succeed({
    drafter,
    tasks,
    endpoint: { ...endpoint, ...(key !== undefined && { key }) },
    ...(confirmed.value && { confirmation: confirmed.value }),
  });
};

const hostOf = (connection: Chosen): string | undefined =>
  connection.drafter === 'server' ? connection.confirmation?.host : undefined;

const setModel =
  (context: AppContext): HandlersOf<'connections.set-model'>['connections.set-model'] =>
  async (ask) => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const { record } = clinic;
    if (ask.drafter === 'embedded') return keepConnection(record, MODEL_SETTING, ask, undefined, who.person);
    const connection = chosen(clinic, ask, who.person, context.now());
    if (!connection.ok) return connection;
    const host = hostOf(connection.value);
    // Only a model that may be asked and has passed is ever chosen; opening it sends nothing.
    const hosts = [...record.allowedHosts(), ...(host === undefined ? [] : [host])];
    for (const task of connection.value.tasks) {
      const opened = await context.services.models.open(connection.value, hosts, task);
      if (!opened.ok) return opened;
      await opened.value?.close();
    }
    return keepConnection(record, MODEL_SETTING, connection.value, host, who.person);
  };

const evaluateModel =
  (context: AppContext): HandlersOf<'connections.evaluate-model'>['connections.evaluate-model'] =>
  async (ask) => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const { record } = clinic;
    const connection = chosen(clinic, ask, who.person, context.now());
    if (!connection.ok) return connection;
    const host = hostOf(connection.value);
    const hosts = record.allowedHosts();
    // The cases are made up, but they go there all the same: the host is on the list from here on, and in the audit.
    if (host !== undefined && !hosts.includes(host)) {
      const told = await record.tell({ kind: 'egress-changed', hosts: [...hosts, host] }, who.person);
      if (!told.ok) return told;
    }
    const opened = await context.services.models.reach(connection.value, record.allowedHosts());
    if (!opened.ok) return opened;
    if (!opened.value) return refuse('model-host-refused');
    const begun = context.evaluation.begin(opened.value, ask.tasks);
    if (!begun.ok) await opened.value.close();
    return begun;
  };

const tryModel =
  (context: AppContext): HandlersOf<'connections.try-model'>['connections.try-model'] =>
  async () => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const { record } = at.value.clinic;
    const connection = modelConnection(record);
    const task = connection.drafter === 'embedded' ? undefined : connection.tasks[0];
    if (task === undefined) return refuse('model-not-set');
    const opened = await context.services.models.open(connection, record.allowedHosts(), task);
    if (!opened.ok) return opened;
    const model = opened.value;
    if (!model) return refuse('model-not-set');
    try {
      const late = AbortSignal.timeout(TRIAL_MS);
      const answer = await model.generate({
        task,
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
  };

/** Which language model is asked, what it may be asked for, and how it is tried: an administrator's. */
export const languageModelHandlers = (
  context: AppContext,
): HandlersOf<
  | 'connections.set-model'
  | 'connections.try-model'
  | 'connections.evaluate-model'
  | 'connections.stop-evaluation'
> => ({
  'connections.set-model': setModel(context),
  'connections.try-model': tryModel(context),
  'connections.evaluate-model': evaluateModel(context),
  'connections.stop-evaluation': async () => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    await context.evaluation.stop();
    return succeed(DONE);
  },
});
