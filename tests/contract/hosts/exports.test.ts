import { validateResource } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExportFormat } from '../../../shared/contract/approve.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { appForFile } from '../../support/app-in-hooks.ts';
import { unzipped } from '../../fixtures/unzipped.ts';
import { learnFhir } from '../../support/fhir-server.ts';

const work = appForFile();
beforeAll(learnFhir);

describe('an approved visit for another program', () => {
  it('leaves in every format once it is signed, never before, and each time is in the audit', async () => {
    const visit = await work.drafted();
    const offer = await work.ask('approve.offer', { visit });
    const sha256 = offer.documents.find(({ document }) => document === 'note')?.sha256 ?? '';
    const early = await work.app.call('release.export', { visit, document: 'note', sha256, format: 'word' });
    expect(early).toMatchObject({ ok: false, error: { code: 'not-approved' } });
    await work.ask('approve.approve', {
      visit,
      sha256: offer.sha256,
      token: offer.token,
      passphrase: CLINICIAN.passphrase,
    });

    const files = new Map<string, { name: string; content: Buffer }>();
    for (const format of ExportFormat.options) {
      const file = await work.ask('release.export', { visit, document: 'note', sha256, format });
      files.set(format, { name: file.name, content: Buffer.from(file.base64, 'base64') });
    }
    const { note, summary } = await work.ask('visits.open', { visit });
    const line =
      note?.sections.flatMap(({ items }) => items).find(({ text }) => /metformin/.test(text))?.text ?? '';
    expect(line).not.toBe('');
    for (const format of ['text', 'rich-text', 'health-scribe', 'fhir', 'c-cda'])
      expect([format, files.get(format)?.content.toString('utf8').includes(line)]).toEqual([format, true]);
    expect(files.get('word')?.content.subarray(0, 2).toString('latin1')).toBe('PK');
    for (const { name, content } of files.values()) {
      expect(name).not.toContain(summary.label);
      expect(content.toString('utf8')).not.toContain('DRAFT');
    }
    const bundle = JSON.parse(files.get('fhir')?.content.toString('utf8') ?? '') as Bundle;
    expect(validateResource(bundle).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(bundle.type).toBe('document');
    expect(JSON.stringify(bundle)).toContain(CLINICIAN.label);

    // What was signed later goes along in every format.
    await work.ask('approve.addendum', {
      visit,
      text: 'Lab called:\npotassium 4.1.',
      passphrase: CLINICIAN.passphrase,
    });
    for (const format of ['text', 'rich-text', 'health-scribe', 'fhir', 'c-cda', 'word'] as const) {
      const { base64 } = await work.ask('release.export', { visit, document: 'note', sha256, format });
      const again = Buffer.from(base64, 'base64');
      const words = format === 'word' ? await unzipped(again, 'word/document.xml') : again.toString('utf8');
      expect([format, words.includes('potassium 4.1.'), words.includes(line)]).toEqual([format, true, true]);
    }
    const audit = await work.ask('audit.view', { visit, kind: 'released' });
    expect(audit.events.length).toBe(2 * ExportFormat.options.length);
  });
});
