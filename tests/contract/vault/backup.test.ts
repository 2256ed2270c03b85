import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { restoreBackup, writeBackup } from '../../../shared/vault/backup.ts';
import { createVault, unlockVault } from '../../../shared/vault/vault.ts';
import { groundIn, PASS, scratch } from '../../support/clinic-fixture.ts';
import { codeOf, CONSENT, DRAFT, good, PATIENT } from '../../support/record-fixture.ts';

const place = scratch();
afterAll(place.remove);
const SECRET = 'a backup phrase of its own';

describe('a backup', () => {
  it('brings back the whole vault from one file, destroys again what was destroyed since, and is all or nothing', async () => {
    const folder = join(place.folder, 'vault');
    const file = join(place.folder, 'clinic.footnote-backup');
    const { opened } = good(await createVault(groundIn(folder), 'Ada', PASS.admin));
    const visit = good(await opened.record.create(PATIENT, 'p1'));
    good(await visit.append(CONSENT, 'p1'));
    good(await visit.append(DRAFT, 'p1'));
    good(await writeBackup(diskFiles, folder, file, SECRET));
    good(await opened.record.shred(visit.visit, ['drafts'], 'asked', 'p9'));
    const shreds = opened.record
      .shredList()
      .map(({ visit: id, kinds }) => ({ visit: id, kinds: [...kinds] }));
    await opened.close();
    expect(readFileSync(file).toString('latin1')).not.toContain('lisinopril');

    const into = join(place.folder, 'restored');
    expect(codeOf(await restoreBackup(diskFiles, file, into, 'not the phrase', shreds))).toBe(
      'wrong-passphrase',
    );
    const bent = readFileSync(file);
    bent[bent.length - 40] = bent[bent.length - 40]! ^ 1;
    writeFileSync(`${file}.bent`, bent);
    writeFileSync(`${file}.short`, readFileSync(file).subarray(0, -200));
    for (const bad of ['bent', 'short'])
      expect(codeOf(await restoreBackup(diskFiles, `${file}.${bad}`, into, SECRET, shreds))).toBe(
        'backup-damaged',
      );
    expect(await diskFiles.kind(into)).toBe('none');

    good(await restoreBackup(diskFiles, file, into, SECRET, shreds));
    const again = good(await unlockVault(groundIn(into), 'Ada', PASS.admin));
    const back = good(await again.record.open(visit.visit));
    expect(good(await back.read(2))).toEqual(CONSENT);
    expect(codeOf(await back.read(3))).toBe('content-shredded');
    await again.close();
  });
});
