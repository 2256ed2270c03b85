import type { Chart } from '../../contract/chart.ts';
import type { Session } from '../../contract/people.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import type { Stages } from '../stages.ts';
import type { VisitDrafts } from '../visit-run.ts';
import { identityOf, keepChart } from './charting.ts';
import type { Clinic } from './clinic.ts';
import { documentsOf, modelsOf, writeDraft } from './draft-entry.ts';
import { sealSound } from './import-sound.ts';
import { transcriptHash } from './redraft.ts';
import { soundOfNow } from './sound.ts';
import { makeContentReader } from './visit-content.ts';

export interface AtWork {
  readonly clinic: Clinic;
  readonly who: Session;
}

export interface Incoming {
  /** Path of the recording, which stays where it is. */
  readonly audio: string;
  readonly chart: Chart | undefined;
  readonly questions: readonly string[];
}

/** Nothing stands where a patient's name would: what is put there for want of one is printed as one. */
const NOBODY_NAMED = { label: '', identifiers: [] } as const;

/**
 * A visit made of files: recording and chart are sealed in the record before anything is heard, so that whatever
 * happens later they are there. A recording that cannot be read makes no visit.
 */
export const keepIncoming = async (
  stages: Pick<Stages, 'openSound' | 'brief'>,
  { clinic, who }: AtWork,
  { audio, chart, questions }: Incoming,
): Promise<Result<VisitRecord>> => {
  const sound = await stages.openSound(audio);
  if (!sound.ok) return sound;
  try {
    const whose = chart ? identityOf(chart) : NOBODY_NAMED;
    const made = await clinic.record.create(whose, who.person);
    if (!made.ok) return made;
    const record = made.value;
    const sealed = await sealSound(sound.value, clinic, record.visit, who.person);
    if (!sealed.ok) {
      if (sealed.error.code.startsWith('audio')) await clinic.record.delete(record.visit, who.person);
      return sealed;
    }
    const charted = chart && (await keepChart(stages, record, chart, who.person, questions));
    return charted && !charted.ok ? charted : succeed(record);
  } finally {
    await sound.value.close();
  }
};

/** What was heard and drafted of a visit in the record, as entries of it. */
export const keepDrafts = async (
  stages: Pick<Stages, 'conflicts' | 'verifier'>,
  record: VisitRecord,
  { transcript, drafted }: VisitDrafts,
  version: string,
  by: string,
): Promise<Result<unknown>> => {
  const sha256 = transcriptHash(transcript);
  const sound = soundOfNow(record.state());
  const heard = await record.append({ kind: 'transcript', transcript, sha256, sound }, by);
  if (!heard.ok) return heard;
  const read = await makeContentReader(stages).read(record);
  if (!read.ok) return read;
  return writeDraft(
    stages,
    read.value,
    record,
    {
      documents: documentsOf(drafted?.note, drafted?.instructions ?? []),
      facts: drafted?.facts ?? [],
      doubts: drafted?.doubts ?? [],
    },
    modelsOf(transcript, version, drafted?.report),
    by,
  );
};
