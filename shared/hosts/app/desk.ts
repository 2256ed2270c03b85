import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Action, AtTheDesk, Session } from '../../contract/people.ts';
import { actionsOf } from '../../people/roles.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { makeTaskQueue } from '../../platform/task-queue.ts';
import { createVault, peopleOfVault, recoverVault, unlockVault } from '../../vault/vault.ts';
import type { OpenVault, VaultGround } from '../../vault/vault.ts';
import type { VisitFile } from '../../vault/visit-record.ts';
import { makeClinic, type Clinic } from './clinic.ts';

export interface DeskGround {
  readonly vault: VaultGround;
  /** Work that needs the open record though nobody sits here: a recording, a draft being made. */
  readonly isBusy: () => boolean;
  /** Someone came, went, locked or unlocked. */
  readonly changed: () => void;
  /** The record was opened, and is being closed. */
  readonly opened: (clinic: Clinic) => Promise<void>;
  readonly closing: () => Promise<void>;
}

export interface AtVisit {
  readonly clinic: Clinic;
  readonly who: Session;
  readonly record: VisitFile;
}

interface Newcomer {
  readonly label: string;
  readonly passphrase: string;
}

/**
 * The one seat of this host: whether the record is open, and who sits here. Sessions stay in the host; whatever window
 * asks, asks as the person at the desk.
 */
export class Desk {
  private readonly queue = makeTaskQueue();
  private open_: Clinic | undefined;
  private session: string | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly ground: DeskGround) {}

  async standing(): Promise<'none' | 'closed' | 'open'> {
    if (this.open_) return 'open';
    const people = await this.staff();
    return !people.ok && people.error.code === 'vault-missing' ? 'none' : 'closed';
  }

  /** Names of staff, before anyone signs in; roles are known while the record is open. */
  async staff() {
    const { files, folder } = this.ground.vault;
    const found = await peopleOfVault(files, folder);
    if (!found.ok) return found;
    const removed = this.open_?.record.removedPeople();
    return succeed(
      found.value
        .filter(({ person }) => !removed?.has(person))
        .map((one) => {
          const role = this.open_?.people.roleOf(one.person);
          return role ? { ...one, role } : one;
        }),
    );
  }

  /** The open record, whoever sits here; for what goes on while the desk is locked. */
  clinic(): Result<Clinic> {
    return this.open_ ? succeed(this.open_) : refuse('vault-closed');
  }

  person(): AtTheDesk | undefined {
    const standing = this.session && this.open_?.people.sessions.standing(this.session);
    const who = this.session && this.open_?.people.sessions.whoIs(this.session);
    if (!standing || !who) return undefined;
    const { person, label, role } = who;
    return { person, label, role, ...standing, may: [...actionsOf(role)] };
  }

  /** Who sits here, if this person may do that now. */
  enter(action: Action): Result<{ readonly clinic: Clinic; readonly who: Session }> {
    const clinic = this.clinic();
    if (!clinic.ok) return clinic;
    if (!this.session) return refuse('session-ended');
    const who = clinic.value.people.sessions.require(this.session, action);
    if (!who.ok) return who;
    this.watchIdle();
    return succeed({ clinic: clinic.value, who: who.value });
  }

  async atVisit(action: Action, visit: string): Promise<Result<AtVisit>> {
    const entered = this.enter(action);
    if (!entered.ok) return entered;
    const record = await entered.value.clinic.record.open(visit);
    return record.ok ? succeed({ ...entered.value, record: record.value }) : record;
  }

  /** A key for what a window keeps of this person's unsaved work; none while the desk is locked. */
  bufferKey(): Buffer | undefined {
    const person = this.person();
    if (!this.open_ || !person || person.locked) return undefined;
    const key = this.open_.record.keyFor('renderer buffer');
    const own = deriveKey(key, Buffer.from(person.person, 'hex'), 'renderer buffer');
    key.fill(0);
    return own;
  }

  private watchIdle(): void {
    clearTimeout(this.idle);
    const at = this.session && this.open_?.people.sessions.locksAt(this.session);
    if (!at) return;
    const wait = Math.max(0, at - this.ground.vault.now().getTime()) + 50;
    this.idle = setTimeout(
      () => {
        const person = this.person();
        if (person?.locked) this.ground.changed();
        else this.watchIdle();
      },
      Math.min(wait, 2 ** 31 - 1),
    ).unref();
  }

  private async take(vault: OpenVault, as?: 'root'): Promise<Result<Clinic>> {
    const clinic = makeClinic(vault, this.ground.vault.now);
    if (as === 'root') {
      const root = await clinic.people.root(vault.person, vault.personKey);
      if (!root.ok) {
        await vault.close();
        return root;
      }
    }
    this.open_ = clinic;
    await this.ground.opened(clinic);
    return succeed(clinic);
  }

  private async sit(session: Result<Session>): Promise<Result<AtTheDesk>> {
    if (!session.ok) return session;
    await this.leave();
    this.session = session.value.session;
    this.watchIdle();
    this.ground.changed();
    const person = this.person();
    return person ? succeed(person) : refuse('session-ended');
  }

  private async leave(): Promise<void> {
    const before = this.session;
    this.session = undefined;
    clearTimeout(this.idle);
    if (before) await this.open_?.people.logOut(before);
  }

  setUp(clinic: string | undefined, administrator: Newcomer, clinician: Newcomer) {
    return this.queue(async (): Promise<Result<{ recoveryKey: string; person: AtTheDesk }>> => {
      if (this.open_) return refuse('vault-exists');
      if (administrator.label === clinician.label) return refuse('person-exists');
      if ([...clinician.passphrase].length < 12) return refuse('passphrase-short');
      const made = await createVault(this.ground.vault, administrator.label, administrator.passphrase);
      if (!made.ok) return made;
      const { opened, recoveryKey } = made.value;
      const taken = await this.take(opened, 'root');
      if (!taken.ok) return taken;
      const { people, record } = taken.value;
      const admin = await people.begin(opened.person, administrator.label);
      if (!admin.ok) return admin;
      const added = await people.add(admin.value.session, administrator.passphrase, {
        ...clinician,
        role: 'clinician',
      });
      if (!added.ok) return added;
      for (const [person, label] of [
        [opened.person, administrator.label],
        [added.value.person, clinician.label],
      ] as const) {
        const named = await record.tell({ kind: 'person-named', person, label }, 'host');
        if (!named.ok) return named;
      }
      if (clinic) {
        const value = { name: clinic, phone: '' };
        await record.tell({ kind: 'settings', name: 'clinic', value }, opened.person);
      }
      await people.logOut(admin.value.session);
      const seated = await this.sit(await people.begin(added.value.person, clinician.label));
      return seated.ok ? succeed({ recoveryKey, person: seated.value }) : seated;
    });
  }

  signIn(label: string, passphrase: string): Promise<Result<AtTheDesk>> {
    return this.queue(async () => {
      if (this.open_) {
        const staff = await this.staff();
        if (!staff.ok) return staff;
        const found = staff.value.find((one) => one.label === label);
        // As slow as a wrong passphrase would be is not needed: the names are on the screen before.
        if (!found) return refuse('wrong-passphrase');
        return this.sit(await this.open_.people.logIn(found.person, label, passphrase));
      }
      const vault = await unlockVault(this.ground.vault, label, passphrase);
      if (!vault.ok) return vault;
      const clinic = await this.take(vault.value);
      if (!clinic.ok) return clinic;
      const seated = await this.sit(await clinic.value.people.begin(vault.value.person, label));
      if (!seated.ok) await this.closeRecord();
      return seated;
    });
  }

  recover(recoveryKey: string, label: string, passphrase: string): Promise<Result<AtTheDesk>> {
    return this.queue(async () => {
      if (this.open_) return refuse('vault-in-use');
      const vault = await recoverVault(this.ground.vault, recoveryKey, label, passphrase);
      if (!vault.ok) return vault;
      const clinic = await this.take(vault.value, 'root');
      if (!clinic.ok) return clinic;
      return this.sit(await clinic.value.people.begin(vault.value.person, label));
    });
  }

  signOut(): Promise<void> {
    return this.queue(async () => {
      await this.leave();
      if (!this.ground.isBusy()) await this.closeRecord();
      this.ground.changed();
    });
  }

  /** Closes the record that nobody sits at, once the work on it is done. */
  settle(): Promise<void> {
    return this.queue(async () => {
      if (this.open_ && !this.session && !this.ground.isBusy()) await this.closeRecord();
    });
  }

  lock(): Result<void> {
    const clinic = this.clinic();
    if (!clinic.ok || !this.session) return refuse('session-ended');
    const locked = clinic.value.people.sessions.lock(this.session);
    this.ground.changed();
    return locked;
  }

  unlock(pin: string): Result<AtTheDesk> {
    const clinic = this.clinic();
    if (!clinic.ok || !this.session) return refuse('session-ended');
    const opened = clinic.value.people.sessions.reopen(this.session, pin);
    if (!opened.ok) {
      if (opened.error.code === 'session-ended') this.session = undefined;
      this.ground.changed();
      return opened;
    }
    this.watchIdle();
    this.ground.changed();
    const person = this.person();
    return person ? succeed(person) : refuse('session-ended');
  }

  /** The session, for what the stages ask for by its id. */
  seated(): Result<{ readonly clinic: Clinic; readonly session: string }> {
    const clinic = this.clinic();
    if (!clinic.ok) return clinic;
    return this.session ? succeed({ clinic: clinic.value, session: this.session }) : refuse('session-ended');
  }

  private async closeRecord(): Promise<void> {
    const clinic = this.open_;
    if (!clinic) return;
    await this.ground.closing();
    this.open_ = undefined;
    await clinic.vault.close();
  }

  close(): Promise<void> {
    return this.queue(async () => {
      await this.leave();
      await this.closeRecord();
    });
  }
}
