import { join } from 'node:path';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Keychain } from '../contract/keychain.ts';
import type { Finding } from '../contract/vault.ts';
import type { FilePort } from '../platform/file-port.ts';
import { holdFolder, type InstanceLock } from '../platform/instance-lock.ts';
import { onDisk } from './disk.ts';
import { printRecoveryKey, readRecoveryKey } from './recovery-key.ts';
import { newId, newKey, wipe } from '../platform/sealing.ts';
import { checkFolder, readHeader, VAULT_VERSION, writeHeader, type VaultHeader } from './vault-header.ts';
import { VAULT_JOURNAL } from './vault-journal.ts';
import {
  keychainDigest,
  keychainSecretOf,
  machineDigest,
  makeSlot,
  MIN_PASSPHRASE,
  newKeychainSecret,
  openSlot,
  type MachineName,
} from './vault-keys.ts';
import { VaultRecord, VISITS } from './vault-record.ts';

/** What a vault stands on. `keychain` is absent where the host has none (browser host, command line). */
export interface VaultGround {
  readonly files: FilePort;
  readonly folder: string;
  readonly machine: MachineName;
  readonly now: () => Date;
  readonly keychain?: Keychain | undefined;
}

/** An unlocked vault, held by this process alone. */
export interface OpenVault {
  readonly vault: string;
  readonly record: VaultRecord;
  /** The person whose passphrase opened it, and the key that seals that person's own keys. */
  readonly person: string;
  readonly personKey: Buffer;
  /** Lets another person log in; the passphrase of an existing person is replaced. Gives that person's key. */
  readonly enrol: (person: string, label: string, passphrase: string) => Promise<Result<Buffer>>;
  readonly dismiss: (person: string) => Promise<Result<void>>;
  /** That person's key, if the passphrase is right; nothing is opened. */
  readonly personKeyOf: (person: string, passphrase: string) => Promise<Result<Buffer>>;
  readonly newRecoveryKey: () => Promise<Result<string>>;
  readonly close: () => Promise<void>;
}

const hold = async (folder: string): Promise<Result<InstanceLock>> => {
  const lock = await holdFolder(folder);
  return lock ? succeed(lock) : refuse('vault-in-use');
};

const slotOf = (header: VaultHeader, person: string) =>
  header.slots.find((slot) => slot.kind === 'person' && slot.id === person);

interface Held {
  readonly ground: VaultGround;
  header: VaultHeader;
  readonly vaultKey: Buffer;
  keychainSecret: Uint8Array | undefined;
}

const saveHeader = async (held: Held, header: VaultHeader): Promise<Result<void>> => {
  const written = await onDisk(() => writeHeader(held.ground.files, held.ground.folder, header));
  if (written.ok) held.header = header;
  return written;
};

const enrolIn =
  (held: Held): OpenVault['enrol'] =>
  async (person, label, passphrase) => {
    if ([...passphrase].length < MIN_PASSPHRASE) return refuse('passphrase-short');
    const { header, vaultKey, keychainSecret } = held;
    if (header.slots.some((slot) => slot.kind === 'person' && slot.label === label && slot.id !== person)) {
      return refuse('person-exists');
    }
    const who = { id: person, kind: 'person' as const, label };
    const made = await makeSlot(header.vault, vaultKey, who, passphrase, keychainSecret);
    const others = header.slots.filter((slot) => slot.kind !== 'person' || slot.id !== person);
    const saved = await saveHeader(held, { ...header, slots: [...others, made.slot] });
    wipe(made.vaultKey);
    return saved.ok ? succeed(made.personKey) : saved;
  };

const dismissFrom =
  (held: Held): OpenVault['dismiss'] =>
  async (person) => {
    if (!slotOf(held.header, person)) return refuse('person-unknown');
    const slots = held.header.slots.filter((slot) => slot.kind !== 'person' || slot.id !== person);
    return saveHeader(held, { ...held.header, slots });
  };

const personKeyIn =
  (held: Held): OpenVault['personKeyOf'] =>
  async (person, passphrase) => {
    const slot = slotOf(held.header, person);
    if (!slot) return refuse('person-unknown');
    const opened = await openSlot(held.header.vault, slot, passphrase, held.keychainSecret);
    if (!opened) return refuse('wrong-passphrase');
    wipe(opened.vaultKey);
    return succeed(opened.personKey);
  };

const recoveryIn = (held: Held) => async (): Promise<Result<string>> => {
  const secret = newKey();
  const who = { id: newId(), kind: 'recovery' as const, label: '' };
  const { slot } = await makeSlot(held.header.vault, held.vaultKey, who, secret, undefined);
  const others = held.header.slots.filter(({ kind }) => kind !== 'recovery');
  const saved = await saveHeader(held, { ...held.header, slots: [...others, slot] });
  const printed = printRecoveryKey(secret);
  wipe(secret);
  return saved.ok ? succeed(printed) : saved;
};

const asOpen = (
  held: Held,
  record: VaultRecord,
  lock: InstanceLock,
  person: string,
  personKey: Buffer,
): OpenVault => ({
  vault: held.header.vault,
  record,
  person,
  personKey,
  enrol: enrolIn(held),
  dismiss: dismissFrom(held),
  personKeyOf: personKeyIn(held),
  newRecoveryKey: recoveryIn(held),
  close: async () => {
    await record.closeAll();
    wipe(held.vaultKey, personKey);
    await lock.release();
  },
});

/** A failed opening must let go of the folder and of what it had unlocked. */
const orRelease = async <T>(
  lock: InstanceLock,
  secrets: readonly (Uint8Array | undefined)[],
  opened: Result<T>,
): Promise<Result<T>> => {
  if (opened.ok) return opened;
  wipe(...secrets);
  await lock.release();
  return opened;
};

const newRecord = async (
  ground: VaultGround,
  label: string,
  passphrase: string,
  lock: InstanceLock,
): Promise<Result<{ readonly opened: OpenVault; readonly recoveryKey: string }>> => {
  const { files, folder, machine, now } = ground;
  const vault = newId();
  const secret = await newKeychainSecret(vault, ground.keychain);
  if (!secret.ok) return secret;
  const vaultKey = newKey();
  const header: VaultHeader = {
    format: 'footnote-vault',
    version: VAULT_VERSION,
    vault,
    machine: machineDigest(vault, machine),
    ...(secret.value ? { keychainCheck: keychainDigest(vault, secret.value) } : {}),
    slots: [],
  };
  const held: Held = { ground, header, vaultKey, keychainSecret: secret.value };
  // The journal of a creation that was cut short: without a header it was never a vault.
  await files.remove(join(folder, VAULT_JOURNAL));
  const record = await VaultRecord.create({ files, folder, vault, now }, Buffer.from(vaultKey));
  if (!record.ok) return record;
  const person = newId();
  const personKey = await enrolIn(held)(person, label, passphrase);
  if (!personKey.ok) return personKey;
  const recoveryKey = await recoveryIn(held)();
  if (!recoveryKey.ok) return recoveryKey;
  const opened = asOpen(held, record.value, lock, person, personKey.value);
  return succeed({ opened, recoveryKey: recoveryKey.value });
};

/** Makes a vault in an empty or absent folder, for its first administrator. The recovery key is shown once, to print. */
export const createVault = async (
  ground: VaultGround,
  label: string,
  passphrase: string,
): Promise<Result<{ readonly opened: OpenVault; readonly recoveryKey: string }>> => {
  if ([...passphrase].length < MIN_PASSPHRASE) return refuse('passphrase-short');
  const { files, folder } = ground;
  if ((await files.kind(folder)) === 'link') return refuse('vault-symlinked');
  const made = await onDisk(() => files.makeFolder(folder));
  if (!made.ok) return made;
  const lock = await hold(folder);
  if (!lock.ok) return lock;
  const header = await readHeader(files, folder, () => undefined);
  const visits = join(folder, VISITS);
  const used = (await files.kind(visits)) === 'folder' && (await files.list(visits)).length > 0;
  if (header.ok || header.error.code !== 'vault-missing' || used) {
    return orRelease(lock.value, [], refuse('vault-exists'));
  }
  return orRelease(lock.value, [], await newRecord(ground, label, passphrase, lock.value));
};

const openRecord = async (
  held: Held,
  lock: InstanceLock,
  person: string,
  personKey: Buffer,
  before: readonly Finding[],
): Promise<Result<OpenVault>> => {
  const { files, folder, now } = held.ground;
  const { vault } = held.header;
  const record = await VaultRecord.open({ files, folder, vault, now }, Buffer.from(held.vaultKey));
  if (!record.ok) return record;
  record.value.note(before);
  return succeed(asOpen(held, record.value, lock, person, personKey));
};

/** Opens the record that lies in a folder, alone in it; where the attempt fails the folder is free again. */
const openAlone = async (
  { files, folder }: VaultGround,
  attempt: (
    header: VaultHeader,
    lock: InstanceLock,
    findings: readonly Finding[],
  ) => Promise<Result<OpenVault>>,
): Promise<Result<OpenVault>> => {
  const checked = await checkFolder(files, folder);
  if (!checked.ok) return checked;
  const lock = await hold(folder);
  if (!lock.ok) return lock;
  const findings: Finding[] = [];
  const header = await readHeader(files, folder, (finding) => findings.push(finding));
  const opened = header.ok ? await attempt(header.value, lock.value, findings) : header;
  return orRelease(lock.value, [], opened);
};

const slotNamed = ({ slots }: VaultHeader, label: string) =>
  slots.find((one) => one.kind === 'person' && one.label === label);

/**
 * Unlocks the vault for the person of that label. Every way to fail is told apart, changes nothing, and never makes a
 * key: a key made because an old one did not open would lock the record away for good.
 */
export const unlockVault = (
  ground: VaultGround,
  label: string,
  passphrase: string,
): Promise<Result<OpenVault>> =>
  openAlone(ground, async (header, lock, findings) => {
    const secret = await keychainSecretOf(header, ground.keychain, ground.machine);
    if (!secret.ok) return secret;
    const slot = slotNamed(header, label);
    const opened = slot && (await openSlot(header.vault, slot, passphrase, secret.value));
    if (!opened) return refuse('wrong-passphrase');
    const { vaultKey, personKey } = opened;
    const held = { ground, header, vaultKey, keychainSecret: secret.value };
    return openRecord(held, lock, opened.slot.id, personKey, findings);
  });

/**
 * Unlocks with the printed key and gives the named person a new passphrase, under a new keychain secret where the host
 * has a keychain. People whose slots needed the lost secret are to be enrolled again by an administrator.
 */
export const recoverVault = async (
  ground: VaultGround,
  recoveryKey: string,
  label: string,
  passphrase: string,
): Promise<Result<OpenVault>> => {
  if ([...passphrase].length < MIN_PASSPHRASE) return refuse('passphrase-short');
  const secret = readRecoveryKey(recoveryKey);
  if (!secret) return refuse('recovery-key-wrong');
  const result = await openAlone(ground, async (header, lock, findings) => {
    const slot = header.slots.find(({ kind }) => kind === 'recovery');
    const opened = slot && (await openSlot(header.vault, slot, secret, undefined));
    if (!opened) return refuse('recovery-key-wrong');
    const person = slotNamed(header, label);
    if (!person) return refuse('person-unknown');
    const { keychainCheck, ...rest } = header;
    const kept = await keychainSecretOf(header, ground.keychain, ground.machine);
    const fresh = kept.ok ? kept : await newKeychainSecret(header.vault, ground.keychain);
    if (!fresh.ok) return fresh;
    const check = fresh.value && keychainDigest(header.vault, fresh.value);
    const renewed = {
      ...rest,
      machine: machineDigest(header.vault, ground.machine),
      ...(check === undefined ? {} : { keychainCheck: check }),
    };
    const held: Held = {
      ground,
      header: renewed,
      vaultKey: opened.vaultKey,
      keychainSecret: fresh.value,
    };
    const personKey = await enrolIn(held)(person.id, label, passphrase);
    if (!personKey.ok) return personKey;
    const record = await openRecord(held, lock, person.id, personKey.value, findings);
    if (!record.ok) return record;
    await record.value.record.tell({ kind: 'recovery-used' }, 'host');
    if (check !== keychainCheck) await record.value.record.tell({ kind: 'machine-changed' }, 'host');
    return record;
  });
  wipe(secret);
  return result;
};

/** Who may log in, for the log-in screen: names of staff, readable before unlocking. */
export const peopleOfVault = async (
  files: FilePort,
  folder: string,
): Promise<Result<readonly { readonly person: string; readonly label: string }[]>> => {
  const header = await readHeader(files, folder, () => undefined);
  if (!header.ok) return header;
  return succeed(
    header.value.slots
      .filter(({ kind }) => kind === 'person')
      .map(({ id, label }) => ({ person: id, label })),
  );
};
