import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditReport } from '../../../shared/contract/vault.ts';
import { footnote, temporaryFolder, type Ran } from '../../fixtures/footnote.ts';
import { openClinic } from '../../support/clinic-fixture.ts';

let folder = temporaryFolder();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const audit = (...more: readonly string[]): Promise<Ran> =>
  footnote(['audit', 'verify', folder.path, ...more]);

describe('footnote audit verify', () => {
  it('says of a record that nobody touched that it holds', async () => {
    const { open } = await openClinic(folder.path);
    await open.close();
    const ran = await audit();
    expect(ran.status).toBe(0);
    expect(ran.stdout).toMatch(/every chain holds/u);
    const report = AuditReport.parse(JSON.parse((await audit('--json')).stdout));
    expect(report.entries).toBeGreaterThan(3);
    expect(report.findings).toEqual([]);
  });

  it('finds one changed byte, names the place, and changes nothing', async () => {
    const { open } = await openClinic(folder.path);
    await open.close();
    const journal = readdirSync(folder.path).find((name) => /journal/u.test(name)) ?? '';
    const path = join(folder.path, journal);
    const bytes = readFileSync(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const ran = await audit();
    expect(ran.status).toBe(3);
    expect(ran.stdout).toMatch(/vault-journal-damaged, entry \d+/u);
    expect(ran.stderr).toMatch(/does not hold together in \d+ place/u);
    expect(readFileSync(path)).toEqual(bytes);
  });

  it('says where there is no record', async () => {
    const ran = await footnote(['audit', 'verify', join(folder.path, 'elsewhere')]);
    expect(ran.status).toBe(3);
    expect(ran.stderr).toMatch(/there is no record in this folder/u);
  });

  it('takes the folder of this machine where none is named', async () => {
    const ran = await footnote(['audit', 'verify'], { env: { FOOTNOTE_DATA: folder.path } });
    expect(ran.stderr).toContain(folder.path);
    expect(ran.status).toBe(3);
  });
});
