import { forgetVoice } from './voices.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { peopleOperations } from '../../contract/people.ts';
import { wipe } from '../../platform/sealing.ts';
import type { AppContext, HandlersOf } from './context.ts';

type Names = keyof typeof peopleOperations;

const doneOf = (result: Result<unknown>): Result<typeof DONE> => (result.ok ? succeed(DONE) : result);

const deskHandlers = ({
  desk,
}: AppContext): HandlersOf<
  | 'people.list'
  | 'people.set-up'
  | 'people.sign-in'
  | 'people.sign-out'
  | 'people.lock'
  | 'people.unlock'
  | 'people.recover'
> => ({
  'people.list': async () => {
    const staff = await desk.staff();
    return staff.ok ? succeed({ people: [...staff.value] }) : staff;
  },
  'people.set-up': ({ clinic, administrator, clinician }) => desk.setUp(clinic, administrator, clinician),
  'people.sign-in': ({ label, passphrase }) => desk.signIn(label, passphrase),
  'people.sign-out': async () => {
    await desk.signOut();
    return succeed(DONE);
  },
  'people.lock': () => doneOf(desk.lock()),
  'people.unlock': ({ pin }) => desk.unlock(pin),
  'people.recover': ({ recoveryKey, label, passphrase }) => desk.recover(recoveryKey, label, passphrase),
});

const ownHandlers = ({ desk }: AppContext): HandlersOf<'people.set-pin' | 'people.change-passphrase'> => ({
  'people.set-pin': ({ pin }) => {
    const at = desk.seated();
    return at.ok ? doneOf(at.value.clinic.people.sessions.setPin(at.value.session, pin)) : at;
  },
  'people.change-passphrase': async ({ old, passphrase }) => {
    const at = desk.seated();
    return at.ok
      ? doneOf(await at.value.clinic.people.changePassphrase(at.value.session, old, passphrase))
      : at;
  },
});

const staffHandlers = ({
  desk,
  vaultGround,
}: AppContext): HandlersOf<
  'people.add' | 'people.change-role' | 'people.remove' | 'people.new-recovery-key'
> => ({
  'people.add': async ({ own, label, role, passphrase }) => {
    const at = desk.seated();
    if (!at.ok) return at;
    const { people, record } = at.value.clinic;
    const added = await people.add(at.value.session, own, { label, role, passphrase });
    if (!added.ok) return added;
    const named = await record.tell({ kind: 'person-named', person: added.value.person, label }, 'host');
    return named.ok ? added : named;
  },
  'people.change-role': async ({ own, person, role }) => {
    const at = desk.seated();
    if (!at.ok) return at;
    return doneOf(await at.value.clinic.people.changeRole(at.value.session, own, person, role));
  },
  'people.remove': async ({ person }) => {
    const at = desk.seated();
    if (!at.ok) return at;
    const { clinic, session } = at.value;
    const removed = await clinic.people.remove(session, person);
    // Nobody is left who could ask for it.
    return doneOf(removed.ok ? await forgetVoice(vaultGround, clinic, person, 'host') : removed);
  },
  'people.new-recovery-key': async ({ own }) => {
    const at = desk.enter('manage-people');
    if (!at.ok) return at;
    const { vault } = at.value.clinic;
    const checked = await vault.personKeyOf(at.value.who.person, own);
    if (!checked.ok) return checked.error.code === 'person-unknown' ? refuse('wrong-passphrase') : checked;
    wipe(checked.value);
    const made = await vault.newRecoveryKey();
    return made.ok ? succeed({ recoveryKey: made.value }) : made;
  },
});

export const peopleHandlers = (context: AppContext): HandlersOf<Names> => ({
  ...deskHandlers(context),
  ...ownHandlers(context),
  ...staffHandlers(context),
});
