import { Approver } from '../../approve/approver.ts';
import { Recorder } from '../../capture/recorder/recorder.ts';
import { ClinicSettings } from '../../contract/settings.ts';
import { People } from '../../people/people.ts';
import { DEFAULT_RETENTION } from '../../vault/retention.ts';
import type { OpenVault } from '../../vault/vault.ts';
import type { VaultRecord } from '../../vault/vault-record.ts';

/** What works on an unlocked record: the people, the recorder and the approver, each over the same visits. */
export interface Clinic {
  readonly vault: OpenVault;
  readonly record: VaultRecord;
  readonly people: People;
  readonly recorder: Recorder;
  readonly approver: Approver;
  readonly settings: () => ClinicSettings;
}

const USUAL: ClinicSettings = {
  clinic: { name: '', phone: '' },
  retention: DEFAULT_RETENTION,
  consentWording: {
    en: 'May this visit be recorded on this computer, so that software can help to write the note? The recording stays here. You can say no, or stop it at any time.',
    es: '¿Podemos grabar esta visita en esta computadora para que un programa ayude a escribir la nota? La grabación se queda aquí. Puede decir que no, o pararla en cualquier momento.',
  },
  idleLockMinutes: 10,
  ownAssessmentFirst: false,
  pilot: false,
  secondListening: false,
  noteTemplate: 'general',
};

/** What the clinic decided, and the usual for what it did not; a setting that cannot be read counts as not decided. */
const settingsOf = (record: VaultRecord): ClinicSettings => {
  const decided = Object.entries(ClinicSettings.shape).flatMap(([name, shape]) => {
    const value = shape.safeParse(record.setting(name));
    return value.success ? [[name, value.data]] : [];
  });
  return { ...USUAL, ...(Object.fromEntries(decided) as Partial<ClinicSettings>) };
};

export const peopleOf = (vault: OpenVault, now: () => Date, idleMs?: () => number): People => {
  const { record } = vault;
  return new People({
    enrol: vault.enrol,
    dismiss: vault.dismiss,
    personKeyOf: vault.personKeyOf,
    tell: (entry, by) => record.tell(entry, by),
    certificates: () => record.certificates(),
    personKeys: (person) => record.personKeys(person),
    removed: () => record.removedPeople(),
    now,
    ...(idleMs && { idleMs }),
  });
};

export const makeClinic = (vault: OpenVault, now: () => Date): Clinic => {
  const { record } = vault;
  const settings = (): ClinicSettings => settingsOf(record);
  const people = peopleOf(vault, now, () => settings().idleLockMinutes * 60_000);
  return {
    vault,
    record,
    people,
    recorder: new Recorder({ store: record, now }),
    approver: new Approver({ store: record, authority: people.sessions, signer: people, now }),
    settings,
  };
};

/** The name a person goes by on a screen; what the software did itself goes by its own. */
export const nameOf = (clinic: Clinic, person: string): string =>
  person === 'host' ? 'Footnote' : (clinic.record.nameOf(person) ?? person.slice(0, 8));
