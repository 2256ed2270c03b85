import { join } from 'node:path';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import { OpaqueId, type Finding } from '../contract/vault.ts';
import type { FilePort } from '../platform/file-port.ts';
import { onDisk, writeWholeFile } from './disk.ts';
import { fromBytes } from './entry-text.ts';
import { digest } from '../platform/sealing.ts';

export const VAULT_VERSION = 1;

/** The vault key sealed for one person (under the passphrase, and the keychain's secret where there is one). */
export const Slot = z.object({
  id: OpaqueId,
  kind: z.enum(['person', 'recovery']),
  /** The name that a person logs in with. */
  label: z.string(),
  keychain: z.boolean(),
  salt: z.string(),
  cost: z.object({ N: z.number(), r: z.number(), p: z.number() }),
  sealed: z.string(),
});
export type Slot = z.infer<typeof Slot>;

/** The one part of the vault that is not encrypted: how to unlock the rest. Holds no patient content. */
export const VaultHeader = z.object({
  format: z.literal('footnote-vault'),
  version: z.number().int().positive(),
  vault: OpaqueId,
  /** A digest that tells whether this is the machine that the vault was made on. */
  machine: z.string(),
  /** A digest that tells whether the keychain's secret is the right one; absent where none is used. */
  keychainCheck: z.string().optional(),
  slots: z.array(Slot),
});
export type VaultHeader = z.infer<typeof VaultHeader>;

const COPIES = ['vault.json', 'vault.copy.json'] as const;

const asText = (header: VaultHeader): Buffer => {
  const json = JSON.stringify(header);
  return Buffer.from(`${json}\n${digest(json).toString('hex')}\n`);
};

const fromText = (bytes: Buffer): unknown => {
  const [json, sum, rest, ...more] = bytes.toString('utf8').split('\n');
  if (json === undefined || rest !== '' || more.length > 0) return undefined;
  if (digest(json).toString('hex') !== sum) return undefined;
  return fromBytes(Buffer.from(json));
};

/** Writes both copies, one whole after the other, so that one is always whole. Rejects as `fs` does. */
export const writeHeader = async (files: FilePort, folder: string, header: VaultHeader): Promise<void> => {
  for (const name of COPIES) await writeWholeFile(files, join(folder, name), asText(header));
};

/** Whether a folder may hold a vault: a folder of its own, not a link to another place. */
export const checkFolder = async (files: FilePort, folder: string): Promise<Result<void>> => {
  const kind = await files.kind(folder);
  if (kind === 'link') return refuse('vault-symlinked');
  return kind === 'folder' ? succeed(undefined) : refuse('vault-missing');
};

/**
 * The header, from whichever copy is whole; the first copy wins, as it is written first. A damaged copy is told and,
 * unless `leave`, mended. Never makes a new one.
 */
export const readHeader = async (
  files: FilePort,
  folder: string,
  found: (finding: Finding) => void,
  damage: 'mend' | 'leave' = 'mend',
): Promise<Result<VaultHeader>> => {
  const checked = await checkFolder(files, folder);
  if (!checked.ok) return checked;
  const copies: (Buffer | undefined)[] = [];
  for (const name of COPIES) {
    const path = join(folder, name);
    copies.push((await files.kind(path)) === 'file' ? await files.read(path) : undefined);
  }
  if (copies.every((copy) => copy === undefined)) return refuse('vault-missing');
  const whole = copies.map((copy) => copy && fromText(copy)).find((copy) => copy !== undefined);
  const version = z.object({ version: z.number() }).safeParse(whole).data?.version ?? 0;
  if (version > VAULT_VERSION) return refuse('vault-newer');
  const header = VaultHeader.safeParse(whole).data;
  if (!header) return refuse('vault-damaged');
  if (copies.some((copy) => !copy?.equals(asText(header)))) {
    found({ what: 'header-copy-differs' });
    if (damage === 'leave') return succeed(header);
    const mended = await onDisk(() => writeHeader(files, folder, header));
    if (!mended.ok && mended.error.code !== 'vault-read-only') return mended;
  }
  return succeed(header);
};
