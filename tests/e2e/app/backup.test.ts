import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { restoreBackup } from '../../../shared/vault/backup.ts';
import { openSample, signIn } from '../../fixtures/app-page.ts';
import { ADMINISTRATOR } from '../../fixtures/made-vault.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';

const desk = deskForFile();
const PASSPHRASE = 'a stick in another drawer';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-backup-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a backup from the settings', () => {
  it('is one file without readable text that brings the record back, and is refused where it cannot be written', async () => {
    const { page, complaints } = await desk.open();
    await openSample(page);
    const clinic = async (): Promise<void> => {
      await page.evaluate(() => {
        location.hash = '#/settings/clinic';
      });
      await page.getByLabel('Name of the clinic').waitFor();
    };
    await clinic();
    // A clinician has no such right, and no such form.
    expect(await page.getByRole('button', { name: 'Make a backup' }).count()).toBe(0);

    await signIn(page, ADMINISTRATOR);
    await clinic();
    const make = page.getByRole('button', { name: 'Make a backup' });
    const ask = async (file: string): Promise<void> => {
      await page.getByLabel('Where the file goes').fill(file);
      await page.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
      await page.getByLabel('The same again').fill(PASSPHRASE);
      await make.click();
    };
    await ask('footnote.backup');
    await page.getByText('The folder cannot be written. Choose another one.').waitFor();

    const file = join(folder, 'footnote.backup');
    await ask(file);
    await page.getByText(/^The backup is made: [\d.]+ MB\.$/).waitFor();
    expect(await readFile(file, 'latin1')).not.toMatch(/Delgado|metformin/i);
    const restored = await restoreBackup(diskFiles, file, join(folder, 'restored'), PASSPHRASE, []);
    expect(restored.ok).toBe(true);
    expect(await diskFiles.list(join(folder, 'restored'))).toContain('vault.json');
    // A refusal is an answer; nothing else may be complained of.
    expect(complaints.filter((line) => !line.includes('422'))).toEqual([]);
  });
});
