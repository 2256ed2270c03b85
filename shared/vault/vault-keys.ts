import { randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Keychain } from '../contract/keychain.ts';
import {
  acceptsCost,
  deriveKey,
  digest,
  newKey,
  seal,
  stretch,
  STRETCH_COST,
  unseal,
  wipe,
} from '../platform/sealing.ts';
import type { Slot, VaultHeader } from './vault-header.ts';

export const MIN_PASSPHRASE = 12;
/** Names this machine; only ever stored as a digest with the vault's id. */
export type MachineName = string;

export const machineDigest = (vault: string, machine: MachineName): string =>
  digest('footnote machine', vault, machine).toString('hex');
export const keychainDigest = (vault: string, secret: Uint8Array): string =>
  deriveKey(secret, Buffer.from(vault, 'hex'), 'keychain check').toString('hex');

const about = (vault: string, slot: Omit<Slot, 'sealed'>): Buffer =>
  digest(
    'footnote slot',
    JSON.stringify([vault, slot.id, slot.kind, slot.label, slot.keychain, slot.salt, slot.cost]),
  );

/**
 * What a slot's secrets come to: one root, from which the key that seals the vault key and the key that seals the
 * person's own keys are derived apart.
 */
const rootOf = async (
  slot: Pick<Slot, 'kind' | 'salt' | 'cost'>,
  secret: string | Uint8Array,
  keychain: Uint8Array | undefined,
): Promise<Buffer> => {
  const salt = Buffer.from(slot.salt, 'base64');
  // A recovery key is 256 random bits already; there is nothing to stretch.
  const own = typeof secret === 'string' ? await stretch(secret, salt, slot.cost) : Buffer.from(secret);
  const both = Buffer.concat([keychain ?? Buffer.alloc(0), own]);
  const root = deriveKey(both, salt, `${slot.kind} root`);
  wipe(own, both);
  return root;
};

export interface OpenedSlot {
  readonly slot: Slot;
  readonly vaultKey: Buffer;
  /** Seals the signing and receiving keys of the person whose slot this is. */
  readonly personKey: Buffer;
}

/** A new slot for a vault key. `secret` is a passphrase, or the recovery key's bytes. */
export const makeSlot = async (
  vault: string,
  vaultKey: Uint8Array,
  who: Pick<Slot, 'id' | 'kind' | 'label'>,
  secret: string | Uint8Array,
  keychain: Uint8Array | undefined,
): Promise<OpenedSlot> => {
  const bare = {
    ...who,
    keychain: keychain !== undefined,
    salt: randomBytes(32).toString('base64'),
    cost: STRETCH_COST,
  };
  const root = await rootOf(bare, secret, keychain);
  const wrapping = deriveKey(root, Buffer.alloc(0), 'vault key');
  const personKey = deriveKey(root, Buffer.alloc(0), 'person keys');
  const sealed = seal(wrapping, vaultKey, about(vault, bare)).toString('base64');
  wipe(root, wrapping);
  return { slot: { ...bare, sealed }, vaultKey: Buffer.from(vaultKey), personKey };
};

/** Opens a slot, or gives undefined where the secret is not the one it was made with. */
export const openSlot = async (
  vault: string,
  slot: Slot,
  secret: string | Uint8Array,
  keychain: Uint8Array | undefined,
): Promise<OpenedSlot | undefined> => {
  if (!acceptsCost(slot.cost) || Buffer.from(slot.salt, 'base64').length < 16) return undefined;
  const root = await rootOf(slot, secret, slot.keychain ? keychain : undefined);
  const wrapping = deriveKey(root, Buffer.alloc(0), 'vault key');
  const { sealed, ...bare } = slot;
  const vaultKey = unseal(wrapping, Buffer.from(sealed, 'base64'), about(vault, bare));
  const personKey = deriveKey(root, Buffer.alloc(0), 'person keys');
  wipe(root, wrapping);
  return vaultKey && { slot, vaultKey, personKey };
};

/** A new secret kept in the keychain; undefined where the host has no keychain. Never falls back to less. */
export const newKeychainSecret = async (
  vault: string,
  keychain: Keychain | undefined,
): Promise<Result<Buffer | undefined>> => {
  if (!keychain) return succeed(undefined);
  const secret = newKey();
  return (await keychain.keep(vault, secret)) === 'kept' ? succeed(secret) : refuse('keychain-refused');
};

/** The keychain's secret for a vault that needs one; each way of not having it is told apart. */
export const keychainSecretOf = async (
  header: VaultHeader,
  keychain: Keychain | undefined,
  machine: MachineName,
): Promise<Result<Uint8Array | undefined>> => {
  if (header.keychainCheck === undefined) return succeed(undefined);
  const isHere = machineDigest(header.vault, machine) === header.machine;
  if (!keychain) return refuse(isHere ? 'keychain-needed' : 'vault-other-machine');
  const gone = refuse(isHere ? 'keychain-gone' : 'vault-other-machine');
  const found = await keychain.secretOf(header.vault);
  if (found.answer === 'refused') return refuse('keychain-refused');
  if (found.answer === 'none') return gone;
  const check = Buffer.from(keychainDigest(header.vault, found.secret), 'hex');
  const wanted = Buffer.from(header.keychainCheck, 'hex');
  const right = check.length === wanted.length && timingSafeEqual(check, wanted);
  return right ? succeed(found.secret) : gone;
};
