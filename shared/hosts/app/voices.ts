import type { Session } from '../../contract/people.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import { VoiceKept, VoicePrint, type voiceOperations } from '../../contract/voice.ts';
import type { VaultGround } from '../../vault/vault.ts';
import { makeVoicePrints, type VoicePrints } from '../../vault/voice-prints.ts';
import type { Clinic } from './clinic.ts';
import type { AppContext, HandlersOf } from './context.ts';
import { isSoundHeard, soundToHear } from './sound.ts';

/** Visits that a voice is learned from, and how many of the latest are looked at for them. */
const VISITS = 3;
const LOOKED_AT = 40;

const settingOf = (person: string): string => `voice ${person}`;

const printsIn = (
  { files, folder }: Pick<VaultGround, 'files' | 'folder'>,
  { record }: Clinic,
): VoicePrints => makeVoicePrints({ files, folder, key: () => record.keyFor('voice prints') });

/** How a person's voice sounds, where she had it learned; what cannot be read counts as not learned. */
export const voiceOf = async (
  ground: Pick<VaultGround, 'files' | 'folder'>,
  clinic: Clinic,
  person: string,
): Promise<VoicePrint | undefined> =>
  VoicePrint.safeParse(
    await printsIn(ground, clinic)
      .of(person)
      .catch(() => undefined),
  ).data;

/** Destroys a person's print and says so in the record. */
export const forgetVoice = async (
  ground: Pick<VaultGround, 'files' | 'folder'>,
  clinic: Clinic,
  person: string,
  by: string,
): Promise<Result<void>> => {
  const gone = await printsIn(ground, clinic).forget(person);
  if (!gone.ok || !VoiceKept.safeParse(clinic.record.setting(settingOf(person))).success) return gone;
  const told = await clinic.record.tell({ kind: 'settings', name: settingOf(person), value: null }, by);
  return told.ok ? succeed(undefined) : told;
};

type Spoken = Parameters<AppContext['services']['stages']['learnVoice']>[0][number];

/** The sound of a visit that this person approved, with who spoke when; undefined where that is not all there. */
const spokenIn = async (
  { reader }: AppContext,
  record: VisitRecord,
  who: Session,
): Promise<Spoken | undefined> => {
  const { approval, transcript, shredded } = record.state();
  if (approval?.certificate.person !== who.person || shredded.includes('audio')) return undefined;
  if (!transcript || !isSoundHeard(transcript.sound, record.state())) return undefined;
  const read = await reader.read(record);
  return read.ok && read.value.transcript
    ? { sound: soundToHear(record), turns: read.value.transcript.turns }
    : undefined;
};

const lastApproved = async (
  context: AppContext,
  clinic: Clinic,
  who: Session,
): Promise<readonly Spoken[]> => {
  const found: Spoken[] = [];
  const approved = clinic.record.list().filter(({ approvedAt }) => approvedAt !== undefined);
  for (const { visit } of approved.slice(0, LOOKED_AT)) {
    if (found.length === VISITS) break;
    const record = await clinic.record.open(visit);
    const spoken = record.ok ? await spokenIn(context, record.value, who) : undefined;
    if (spoken) found.push(spoken);
  }
  return found;
};

export const voiceHandlers = (context: AppContext): HandlersOf<keyof typeof voiceOperations> => ({
  'voice.get': () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const kept = VoiceKept.safeParse(clinic.record.setting(settingOf(who.person))).data;
    return succeed(kept ? { kept } : {});
  },
  'voice.learn': async ({ agreed }) => {
    const at = context.desk.enter('approve');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const visits = await lastApproved(context, clinic, who);
    const print = visits.length > 0 ? await context.services.stages.learnVoice(visits) : null;
    if (!print) return refuse('voice-too-little');
    const kept = { at: context.now().toISOString(), visits: visits.length, agreed };
    // Told first: there is no print without a line that says who agreed to what.
    const told = await clinic.record.tell(
      { kind: 'settings', name: settingOf(who.person), value: kept },
      who.person,
    );
    if (!told.ok) return told;
    const done = await printsIn(context.vaultGround, clinic).keep(who.person, print);
    return done.ok ? succeed({ kept }) : done;
  },
  'voice.forget': async () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const gone = await forgetVoice(context.vaultGround, clinic, who.person, who.person);
    return gone.ok ? succeed(DONE) : gone;
  },
});
