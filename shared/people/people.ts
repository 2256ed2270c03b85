import { randomBytes, type KeyObject } from 'node:crypto';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Role, Session, Signed, Signer } from '../contract/people.ts';
import type { Certificate, VaultEntry } from '../contract/vault.ts';
import { wipe } from '../platform/sealing.ts';
import { certificateMessage, currentCertificate, isCertified, type BareCertificate } from './certificates.ts';
import {
  boxKeyAs,
  newPersonKeys,
  resealPersonKeys,
  signAs,
  verifySignature,
  type PublicKeys,
} from './person-keys.ts';
import { Sessions } from './sessions.ts';

/** What the open vault gives to this stage; the host passes it in. */
export interface PeopleGround {
  readonly enrol: (person: string, label: string, passphrase: string) => Promise<Result<Buffer>>;
  readonly dismiss: (person: string) => Promise<Result<void>>;
  readonly personKeyOf: (person: string, passphrase: string) => Promise<Result<Buffer>>;
  readonly tell: (entry: VaultEntry, by: string) => Promise<Result<unknown>>;
  readonly certificates: () => readonly Certificate[];
  readonly personKeys: (person: string) => string | undefined;
  readonly removed: () => ReadonlySet<string>;
  readonly now: () => Date;
  /** After how long without use a session locks. */
  readonly idleMs?: () => number;
}

/** Local profiles, their certified keys, and who is logged in. */
export class People implements Signer {
  readonly sessions: Sessions;

  constructor(private readonly ground: PeopleGround) {
    this.sessions = new Sessions(ground.now, (person) => this.roleOf(person), ground.idleMs);
  }

  private certificateOf(person: string): Certificate | undefined {
    if (this.ground.removed().has(person)) return undefined;
    const known = this.ground.certificates();
    const current = currentCertificate(known, person);
    return current && isCertified(current, known) ? current : undefined;
  }

  roleOf(person: string): Role | undefined {
    return this.certificateOf(person)?.role;
  }

  /**
   * Makes the first administrator, or the one who opened the vault with the recovery key, her own root. `personKey` is
   * what unlocking gave; nobody else ever certifies herself.
   */
  async root(person: string, personKey: Uint8Array): Promise<Result<void>> {
    const keys = newPersonKeys(person, personKey);
    const serial = (currentCertificate(this.ground.certificates(), person)?.serial ?? 0) + 1;
    const bare = this.bare(person, serial, 'administrator', keys.publicKeys, { person, serial });
    const signature = signAs(person, keys.sealed, personKey, certificateMessage(bare));
    if (signature === undefined) return refuse('certificate-bad');
    return this.keep({ ...bare, signature }, keys.sealed, person);
  }

  private bare(
    person: string,
    serial: number,
    role: Role,
    keys: PublicKeys,
    issuer: { readonly person: string; readonly serial: number },
  ): BareCertificate {
    const since = this.ground.now().toISOString();
    return {
      version: 1,
      person,
      serial,
      role,
      // Named one by one: what is passed in may be a whole certificate, whose role and serial must not come along.
      signKey: keys.signKey,
      boxKey: keys.boxKey,
      since,
      issuer: issuer.person,
      issuerSerial: issuer.serial,
    };
  }

  private async keep(
    certificate: Certificate,
    sealed: string | undefined,
    by: string,
  ): Promise<Result<void>> {
    const { person, serial } = certificate;
    if (sealed !== undefined) {
      const kept = await this.ground.tell({ kind: 'person-keys', person, serial, sealed }, by);
      if (!kept.ok) return kept;
    }
    const told = await this.ground.tell({ kind: 'person-certified', certificate }, by);
    return told.ok ? succeed(undefined) : told;
  }

  /** Begins a session for a person whose passphrase the vault has just accepted. */
  async begin(person: string, label: string): Promise<Result<Session>> {
    const role = this.roleOf(person);
    if (!role) return refuse('certificate-bad');
    const told = await this.ground.tell({ kind: 'logged-in', person }, person);
    return told.ok ? succeed(this.sessions.begin(person, label, role)) : told;
  }

  /** Logs in a further person while the vault is open. */
  async logIn(person: string, label: string, passphrase: string): Promise<Result<Session>> {
    const key = await this.ground.personKeyOf(person, passphrase);
    if (!key.ok) {
      await this.ground.tell({ kind: 'login-failed', times: 1 }, person);
      return key.error.code === 'person-unknown' ? refuse('wrong-passphrase') : key;
    }
    wipe(key.value);
    return this.begin(person, label);
  }

  async logOut(session: string): Promise<void> {
    const who = this.sessions.personOf(session);
    this.sessions.end(session);
    if (who.ok) await this.ground.tell({ kind: 'logged-out', person: who.value.person }, who.value.person);
  }

  /** A new person with keys of her own, certified by the administrator, whose passphrase is asked for. */
  async add(
    session: string,
    passphrase: string,
    who: { readonly label: string; readonly role: Role; readonly passphrase: string },
  ): Promise<Result<{ readonly person: string }>> {
    const admin = this.sessions.require(session, 'manage-people');
    if (!admin.ok) return admin;
    const checked = await this.ground.personKeyOf(admin.value.person, passphrase);
    if (!checked.ok) return checked;
    wipe(checked.value);
    const person = randomBytes(16).toString('hex');
    const personKey = await this.ground.enrol(person, who.label, who.passphrase);
    if (!personKey.ok) return personKey;
    const keys = newPersonKeys(person, personKey.value);
    wipe(personKey.value);
    const done = await this.certify(session, passphrase, person, who.role, keys.publicKeys, keys.sealed);
    return done.ok ? succeed({ person }) : done;
  }

  private async certify(
    session: string,
    passphrase: string,
    person: string,
    role: Role,
    keys: PublicKeys,
    sealed?: string,
  ): Promise<Result<void>> {
    const admin = this.sessions.require(session, 'manage-people');
    if (!admin.ok) return admin;
    const issuer = this.certificateOf(admin.value.person);
    if (!issuer) return refuse('certificate-bad');
    const serial = (currentCertificate(this.ground.certificates(), person)?.serial ?? 0) + 1;
    const bare = this.bare(person, serial, role, keys, issuer);
    const signed = await this.sign(session, passphrase, [certificateMessage(bare)]);
    if (!signed.ok) return signed;
    const [signature] = signed.value.signatures;
    if (signature === undefined) return refuse('certificate-bad');
    return this.keep({ ...bare, signature }, sealed, admin.value.person);
  }

  private administrators(): readonly string[] {
    const all = new Set(this.ground.certificates().map(({ person }) => person));
    return [...all].filter((person) => this.roleOf(person) === 'administrator');
  }

  /** Gives a person another role: a new certificate over the same keys. */
  async changeRole(session: string, passphrase: string, person: string, role: Role): Promise<Result<void>> {
    const allowed = this.sessions.require(session, 'manage-people');
    if (!allowed.ok) return allowed;
    const current = this.certificateOf(person);
    if (!current) return refuse('person-unknown');
    if (current.role === 'administrator' && role !== 'administrator' && this.administrators().length < 2) {
      return refuse('last-administrator');
    }
    return this.certify(session, passphrase, person, role, current);
  }

  async remove(session: string, person: string): Promise<Result<void>> {
    const admin = this.sessions.require(session, 'manage-people');
    if (!admin.ok) return admin;
    const role = this.roleOf(person);
    if (!role) return refuse('person-unknown');
    if (role === 'administrator' && this.administrators().length < 2) return refuse('last-administrator');
    const told = await this.ground.tell({ kind: 'person-removed', person }, admin.value.person);
    return told.ok ? this.ground.dismiss(person) : told;
  }

  /** A new passphrase over the same keys. */
  async changePassphrase(session: string, old: string, passphrase: string): Promise<Result<void>> {
    const who = this.sessions.personOf(session);
    if (!who.ok) return who;
    const { person, label } = who.value;
    const before = await this.ground.personKeyOf(person, old);
    if (!before.ok) return before;
    const sealed = this.ground.personKeys(person);
    const current = this.certificateOf(person);
    if (!sealed || !current) return refuse('certificate-bad');
    const after = await this.ground.enrol(person, label, passphrase);
    if (!after.ok) return after;
    const again = resealPersonKeys(person, sealed, before.value, after.value);
    wipe(before.value, after.value);
    if (again === undefined) return refuse('certificate-bad');
    const kept = await this.ground.tell(
      { kind: 'person-keys', person, serial: current.serial, sealed: again },
      person,
    );
    if (!kept.ok) return kept;
    const told = await this.ground.tell({ kind: 'secret-changed', person }, person);
    return told.ok ? succeed(undefined) : told;
  }

  async sign(
    session: string,
    passphrase: string,
    messages: readonly Uint8Array[],
  ): Promise<Result<{ readonly signatures: readonly string[]; readonly certificate: Certificate }>> {
    const who = this.sessions.personOf(session);
    if (!who.ok) return who;
    const { person } = who.value;
    const certificate = this.certificateOf(person);
    const sealed = this.ground.personKeys(person);
    if (!certificate || !sealed) return refuse('certificate-bad');
    const key = await this.ground.personKeyOf(person, passphrase);
    if (!key.ok) return key;
    const signatures = messages.flatMap((message) => {
      const signature = signAs(person, sealed, key.value, message);
      const good = signature !== undefined && verifySignature(certificate.signKey, message, signature);
      return good ? [signature] : [];
    });
    wipe(key.value);
    if (signatures.length !== messages.length) return refuse('certificate-bad');
    return succeed({ signatures, certificate });
  }

  /** The key with which the person of a session reads drafts that are sealed for her; to be forgotten with the session. */
  async boxKey(session: string, passphrase: string): Promise<Result<KeyObject>> {
    const who = this.sessions.personOf(session);
    if (!who.ok) return who;
    const { person } = who.value;
    const sealed = this.ground.personKeys(person);
    if (!sealed) return refuse('certificate-bad');
    const key = await this.ground.personKeyOf(person, passphrase);
    if (!key.ok) return key;
    const box = boxKeyAs(person, sealed, key.value);
    wipe(key.value);
    return box ? succeed(box) : refuse('certificate-bad');
  }

  verifies({ signature, certificate }: Signed, message: Uint8Array): boolean {
    return (
      isCertified(certificate, this.ground.certificates()) &&
      verifySignature(certificate.signKey, message, signature)
    );
  }
}
