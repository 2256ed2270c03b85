import type { Evidence } from '../../contract/evidence.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import type { ClinicSettings } from '../../contract/settings.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { LineChange, VisitDocument } from '../../contract/vault.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import type { Stage } from '../../contract/visits.ts';
import { sha256 } from '../../platform/hash.ts';
import { applyChanges } from '../../vault/visit-documents.ts';
import type { Stages } from '../stages.ts';
import { transcriptText } from '../visit-documents.ts';
import { documentsOf, modelsOf, sheetVisit, writeDraft } from './draft-entry.ts';
import { carryOver } from './edits.ts';
import type { ContentReader } from './visit-content.ts';
import { flagsOf, marksOf } from './visit-flags.ts';

export interface RedraftGround {
  readonly stages: Pick<Stages, 'draft' | 'instructions' | 'conflicts' | 'verifier'>;
  readonly reader: ContentReader;
  readonly version: string;
  readonly settings: ClinicSettings;
  readonly onStage: (stage: Stage) => Promise<void>;
}

const SHEETS = ['en', 'es'] as const;

export const transcriptHash = (transcript: Transcript): string => sha256(transcriptText(transcript));

/** Evidence that still points at the same words in another revision of the transcript. */
const sameWordsIn =
  (before: Transcript | undefined, after: Transcript) =>
  (evidence: Evidence): boolean => {
    if (evidence.source !== 'transcript') return true;
    const text = (transcript: Transcript | undefined): string | undefined =>
      transcript?.turns.find(({ id }) => id === evidence.turn)?.text.slice(evidence.start, evidence.end);
    return text(before) !== undefined && text(before) === text(after);
  };

/**
 * Drafts note and sheets from the visit's present transcript and chart, and writes the draft; what people had written
 * in the draft before is carried over as an edit. Where nothing was said there is a draft without documents.
 */
export const redraft = async (
  ground: RedraftGround,
  record: VisitRecord,
  by: string,
  before: {
    readonly transcript: Transcript | undefined;
    readonly drafted: Readonly<Record<string, VisitDocument>>;
  },
): Promise<Result<unknown>> => {
  const { stages, reader, onStage } = ground;
  const edited = record.state().documents;
  const read = await reader.read(record);
  if (!read.ok) return read;
  const { transcript, chart } = read.value;
  if (!transcript) return succeed(undefined);
  await onStage('draft');
  const isSilent = transcript.turns.length === 0;
  const draft = isSilent ? undefined : stages.draft(transcript, chart);
  await onStage('instructions');
  const visit = sheetVisit(ground.settings, record.state().createdAt);
  const sheets = SHEETS.map((language) => draft && stages.instructions(draft.facts, chart, language, visit));
  const documents = documentsOf(draft?.note, sheets);
  await onStage('review');
  const drafted = { documents, facts: draft?.facts ?? [], doubts: draft?.flags ?? [] };
  const models = modelsOf(transcript, ground.version);
  const written = await writeDraft(stages, read.value, record, drafted, models, by);
  if (!written.ok) return written;
  const changes: LineChange[] = carryOver(
    before.drafted,
    edited,
    documents,
    sameWordsIn(before.transcript, transcript),
  );
  if (changes.length === 0) return written;
  const after = marksOf(flagsOf(stages, written.value, applyChanges(documents, changes), []));
  return record.append({ kind: 'edit', changes, stale: [], fresh: [], flags: after }, by);
};
