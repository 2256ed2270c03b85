import { validateResource } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppInput, AppOperationName, AppOutput } from '../../../shared/contract/app.ts';
import { ExportFormat } from '../../../shared/contract/approve.ts';
import { succeed } from '../../../shared/contract/errors.ts';
import { makeAppHost, type AppHost } from '../../../shared/hosts/app/app-host.ts';
import { composeStages } from '../../../shared/hosts/compose.ts';
import { silentLog } from '../../../shared/platform/log.ts';
import { knownServices, sampleAudio, sampleChart, sampleTranscript } from '../../fixtures/drafted-visit.ts';
import { CLINICIAN, makeVaultPlace, setUpRecord, type VaultPlace } from '../../fixtures/made-vault.ts';
import { learnFhir } from '../../support/fhir-server.ts';

let place: VaultPlace;
let app: AppHost;
const ask = async <Name extends AppOperationName>(
  name: Name,
  input: AppInput<Name>,
): Promise<AppOutput<Name>> => {
  const result = await app.call(name, input);
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
  return result.value as AppOutput<Name>;
};

beforeAll(async () => {
  learnFhir();
  place = await makeVaultPlace();
  app = makeAppHost({
    services: {
      ...knownServices(),
      stages: { ...composeStages(), transcribe: () => Promise.resolve(succeed(sampleTranscript())) },
    },
    vault: place.ground,
    host: 'browser',
    version: '0.0.0',
    log: silentLog,
    sample: () => Promise.resolve({ audio: sampleAudio(), chart: sampleChart() }),
  });
  await setUpRecord(app);
});
afterAll(async () => {
  await app.close();
  await place.remove();
});

const drafted = async (): Promise<string> => {
  const { visit } = await ask('visits.create', { sample: true });
  const ended = new Promise<void>((resolve) => {
    app.subscribe((event) => {
      if (event.what === 'visit' && event.visit === visit && !event.progress && event.state === 'draft')
        resolve();
    });
  });
  await ask('visits.draft', { visit });
  await ended;
  return visit;
};

describe('an approved visit for another program', () => {
  it('leaves in every format once it is signed, never before, and each time is in the audit', async () => {
    const visit = await drafted();
    const offer = await ask('approve.offer', { visit });
    const sha256 = offer.documents.find(({ document }) => document === 'note')?.sha256 ?? '';
    const early = await app.call('release.export', { visit, document: 'note', sha256, format: 'word' });
    expect(early).toMatchObject({ ok: false, error: { code: 'not-approved' } });
    await ask('approve.approve', {
      visit,
      sha256: offer.sha256,
      token: offer.token,
      passphrase: CLINICIAN.passphrase,
    });

    const files = new Map<string, { name: string; content: Buffer }>();
    for (const format of ExportFormat.options) {
      const file = await ask('release.export', { visit, document: 'note', sha256, format });
      files.set(format, { name: file.name, content: Buffer.from(file.base64, 'base64') });
    }
    const { note, summary } = await ask('visits.open', { visit });
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

    const audit = await ask('audit.view', { visit, kind: 'released' });
    expect(audit.events.length).toBe(ExportFormat.options.length);
  });
});
