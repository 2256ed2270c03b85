import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Patient } from '@medplum/fhirtypes';
import { validateResource } from '@medplum/core';
import type { Session } from '../../../shared/contract/people.ts';
import type { SharedDraft } from '../../../shared/contract/shared-draft.ts';
import type { Certificate, VisitDocument } from '../../../shared/contract/vault.ts';
import { draftResource, fetchDraft, putDraft } from '../../../shared/deliver/shared-draft/draft-exchange.ts';
import { reconcile } from '../../../shared/deliver/shared-draft/reconcile.ts';
import {
  openDraft,
  sealDraft,
  type SignDraft,
  type Trust,
} from '../../../shared/deliver/shared-draft/seal-draft.ts';
import { makeEgress } from '../../../shared/egress/egress.ts';
import { isCertified } from '../../../shared/people/certificates.ts';
import { verifySignature } from '../../../shared/people/person-keys.ts';
import { openClinic, PASS, scratch, type Clinic } from '../../support/clinic-fixture.ts';
import { learnFhir, startFhirServer } from '../../support/fhir-server.ts';
import { codeOf, DRAFT, good } from '../../support/record-fixture.ts';

// Two vaults on two disks, each with its own administrator; each trusts the other's certificates.
let desk: Clinic;
let home: Clinic;
let server: Awaited<ReturnType<typeof startFhirServer>>;
const folders = [scratch(), scratch()];
beforeAll(async () => {
  learnFhir();
  server = await startFhirServer();
  desk = await openClinic(`${folders[0]!.folder}/vault`);
  home = await openClinic(`${folders[1]!.folder}/vault`);
});
afterAll(async () => {
  await server.close();
  for (const { remove } of folders) remove();
});

const VISIT = '12'.repeat(16);
const AT = '2031-03-04T10:00:00.000Z';
const PATIENT: Patient = { resourceType: 'Patient', id: 'p1' };
const documents = (DRAFT.kind === 'draft' ? DRAFT.documents : {}) as Record<string, VisitDocument>;
const access = () => ({ base: server.base, send: makeEgress(() => [server.host]).fetch });

const trustOf = (...clinics: readonly Clinic[]): Trust => ({
  isCertified: (certificate) =>
    isCertified(
      certificate,
      clinics.flatMap(({ open }) => open.record.certificates()),
    ),
  verifies: verifySignature,
});
const certificateOf = ({ open }: Clinic, { person }: Session): Certificate =>
  open.record.certificates().find((one) => one.person === person)!;
const signing =
  ({ people }: Clinic, { session }: Session, passphrase: string): SignDraft =>
  async (message) => {
    const signed = await people.sign(session, passphrase, [message]);
    if (!signed.ok) return signed;
    const [signature = ''] = signed.value.signatures;
    return { ok: true, value: { signature, certificate: signed.value.certificate } };
  };
const draftBy = (session: Session, text: string): SharedDraft => ({
  version: 1,
  visit: VISIT,
  documents: JSON.parse(
    JSON.stringify(documents).replace('Start lisinopril 10 mg daily.', text),
  ) as typeof documents,
  label: 'Ana Prueba',
  identifiers: [],
  facts: [],
  doubts: [],
  models: [],
  by: session.person,
  at: AT,
});

const scribeSeals = async (text: string) =>
  good(
    await sealDraft(
      draftBy(home.scribe, text),
      [certificateOf(desk, desk.doctor), certificateOf(home, home.scribe)],
      trustOf(desk, home),
      signing(home, home.scribe, PASS.scribe),
    ),
  );

describe('a scribe elsewhere and the physician here, with one FHIR server between them', () => {
  it('share a draft that the server keeps and cannot read', async () => {
    const sealed = await scribeSeals('Start lisinopril 10 mg daily.');
    const resource = draftResource(sealed, PATIENT, AT);
    expect(validateResource(resource).filter(({ severity }) => severity === 'error')).toEqual([]);
    good(await putDraft(access(), resource, null));
    const stored = JSON.stringify(await server.repo.readResource('DocumentReference', resource.id ?? ''));
    const decoded = Buffer.from(/"data":"([^"]+)"/.exec(stored)?.[1] ?? '', 'base64').toString('utf8');
    expect(stored + decoded).not.toContain('lisinopril');
    expect(stored).toContain('"docStatus":"preliminary"');

    const found = good(await fetchDraft(access(), VISIT));
    const key = good(await desk.people.boxKey(desk.doctor.session, PASS.doctor));
    const opened = good(await openDraft(found!.sealed, key, trustOf(desk, home)));
    expect(JSON.stringify(opened.documents)).toContain('Start lisinopril 10 mg daily.');
    expect(opened.by).toBe(home.scribe.person);
  });

  it('are told when both changed it; neither is written over', async () => {
    const before = good(await fetchDraft(access(), VISIT))!;
    const scribes = await scribeSeals('Start lisinopril 20 mg daily.');
    good(await putDraft(access(), draftResource(scribes, PATIENT, AT), before.version));
    const mine = draftBy(desk.doctor, 'Start lisinopril 5 mg daily.');
    const sealed = good(
      await sealDraft(
        mine,
        [certificateOf(desk, desk.doctor), certificateOf(home, home.scribe)],
        trustOf(desk, home),
        signing(desk, desk.doctor, PASS.doctor),
      ),
    );
    expect(codeOf(await putDraft(access(), draftResource(sealed, PATIENT, AT), before.version))).toBe(
      'fhir-conflict',
    );
    const now = good(await fetchDraft(access(), VISIT))!;
    const key = good(await desk.people.boxKey(desk.doctor.session, PASS.doctor));
    const theirs = good(await openDraft(now.sealed, key, trustOf(desk, home)));
    const { conflicts } = reconcile(
      draftBy(desk.doctor, 'Start lisinopril 10 mg daily.').documents,
      mine.documents,
      theirs.documents,
    );
    expect(conflicts).toMatchObject([
      {
        line: 'n1',
        mine: { text: 'Start lisinopril 5 mg daily.' },
        theirs: { text: 'Start lisinopril 20 mg daily.' },
      },
    ]);
    // Settled by a person, it goes over the version that was just seen, and the scribe finds it changed.
    const { version } = good(await putDraft(access(), draftResource(sealed, PATIENT, AT), now.version));
    const again = good(await fetchDraft(access(), VISIT))!;
    expect([again.version, again.version === now.version]).toEqual([version, false]);
  });

  it('is not for others, not for strangers, and not from anyone else', async () => {
    const sealed = await scribeSeals('Start lisinopril 10 mg daily.');
    const other = good(await home.people.boxKey(home.doctor.session, PASS.doctor));
    expect(codeOf(await openDraft(sealed, other, trustOf(desk, home)))).toBe('draft-unreadable');
    const key = good(await desk.people.boxKey(desk.doctor.session, PASS.doctor));
    // A clinic that does not trust the scribe's administrator.
    expect(codeOf(await openDraft(sealed, key, trustOf(desk)))).toBe('certificate-bad');
    const forged = { ...sealed, jwe: (await scribeSeals('Start warfarin.')).jwe };
    expect(codeOf(await openDraft(forged, key, trustOf(desk, home)))).toBe('certificate-bad');
    const moved = { ...sealed, visit: '34'.repeat(16) };
    expect(codeOf(await openDraft(moved, key, trustOf(desk, home)))).toBe('certificate-bad');
    const stranger = { ...certificateOf(desk, desk.doctor), boxKey: certificateOf(home, home.admin).boxKey };
    const refused = await sealDraft(
      draftBy(home.scribe, 'x'),
      [stranger],
      trustOf(desk, home),
      signing(home, home.scribe, PASS.scribe),
    );
    expect(codeOf(refused)).toBe('certificate-bad');
    expect(codeOf(await desk.people.boxKey(desk.doctor.session, 'not the passphrase'))).toBe(
      'wrong-passphrase',
    );
  });
});
