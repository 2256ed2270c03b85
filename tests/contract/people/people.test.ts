import { describe, expect, it } from 'vitest';
import { isCertified } from '../../../shared/people/certificates.ts';
import { newPersonKeys } from '../../../shared/people/person-keys.ts';
import { PASS } from '../../support/clinic-fixture.ts';
import { clinicForFile } from '../../support/clinic-in-hooks.ts';
import { codeOf, good } from '../../support/record-fixture.ts';

const clinic = clinicForFile();

describe('roles', () => {
  it('are refused in the host to a scribe who asks for more', async () => {
    const { people, scribe } = clinic();
    const added = await people.add(scribe.session, PASS.scribe, {
      label: 'Mallory',
      role: 'administrator',
      passphrase: 'another long passphrase',
    });
    expect(codeOf(added)).toBe('role-refused');
  });
});

describe('certificates', () => {
  it('are refused when they name themselves, or a role that was not signed', () => {
    const known = [...clinic().open.record.certificates()];
    const scribe = known.find(({ person }) => person === clinic().scribe.person)!;
    expect(isCertified(scribe, known)).toBe(true);
    const promoted = { ...scribe, role: 'administrator' as const };
    expect(isCertified(promoted, [...known.filter((one) => one !== scribe), promoted])).toBe(false);
    const keys = newPersonKeys('ee'.repeat(16), Buffer.alloc(32, 1)).publicKeys;
    const stranger = { ...scribe, person: 'ee'.repeat(16), ...keys };
    expect(isCertified(stranger, [...known, stranger])).toBe(false);
  });

  it('change role with the next certificate, but never leave the record without an administrator', async () => {
    const { people, admin, scribe } = clinic();
    expect(codeOf(await people.changeRole(admin.session, PASS.admin, admin.person, 'scribe'))).toBe(
      'last-administrator',
    );
    good(await people.changeRole(admin.session, PASS.admin, scribe.person, 'clinician'));
    expect(people.roleOf(scribe.person)).toBe('clinician');
    good(await people.changeRole(admin.session, PASS.admin, scribe.person, 'scribe'));
    expect(codeOf(people.sessions.require(scribe.session, 'approve'))).toBe('role-refused');
  });
});

describe('a passphrase', () => {
  it('is changed by its owner; the old one stops working and the same key goes on signing', async () => {
    const { people, doctor } = clinic();
    const message = [Buffer.from('x')];
    const before = good(await people.sign(doctor.session, PASS.doctor, message));
    good(await people.changePassphrase(doctor.session, PASS.doctor, 'ten blue kettles boil'));
    expect(codeOf(await people.sign(doctor.session, PASS.doctor, message))).toBe('wrong-passphrase');
    expect(good(await people.sign(doctor.session, 'ten blue kettles boil', message))).toEqual(before);
  });
});
