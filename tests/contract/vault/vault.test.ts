import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Keychain } from '../../../shared/contract/keychain.ts';

import { diskFiles } from '../../../shared/platform/file-port.ts';
import { digest } from '../../../shared/platform/sealing.ts';
import { createVault, recoverVault, unlockVault } from '../../../shared/vault/vault.ts';
import { groundIn, PASS, scratch } from '../../support/clinic-fixture.ts';
import { codeOf, CONSENT, good, PATIENT } from '../../support/record-fixture.ts';

let place = scratch();
afterEach(() => {
  place.remove();
  place = scratch();
});

const keychain = (): Keychain & { forget: () => void } => {
  const kept = new Map<string, Uint8Array>();
  return {
    secretOf: async (vault) => {
      const secret = kept.get(vault);
      return secret ? { answer: 'secret', secret } : { answer: 'none' };
    },
    keep: async (vault, secret) => {
      kept.set(vault, Uint8Array.from(secret));
      return 'kept';
    },
    forget: () => {
      kept.clear();
    },
  };
};

const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name} ${readFileSync(join(entry.parentPath, entry.name)).toString('hex')}`)
    .sort()
    .join('\n');

describe('a vault on the disk', () => {
  it('opens with its passphrase only, in a folder with spaces, accents and emoji', async () => {
    const folder = join(place.folder, 'Clínica São José 🩺 records');
    const made = good(await createVault(groundIn(folder), 'Ada', PASS.admin));
    const visit = good(await made.opened.record.create(PATIENT, 'p1'));
    good(await visit.append(CONSENT, 'p1'));
    await made.opened.close();
    const before = bytesOf(folder);
    expect(codeOf(await unlockVault(groundIn(folder), 'Ada', 'not the passphrase'))).toBe('wrong-passphrase');
    expect(codeOf(await unlockVault(groundIn(folder), 'Bea', PASS.admin))).toBe('wrong-passphrase');
    expect(bytesOf(folder)).toBe(before);
    const again = good(await unlockVault(groundIn(folder), 'Ada', PASS.admin));
    expect(good(await again.record.open(visit.visit)).state().consent).toBe('given');
    expect(codeOf(await unlockVault(groundIn(folder), 'Ada', PASS.admin))).toBe('vault-in-use');
    await again.close();
    expect(codeOf(await createVault(groundIn(folder), 'Eve', PASS.admin))).toBe('vault-exists');
  });

  it('tells a lost keychain from a copy on another machine, and opens with the printed key', async () => {
    const keys = keychain();
    const ground = { ...groundIn(place.folder), keychain: keys };
    const made = good(await createVault(ground, 'Ada', PASS.admin));
    await made.opened.close();
    const before = bytesOf(place.folder);
    keys.forget();
    expect(codeOf(await unlockVault(ground, 'Ada', PASS.admin))).toBe('keychain-gone');
    expect(codeOf(await unlockVault({ ...ground, machine: 'desk 9' }, 'Ada', PASS.admin))).toBe(
      'vault-other-machine',
    );
    expect(codeOf(await recoverVault(ground, 'AAAA-BBBB', 'Ada', PASS.doctor))).toBe('recovery-key-wrong');
    expect(bytesOf(place.folder)).toBe(before);
    await good(await recoverVault(ground, made.recoveryKey.toLowerCase(), 'Ada', PASS.doctor)).close();
    const again = good(await unlockVault(ground, 'Ada', PASS.doctor));
    await again.close();
  });

  it('refuses links, newer versions, missing and damaged heads, each in its own words', async () => {
    const made = good(await createVault(groundIn(place.folder), 'Ada', PASS.admin));
    await made.opened.close();
    const link = join(place.folder, '..', `${Date.now()}-link`);
    symlinkSync(place.folder, link);
    expect(codeOf(await unlockVault(groundIn(link), 'Ada', PASS.admin))).toBe('vault-symlinked');
    await diskFiles.remove(link);
    expect(codeOf(await unlockVault(groundIn(join(place.folder, 'none')), 'Ada', PASS.admin))).toBe(
      'vault-missing',
    );
    mkdirSync(join(place.folder, 'empty'));
    expect(codeOf(await unlockVault(groundIn(join(place.folder, 'empty')), 'Ada', 'x'))).toBe(
      'vault-missing',
    );

    const copy = join(place.folder, 'copy');
    mkdirSync(copy);
    for (const name of ['vault.json', 'vault.copy.json', 'vault.journal'])
      cpSync(join(place.folder, name), join(copy, name));
    mkdirSync(join(copy, 'visits'));
    writeFileSync(join(copy, 'vault.json'), 'torn');
    const mended = good(await unlockVault(groundIn(copy), 'Ada', PASS.admin));
    expect(mended.record.findings()).toEqual([{ what: 'header-copy-differs' }]);
    await mended.close();
    for (const name of ['vault.json', 'vault.copy.json']) writeFileSync(join(copy, name), 'torn');
    expect(codeOf(await unlockVault(groundIn(copy), 'Ada', PASS.admin))).toBe('vault-damaged');
    expect(codeOf(await createVault(groundIn(copy), 'Ada', PASS.admin))).toBe('vault-exists');
  });

  it('leaves a vault of a newer version as it is, and says that it is newer', async () => {
    const made = good(await createVault(groundIn(place.folder), 'Ada', PASS.admin));
    await made.opened.close();
    for (const name of ['vault.json', 'vault.copy.json']) {
      const path = join(place.folder, name);
      const [json = ''] = readFileSync(path, 'utf8').split('\n');
      const header = JSON.parse(json) as Record<string, unknown>;
      const newer = JSON.stringify({ ...header, version: 99, somethingNew: true });
      writeFileSync(path, `${newer}\n${digest(newer).toString('hex')}\n`);
    }
    const before = bytesOf(place.folder);
    expect(codeOf(await unlockVault(groundIn(place.folder), 'Ada', PASS.admin))).toBe('vault-newer');
    expect(codeOf(await createVault(groundIn(place.folder), 'Ada', PASS.admin))).toBe('vault-exists');
    expect(bytesOf(place.folder)).toBe(before);
  });

  it('says that a folder is read-only, and loses nothing in it', async () => {
    const folder = join(place.folder, 'disk');
    mkdirSync(folder);
    const made = good(await createVault(groundIn(folder), 'Ada', PASS.admin));
    const visit = good(await made.opened.record.create(PATIENT, 'p1'));
    await made.opened.close();
    const before = bytesOf(folder);
    execFileSync('mount', ['--bind', folder, folder]);
    try {
      execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
      const opened = await unlockVault(groundIn(folder), 'Ada', PASS.admin);
      const refused = opened.ok ? await opened.value.record.create(PATIENT, 'p1') : opened;
      expect(codeOf(refused)).toBe('vault-read-only');
      if (opened.ok) await opened.value.close();
    } finally {
      execFileSync('umount', [folder]);
    }
    expect(bytesOf(folder)).toBe(before);
    const again = good(await unlockVault(groundIn(folder), 'Ada', PASS.admin));
    expect(again.record.list().map(({ visit: id }) => id)).toEqual([visit.visit]);
    await again.close();
  });

  it('refuses a short passphrase, and the passphrase of one person for another', async () => {
    expect(codeOf(await createVault(groundIn(place.folder), 'Ada', 'short'))).toBe('passphrase-short');
    const { opened } = good(await createVault(groundIn(place.folder), 'Ada', PASS.admin));
    good(await opened.enrol('ab'.repeat(16), 'Sam', PASS.scribe));
    expect(codeOf(await opened.enrol('cd'.repeat(16), 'Sam', PASS.scribe))).toBe('person-exists');
    await opened.close();
    expect(codeOf(await unlockVault(groundIn(place.folder), 'Sam', PASS.admin))).toBe('wrong-passphrase');
    const sam = good(await unlockVault(groundIn(place.folder), 'Sam', PASS.scribe));
    good(await sam.dismiss(sam.person));
    await sam.close();
    expect(codeOf(await unlockVault(groundIn(place.folder), 'Sam', PASS.scribe))).toBe('wrong-passphrase');
  });
});
