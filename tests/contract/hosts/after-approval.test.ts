import { describe, expect, it } from 'vitest';
import type { DocumentName } from '../../../shared/contract/vault.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

const work = appForFile();

const signedSheet = async (visit: string, document: DocumentName) => {
  const { approval } = await work.ask('visits.open', { visit });
  const sha256 = approval?.documents.find((one) => one.document === document)?.sha256 ?? '';
  return { visit, document, sha256 };
};

describe('a sheet that is printed again', () => {
  it('says after an addendum that it is corrected, when and by whom, with the words meant for the patient', async () => {
    const visit = await work.approved();
    const english = await signedSheet(visit, 'instructions.en');
    const spanish = await signedSheet(visit, 'instructions.es');
    expect((await work.ask('release.copy', english)).text).not.toMatch(/corrected/i);

    const passphrase = CLINICIAN.passphrase;
    await work.ask('approve.addendum', { visit, text: 'Lab called: potassium 4.1.', passphrase });
    const first = (await work.ask('release.copy', english)).text;
    expect(first).toMatch(/What we wrote down about this visit was corrected on .+ by Dr Imani Okafor\./);
    expect(first).not.toContain('potassium');

    await work.ask('approve.addendum', { visit, text: 'Come on Monday.', onSheet: true, passphrase });
    const { page } = await work.ask('release.print', english);
    const again = [
      work.app.page(page) ?? '',
      (await work.ask('release.copy', english)).text,
      (await work.ask('release.message', english)).text,
      Buffer.from(
        (await work.ask('release.export', { ...english, format: 'text' })).base64,
        'base64',
      ).toString('utf8'),
    ];
    for (const form of again) {
      expect(form).toMatch(/Corrected on [A-Z][a-z]+ \d{1,2}, \d{4} by (?:<bdi>)?Dr Imani Okafor/);
      expect(form).toContain('Come on Monday.');
      expect(form).not.toContain('potassium');
      expect(form).not.toContain('DRAFT:');
    }
    const { text } = await work.ask('release.copy', spanish);
    expect(text).toMatch(/Corregido el \d{1,2} de [a-z]+ de \d{4} por Dr Imani Okafor\./);
    expect((await work.ask('visits.open', { visit })).addenda.every(({ verified }) => verified)).toBe(true);
  });
});

describe("a message to the patient's portal", () => {
  it("is the signed sheet's words without the name, and only a sheet has one", async () => {
    const visit = await work.approved();
    const english = await signedSheet(visit, 'instructions.en');
    const { instructions } = await work.ask('visits.open', { visit });
    const { text } = await work.ask('release.message', english);
    for (const line of instructions[0]!.sections.flatMap(({ lines }) => lines))
      expect(text).toContain(line.text);
    expect(text).toContain(`${CLINICIAN.label} checked it on`);
    expect(text).not.toContain('Delgado');
    expect(await work.codeOf('release.message', { ...english, sha256: '0'.repeat(64) })).toBe('hash-differs');
    expect(await work.codeOf('release.message', await signedSheet(visit, 'note'))).toBe('document-missing');
    const draft = await work.drafted();
    expect(await work.codeOf('release.message', { ...english, visit: draft })).toBe('not-approved');
  });
});
