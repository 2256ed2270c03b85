import { refuse, succeed } from '../../contract/errors.ts';
import type { Action } from '../../contract/people.ts';
import { silentLog } from '../../platform/log.ts';
import { peopleOfVault, type VaultGround } from '../../vault/vault.ts';
import { Desk } from '../app/desk.ts';
import type { AtWork } from '../app/keep-visit.ts';
import { makeUpkeep } from '../app/upkeep.ts';
import { recordPlace } from '../record-place.ts';
import { about, type Outcome } from './failure.ts';
import type { Terminal } from './terminal.ts';

export interface OpenRecord extends AtWork {
  readonly close: () => Promise<void>;
}

/** Who signs in: the person named, or the only one there is. */
const whoSignsIn = async (
  { files, folder }: VaultGround,
  as: string | undefined,
): Promise<Outcome<string>> => {
  const people = await peopleOfVault(files, folder);
  if (!people.ok) return about(people, folder);
  const [only, ...others] = people.value;
  const label = as ?? (others.length === 0 ? only?.label : undefined);
  return label === undefined ? about(refuse('person-needed')) : succeed(label);
};

/**
 * Opens the record of this machine for one person who may do that, for as long as a command runs. The passphrase comes
 * from the terminal or standard input: a command line and an environment can be read by other programs.
 */
export const openRecordAs = async (
  as: string | undefined,
  terminal: Terminal,
  action: Action,
): Promise<Outcome<OpenRecord>> => {
  const vault = await recordPlace();
  const label = await whoSignsIn(vault, as);
  if (!label.ok) return label;
  const upkeep = makeUpkeep(silentLog);
  const desk = new Desk({
    vault,
    isBusy: () => false,
    changed: () => undefined,
    opened: (clinic) => upkeep.begin(clinic),
    closing: () => {
      upkeep.end();
      return Promise.resolve();
    },
  });
  const seated = await desk.signIn(label.value, await terminal.secret(`Passphrase of ${label.value}:`));
  if (!seated.ok) return about(seated, vault.folder);
  const entered = desk.enter(action);
  if (entered.ok) return succeed({ ...entered.value, close: () => desk.close() });
  await desk.close();
  return about(entered);
};
