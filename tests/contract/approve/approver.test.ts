import { describe, expect, it } from 'vitest';
import type { VisitRecord } from '../../../shared/contract/visit-record.ts';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { verifyRecord } from '../../../shared/vault/verify-record.ts';
import { PASS } from '../../support/clinic-fixture.ts';
import { clinicForFile } from '../../support/clinic-in-hooks.ts';
import { codeOf, DRAFT, edit, good, PATIENT } from '../../support/record-fixture.ts';

const clinic = clinicForFile();

const drafted = async (): Promise<VisitRecord> => {
  const visit = good(await clinic().open.record.create(PATIENT, clinic().doctor.person));
  good(await visit.append(DRAFT, clinic().doctor.person));
  return visit;
};
const offer = async (visit: VisitRecord) =>
  good(await clinic().approver.offer(clinic().doctor.session, visit.visit));
const sign = (visit: VisitRecord, shown: { token: string; sha256: string }, passphrase = PASS.doctor) =>
  clinic().approver.approve(clinic().doctor.session, visit.visit, { ...shown, unseen: 0 }, passphrase);

describe('approval', () => {
  it("is the clinician's signature over exactly what was shown, and locks it", async () => {
    const visit = await drafted();
    good(await sign(visit, await offer(visit)));
    expect(visit.state().stage).toBe('approved');
    expect(clinic().approver.verifies(visit)).toBe(true);
    expect(codeOf(await visit.append(edit('Other'), clinic().doctor.person))).toBe('approved-locked');
    expect(visit.state().approval?.canonical).toContain('"status":"approved"');
    const bent = { ...visit.state().approval! };
    bent.canonical = bent.canonical.replace('10 mg', '90 mg');
    const liar = { ...visit, state: () => ({ ...visit.state(), approval: bent }) } as VisitRecord;
    expect(clinic().approver.verifies(liar)).toBe(false);
  });

  it('refuses text that changed after it was shown', async () => {
    const visit = await drafted();
    const shown = await offer(visit);
    good(await visit.append(edit('Start lisinopril 40 mg daily.'), clinic().scribe.person));
    expect(codeOf(await sign(visit, shown))).toBe('hash-differs');
    expect(visit.state().approval).toBeUndefined();
  });

  it('takes a token once, for its own text', async () => {
    const visit = await drafted();
    const shown = await offer(visit);
    expect(codeOf(await sign(visit, { ...shown, sha256: '0'.repeat(64) }))).toBe('hash-differs');
    expect(codeOf(await sign(visit, shown))).toBe('token-spent');
    const other = await drafted();
    expect(codeOf(await sign(other, await offer(visit)))).toBe('token-spent');
  });

  it('asks for the passphrase each time', async () => {
    const visit = await drafted();
    expect(codeOf(await sign(visit, await offer(visit), PASS.scribe))).toBe('wrong-passphrase');
    expect(visit.state().approval).toBeUndefined();
  });

  it('refuses while a twin line is stale', async () => {
    const visit = await drafted();
    good(await visit.append(edit('Start lisinopril 5 mg daily.', 'stale'), clinic().doctor.person));
    expect(codeOf(await clinic().approver.offer(clinic().doctor.session, visit.visit))).toBe('stale-lines');
  });

  it('is not for scribes or administrators, who cannot release anything as final either', async () => {
    const visit = await drafted();
    for (const { session } of [clinic().scribe, clinic().admin]) {
      expect(codeOf(await clinic().approver.offer(session, visit.visit))).toBe('role-refused');
      expect(
        codeOf(
          await clinic().approver.addendum(session, visit.visit, { text: 'x', onSheet: false }, PASS.scribe),
        ),
      ).toBe('role-refused');
    }
    good(await clinic().approver.markReady(clinic().scribe.session, visit.visit));
    good(await sign(visit, await offer(visit)));
    const { sha256 } = visit.state().approval!.documents.find(({ document }) => document === 'note')!;
    const release = (session: string, hash: string, how: 'print' | 'export' = 'print') =>
      clinic().approver.release(session, visit.visit, 'note', hash, how);
    expect(codeOf(await release(clinic().scribe.session, sha256))).toBe('role-refused');
    expect(codeOf(await release(clinic().scribe.session, sha256, 'export'))).toBe('role-refused');
    expect(codeOf(await release(clinic().doctor.session, '1'.repeat(64)))).toBe('hash-differs');
    expect(good(await release(clinic().doctor.session, sha256)).canonical).toContain('lisinopril 10 mg');
  });

  it('gives out nothing as final before it', async () => {
    const visit = await drafted();
    const released = await clinic().approver.release(
      clinic().doctor.session,
      visit.visit,
      'note',
      '1'.repeat(64),
      'copy',
    );
    expect(codeOf(released)).toBe('not-approved');
  });

  it('adds signed addenda, and the whole record verifies', async () => {
    const visit = await drafted();
    const add = () =>
      clinic().approver.addendum(
        clinic().doctor.session,
        visit.visit,
        { text: 'Lab called: potassium 4.1.', onSheet: false },
        PASS.doctor,
      );
    expect(codeOf(await add())).toBe('not-approved');
    good(await sign(visit, await offer(visit)));
    good(await add());
    expect(visit.state().addenda).toHaveLength(1);
    expect(clinic().approver.verifies(visit)).toBe(true);
    const report = good(await verifyRecord(diskFiles, clinic().folder));
    expect(report.findings).toEqual([]);
    expect(report.visits).toBeGreaterThan(5);
  });
});
