import { ModelConnection, RecordConnection, type SignsIn } from '../../contract/connections.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { Send, ServerAccess } from '../../deliver/fhir/record-server.ts';
import { newSmartKey, signedInSend, smartToken } from '../../deliver/fhir/smart-sign-in.ts';
import { mayAsk } from '../../egress/may-ask.ts';
import { sendToOneHost } from '../../egress/one-host.ts';
import type { VaultRecord } from '../../vault/vault-record.ts';
import { newRedirect } from './sign-in-door.ts';

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
 * The sign-in of a registered client at an address: the key or the return address kept for it, else a new one. A key goes
 * to no other server and to no other client, so that taking one back at one place takes nothing back at another.
 */
export const signInAfter = async (
  asked: { readonly url: string; readonly client?: string | undefined; readonly signsIn: SignsIn },
  before: RecordConnection | undefined,
): Promise<Pick<RecordConnection, 'smart' | 'launch'>> => {
  const { url, client, signsIn } = asked;
  if (client === undefined) return {};
  const kept = before && new URL(before.endpoint.url).origin === new URL(url).origin ? before : undefined;
  if (signsIn === 'person')
    return {
      launch: kept?.launch?.client === client ? kept.launch : { client, redirect: await newRedirect() },
    };
  return { smart: kept?.smart?.client === client ? kept.smart : { client, privateKey: await newSmartKey() } };
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

/** The record system's address and the bare way there, if it may be asked now: without a key, nobody signed in. */
export const reachRecord = (
  record: Pick<VaultRecord, 'setting' | 'allowedHosts'>,
  signal?: AbortSignal,
): Result<{ readonly connection: RecordConnection; readonly base: string; readonly send: Send }> => {
  const connection = recordConnection(record);
  if (!connection) return refuse('server-not-set');
  const { endpoint, confirmation } = connection;
  if (!mayAsk(endpoint.url, record.allowedHosts(), confirmation ? [confirmation] : []))
    return refuse('egress-refused');
  const reach = sendToOneHost(endpoint.url, endpoint.certificate);
  // A server that takes a question and never answers is one that is away.
  const send: Send = (url, init) => {
    const late = AbortSignal.timeout(ANSWER_MS);
    return reach(url, { ...init, signal: signal ? AbortSignal.any([signal, late]) : late });
  };
  return succeed({ connection, base: endpoint.url.replace(/\/+$/, ''), send });
};

/** A token of the person for whom the record system is asked; see `SignIns`. `refused`: the one it takes no longer. */
export type TokenOf = (
  record: VaultRecord,
  person: string,
  refused: string | undefined,
) => Promise<Result<string>>;

/**
 * The way to the record system for a person, if it may be asked now. Key and tokens are read from the record and kept
 * nowhere else.
 */
export const recordAccess = (
  record: VaultRecord,
  signal: AbortSignal,
  by: { readonly person: string; readonly tokenOf: TokenOf },
): Result<ServerAccess> => {
  const reached = reachRecord(record, signal);
  if (!reached.ok) return reached;
  const { connection, base, send } = reached.value;
  const { endpoint, smart, launch } = connection;
  if (launch)
    return succeed({
      base,
      send: signedInSend(send, (refused) => by.tokenOf(record, by.person, refused)),
    });
  if (smart) return succeed({ base, send: signedInSend(send, () => smartToken(send, base, smart)) });
  return succeed({ base, token: () => endpoint.key, send });
};
