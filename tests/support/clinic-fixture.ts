import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Approver } from '../../shared/approve/approver.ts';
import type { Session } from '../../shared/contract/people.ts';
import { People } from '../../shared/people/people.ts';
import { diskFiles } from '../../shared/platform/file-port.ts';
import { createVault, type OpenVault, type VaultGround } from '../../shared/vault/vault.ts';
import { good, tickingClock } from './record-fixture.ts';

export const PASS = {
  admin: 'correct horse battery admin',
  doctor: 'nine green lanterns sing',
  scribe: 'quiet typing after lunch',
};

export const scratch = (): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-vault-'));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const groundIn = (folder: string, now = tickingClock()): VaultGround => ({
  files: diskFiles,
  folder,
  machine: 'desk 4',
  now,
});

export const peopleOf = (open: OpenVault, now: () => Date): People =>
  new People({
    enrol: open.enrol,
    dismiss: open.dismiss,
    personKeyOf: open.personKeyOf,
    tell: (entry, by) => open.record.tell(entry, by),
    certificates: () => open.record.certificates(),
    personKeys: (person) => open.record.personKeys(person),
    removed: () => open.record.removedPeople(),
    now,
  });

export interface Clinic {
  readonly open: OpenVault;
  readonly people: People;
  readonly approver: Approver;
  readonly recoveryKey: string;
  readonly admin: Session;
  readonly doctor: Session;
  readonly scribe: Session;
}

/** A vault on the real disk with an administrator, a clinician and a scribe logged in. */
export const openClinic = async (folder: string, now = tickingClock()): Promise<Clinic> => {
  const { opened: open, recoveryKey } = good(await createVault(groundIn(folder, now), 'Ada', PASS.admin));
  const people = peopleOf(open, now);
  good(await people.root(open.person, open.personKey));
  const admin = good(await people.begin(open.person, 'Ada'));
  const add = async (label: string, role: 'clinician' | 'scribe', passphrase: string): Promise<Session> => {
    const { person } = good(await people.add(admin.session, PASS.admin, { label, role, passphrase }));
    return good(await people.logIn(person, label, passphrase));
  };
  const doctor = await add('Dr Okafor', 'clinician', PASS.doctor);
  const scribe = await add('Sam', 'scribe', PASS.scribe);
  const approver = new Approver({ store: open.record, authority: people.sessions, signer: people, now });
  return { open, people, approver, recoveryKey, admin, doctor, scribe };
};
