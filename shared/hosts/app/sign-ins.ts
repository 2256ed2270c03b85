import { KeptSignIn, type RecordConnection, type RecordConnectionView } from '../../contract/connections.ts';
import { refuse, succeed, type ErrorCode, type Result } from '../../contract/errors.ts';
import { beginSignIn, redeemCode, renewTokens, type BegunSignIn } from '../../deliver/fhir/smart-person.ts';
import { makeTaskQueue } from '../../platform/task-queue.ts';
import type { VaultRecord } from '../../vault/vault-record.ts';
import type { Clinic } from './clinic.ts';
import { reachRecord, recordConnection, type TokenOf } from './connection-settings.ts';
import { openSignInDoor, type SignInDoor } from './sign-in-door.ts';

/** How long a person has for the page of the record system, ms. */
const PATIENCE_MS = 10 * 60_000;

const settingOf = (person: string): string => `record sign-in ${person}`;

/** What the record keeps of a person's sign-in; undefined where it is for another address or client, or taken back. */
const keptOf = (
  record: Pick<VaultRecord, 'setting'>,
  { endpoint, launch }: RecordConnection,
  person: string,
): KeptSignIn | undefined => {
  const kept = KeptSignIn.safeParse(record.setting(settingOf(person))).data;
  return kept?.url === endpoint.url && kept.client === launch?.client ? kept : undefined;
};

export interface SignInGround {
  readonly now: () => Date;
  /** Who sits at the desk now. */
  readonly seated: () => string | undefined;
  /** A person came to be signed in, or is no longer. */
  readonly changed: () => void;
}

/**
 * Sign-ins of people at the record system. Tokens are settings of the record, sealed as all of it is; what waits for a
 * browser's answer is in memory, and there is one such at a time.
 */
export class SignIns {
  private waiting: { readonly person: string; readonly door: SignInDoor } | undefined;
  private reason: { readonly person: string; readonly code: ErrorCode } | undefined;
  // One renewal at a time: a refresh token that is used twice is taken back by many servers.
  private readonly queue = makeTaskQueue();

  constructor(private readonly ground: SignInGround) {}

  /** Begins one and gives the address to open; an earlier one that still waits is ended. */
  async begin(clinic: Clinic, person: string): Promise<Result<{ readonly address: string }>> {
    this.stop();
    const reached = reachRecord(clinic.record);
    if (!reached.ok) return reached;
    const { connection, base, send } = reached.value;
    const { launch } = connection;
    if (!launch) return refuse('person-sign-in-missing');
    const begun = await beginSignIn(send, base, launch);
    if (!begun.ok) return begun;
    const { redirect } = launch;
    const door = await openSignInDoor({ redirect, ...begun.value }, PATIENCE_MS);
    if (!door.ok) return door;
    const waiting = { person, door: door.value };
    this.waiting = waiting;
    void door.value.code.then(async (code) => {
      const done = code.ok ? await this.redeem(clinic, person, connection, begun.value, code.value) : code;
      if (this.waiting !== waiting) return;
      this.waiting = undefined;
      this.reason = done.ok ? undefined : { person, code: done.error.code };
      this.ground.changed();
    });
    return succeed({ address: begun.value.address });
  }

  private async redeem(
    clinic: Clinic,
    person: string,
    connection: RecordConnection,
    begun: BegunSignIn,
    code: string,
  ): Promise<Result<void>> {
    const reached = reachRecord(clinic.record);
    if (!reached.ok) return reached;
    const { launch } = connection;
    const { connection: now, send } = reached.value;
    // The address was changed, or someone else sits here: the answer is not hers any more.
    const isSame = now.endpoint.url === connection.endpoint.url && now.launch?.client === launch?.client;
    if (!launch || !isSame || this.ground.seated() !== person) return refuse('sign-in-ended');
    const at = this.ground.now();
    const tokens = await redeemCode(send, begun, launch, code, at.getTime());
    if (!tokens.ok) return tokens;
    const { url } = connection.endpoint;
    const value: KeptSignIn = { url, client: launch.client, ...tokens.value, at: at.toISOString() };
    const told = await clinic.record.tell({ kind: 'settings', name: settingOf(person), value }, person);
    return told.ok ? succeed(undefined) : told;
  }

  /** See `TokenOf`. One that has ended is renewed; where that is refused, the sign-in is forgotten: `fhir-signed-out`. */
  readonly tokenOf: TokenOf = (record, person, refused) =>
    this.queue(async () => {
      const reached = reachRecord(record);
      if (!reached.ok) return reached;
      const { connection, base, send } = reached.value;
      const kept = keptOf(record, connection, person);
      if (!kept) return refuse('fhir-signed-out');
      const now = this.ground.now().getTime();
      if (kept.access !== refused && now < kept.until) return succeed(kept.access);
      const renewed =
        kept.refresh === undefined
          ? refuse('fhir-signed-out')
          : await renewTokens(send, base, kept.client, kept.refresh, now);
      if (!renewed.ok) {
        if (renewed.error.code === 'fhir-signed-out') await this.forget(record, person);
        return renewed;
      }
      const value: KeptSignIn = { ...kept, ...renewed.value };
      const told = await record.tell({ kind: 'settings', name: settingOf(person), value }, person);
      return told.ok ? succeed(value.access) : told;
    });

  private async forget(record: VaultRecord, person: string): Promise<Result<void>> {
    const told = await record.tell({ kind: 'settings', name: settingOf(person), value: null }, person);
    this.ground.changed();
    return told.ok ? succeed(undefined) : told;
  }

  isSignedIn(record: VaultRecord, person: string): boolean {
    const connection = recordConnection(record);
    return connection !== undefined && keptOf(record, connection, person) !== undefined;
  }

  async end(clinic: Clinic, person: string): Promise<Result<void>> {
    if (this.waiting?.person === person) this.stop();
    if (this.reason?.person === person) this.reason = undefined;
    if (!KeptSignIn.safeParse(clinic.record.setting(settingOf(person))).success) {
      this.ground.changed();
      return succeed(undefined);
    }
    return this.forget(clinic.record, person);
  }

  view(clinic: Clinic, person: string): RecordConnectionView['launch'] {
    const connection = recordConnection(clinic.record);
    if (!connection?.launch) return undefined;
    const kept = keptOf(clinic.record, connection, person);
    return {
      ...connection.launch,
      ...(kept && { signedInAt: kept.at }),
      waiting: this.waiting?.person === person,
      ...(this.reason?.person === person && { reason: this.reason.code }),
    };
  }

  /** Ends what waits for a browser's answer. */
  stop(): void {
    const { waiting } = this;
    this.waiting = undefined;
    this.reason = undefined;
    waiting?.door.close();
  }
}
