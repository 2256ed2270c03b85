import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unlockVault } from '../../../shared/vault/vault.ts';
import { verifyRecord } from '../../../shared/vault/verify-record.ts';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { footnote, projectRoot, temporaryFolder, type Ran } from '../../fixtures/footnote.ts';
import { speak } from '../../fixtures/spoken.ts';
import { groundIn, openClinic, PASS } from '../../support/clinic-fixture.ts';
import { good } from '../../support/record-fixture.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'Clínica São José 🩺');
const vault = join(data, 'vault');
const chart = join(projectRoot, 'resources/samples/chart.json');
const NAME = 'Dr Okafor';

let audio = '';
beforeAll(async () => {
  const clinic = await openClinic(vault);
  await clinic.open.close();
  audio = await speak(folder.path, 'Good morning. Please stop the ibuprofen. Come back in two weeks.');
});
afterAll(folder.remove);

const visit = (input: string, ...more: readonly string[]): Promise<Ran> =>
  footnote(
    ['visit', '--audio', audio, '--model', 'tiny.en-q8_0', '--language', 'en', '--chart', chart, ...more],
    { env: { FOOTNOTE_DATA: data }, input },
  );

const bytesOf = (where: string): string =>
  readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name)).toString('latin1')}`)
    .sort()
    .join('\n');

describe('footnote visit --vault', () => {
  it('keeps recording, chart and drafts in the record, and writes nothing in the clear', async () => {
    const before = readdirSync(folder.path).sort();
    const ran = await visit(`${PASS.doctor}\n`, '--vault', '--as', NAME);
    expect(ran.stderr).not.toMatch(/Error|\n\s+at /);
    expect(ran.status).toBe(0);
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(PASS.doctor);
    const id = /as ([0-9a-f]{32})/.exec(ran.stdout)?.[1] ?? '';
    expect(readdirSync(folder.path).sort()).toEqual(before);
    const all = bytesOf(data);
    for (const phrase of ['ibuprofen', 'two weeks', 'Delgado', 'metformin', 'Good morning'])
      expect(all, phrase).not.toContain(phrase);

    const open = good(await unlockVault(groundIn(vault), NAME, PASS.doctor));
    const record = good(await open.record.open(id));
    const state = record.state();
    expect(state).toMatchObject({ stage: 'draft', label: 'Rosa Delgado' });
    expect(state.recordings).toMatchObject([{ stopped: true, source: 'file' }]);
    expect(JSON.stringify(state.documents)).toMatch(/ibuprofen/i);
    expect(JSON.stringify(state.documents['instructions.en'])).toContain('30 days');
    expect(record.auditLines().map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['created', 'chart', 'brief', 'segment-sealed', 'transcript', 'draft']),
    );
    await open.close();
    expect(good(await verifyRecord(diskFiles, vault)).findings).toEqual([]);
  });

  it.each([
    ['a wrong passphrase', 'not the passphrase\n', NAME, 3, /name or the passphrase is not right/],
    ['no passphrase at all', '', NAME, 3, /name or the passphrase is not right/],
    ['nobody named', `${PASS.doctor}\n`, undefined, 2, /--as NAME/],
    ['someone who may not draft', `${PASS.admin}\n`, 'Ada', 3, /role does not allow/],
  ])('refuses %s in one sentence, and changes nothing', async (_what, input, as, status, words) => {
    const out = join(folder.path, 'out');
    const before = readdirSync(join(vault, 'visits')).sort();
    const ran = await visit(input, '--vault', '--out', out, ...(as === undefined ? [] : ['--as', as]));
    expect(ran.stderr.trim().split('\n').at(-1)).toMatch(words);
    expect(ran.status).toBe(status);
    expect(readdirSync(join(vault, 'visits')).sort()).toEqual(before);
    expect(readdirSync(folder.path)).not.toContain('out');
  });

  it('refuses a recording that is none, and leaves no visit', async () => {
    const letter = join(folder.path, 'letter.wav');
    writeFileSync(letter, 'Dear colleague, this is a letter.\n'.repeat(40));
    const ran = await footnote(
      ['visit', '--audio', letter, '--vault', '--as', NAME, '--model', 'tiny.en-q8_0'],
      {
        env: { FOOTNOTE_DATA: data },
        input: `${PASS.doctor}\n`,
      },
    );
    expect(ran.stderr).toMatch(/letter\.wav: .*not audio/);
    expect(ran.status).toBe(3);
    const open = good(await unlockVault(groundIn(vault), NAME, PASS.doctor));
    expect(open.record.list().map(({ label }) => label)).toEqual(['Rosa Delgado']);
    // As long as the record is open here, no other program opens it.
    const second = await visit(`${PASS.doctor}\n`, '--vault', '--as', NAME);
    expect(second.stderr).toMatch(/open in another window or program/);
    expect(second.status).toBe(3);
    await open.close();
  });

  it('wants to know where the drafts go', async () => {
    const ran = await visit('');
    expect(ran.stderr).toMatch(/--out.*--vault/);
    expect(ran.status).toBe(2);
  });
});
