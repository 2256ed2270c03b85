import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { unlockVault } from '../../../shared/vault/vault.ts';
import { verifyRecord } from '../../../shared/vault/verify-record.ts';
import { footnote, temporaryFolder, type Ran } from '../../fixtures/footnote.ts';
import { groundIn, openClinic, PASS } from '../../support/clinic-fixture.ts';
import { good, PATIENT } from '../../support/record-fixture.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'Clínica São José 🩺');
const vault = join(data, 'vault');
const file = join(folder.path, 'on the stick é.backup');
const OWN = 'a passphrase for the stick';

let visit = '';
beforeAll(async () => {
  const { open, doctor } = await openClinic(vault);
  ({ visit } = good(await open.record.create(PATIENT, doctor.person)));
  await open.close();
});
afterAll(folder.remove);

const backup = (input: string, ...more: readonly string[]): Promise<Ran> =>
  footnote(['backup', ...more], { env: { FOOTNOTE_DATA: data }, input });

describe('footnote backup', () => {
  it('is made by an administrator and by nobody else, and holds no name in the clear', async () => {
    const refused = await backup(`${PASS.doctor}\n${OWN}\n`, 'make', file, '--as', 'Dr Okafor');
    expect(refused.status).toBe(3);
    expect(refused.stderr).toMatch(/role does not allow/);
    expect(existsSync(file)).toBe(false);
    const made = await backup(`${PASS.admin}\n${OWN}\n`, 'make', file, '--as', 'Ada');
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
    expect(made.stdout).toMatch(/the backup has \d+ bytes/);
    expect(readFileSync(file).toString('latin1')).not.toContain(PATIENT.label);
  });

  it('comes back where no record lies, whole, and opens with the passphrases of its people', async () => {
    const there = await backup(`${OWN}\n`, 'restore', file);
    expect(there.status).toBe(3);
    renameSync(vault, join(folder.path, 'the lost disk'));
    const wrong = await backup('not this passphrase\n', 'restore', file);
    expect(wrong.status).toBe(3);
    expect(existsSync(vault)).toBe(false);
    const damaged = join(folder.path, 'damaged');
    writeFileSync(damaged, readFileSync(file).subarray(0, -100));
    expect((await backup(`${OWN}\n`, 'restore', damaged)).stderr).toMatch(/backup is damaged/);
    expect(existsSync(vault)).toBe(false);

    expect((await backup(`${OWN}\n`, 'restore', file)).status).toBe(0);
    expect(good(await verifyRecord(diskFiles, vault)).findings).toEqual([]);
    const open = good(await unlockVault(groundIn(vault), 'Dr Okafor', PASS.doctor));
    expect(good(await open.record.open(visit)).state().label).toBe(PATIENT.label);
    await open.close();
  });
});
