import { ModelConnection, RecordConnection } from '../../contract/connections.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { Send, ServerAccess } from '../../deliver/fhir/record-server.ts';
import { newSmartKey, signedInSend } from '../../deliver/fhir/smart-sign-in.ts';
import { mayAsk } from '../../egress/may-ask.ts';
import { sendToOneHost } from '../../egress/one-host.ts';
import type { VaultRecord } from '../../vault/vault-record.ts';

/** Names under which the record keeps them. */
export const MODEL_SETTING = 'connection model';
export const RECORD_SETTING = 'connection record';

/** How long a record system may take for one answer, ms. */
const ANSWER_MS = 30_000;

/** Who drafts here; the built-in drafter where nothing was decided, or what was cannot be read. */
export const modelConnection = (record: Pick<VaultRecord, 'setting'>): ModelConnection => {
  const kept = ModelConnection.safeParse(record.setting(MODEL_SETTING));
  return kept.success ? kept.data : { drafter: 'embedded' };
};

/** The record system that approved visits are sent to; undefined where there is none. */
export const recordConnection = (record: Pick<VaultRecord, 'setting'>): RecordConnection | undefined =>
  RecordConnection.safeParse(record.setting(RECORD_SETTING)).data;

/**
 * The sign-in of a registered client at an address: the key kept for it, else a new one. A key goes to no other server
 * and to no other client, so that taking one back at one place takes nothing back at another.
 */
export const smartAfter = async (
  asked: { readonly url: string; readonly client?: string | undefined },
  before: RecordConnection | undefined,
): Promise<RecordConnection['smart']> => {
  if (asked.client === undefined) return undefined;
  const isSame =
    before?.smart?.client === asked.client &&
    new URL(before.endpoint.url).origin === new URL(asked.url).origin;
  return isSame ? before.smart : { client: asked.client, privateKey: await newSmartKey() };
};

/** A host that is taken off the list is confirmed no longer, also when it is put on again. */
export const voidConfirmations = async (
  record: Pick<VaultRecord, 'setting' | 'tell'>,
  hosts: readonly string[],
  by: string,
): Promise<Result<void>> => {
  for (const [name, kept] of [
    [MODEL_SETTING, modelConnection(record)],
    [RECORD_SETTING, recordConnection(record)],
  ] as const) {
    if (!kept || !('confirmation' in kept) || !kept.confirmation) continue;
    const { confirmation, ...value } = kept;
    if (hosts.includes(confirmation.host)) continue;
    const told = await record.tell({ kind: 'settings', name, value }, by);
    if (!told.ok) return told;
  }
  return succeed(undefined);
};

/** Writes what was confirmed: the host on the list of allowed hosts, and the setting. */
export const keepConnection = async (
  record: Pick<VaultRecord, 'allowedHosts' | 'tell'>,
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

/** The way to the record system, if it may be asked now. The key is read from the record and kept nowhere else. */
export const recordAccess = (
  record: Pick<VaultRecord, 'setting' | 'allowedHosts'>,
  signal: AbortSignal,
): Result<ServerAccess> => {
  const connection = recordConnection(record);
  if (!connection) return refuse('server-not-set');
  const { endpoint, confirmation, smart } = connection;
  if (!mayAsk(endpoint.url, record.allowedHosts(), confirmation ? [confirmation] : []))
    return refuse('egress-refused');
  const reach = sendToOneHost(endpoint.url, endpoint.certificate);
  // A server that takes a question and never answers is one that is away.
  const send: Send = (url, init) =>
    reach(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) });
  const base = endpoint.url.replace(/\/+$/, '');
  if (smart) return succeed({ base, send: signedInSend(send, base, smart) });
  return succeed({ base, token: () => endpoint.key, send });
};
