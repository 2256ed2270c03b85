import type { Evidence } from '../../contract/evidence.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { LineChange, ModelUse, VisitDocument } from '../../contract/vault.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import type { Stage } from '../../contract/visits.ts';
import { sha256 } from '../../platform/hash.ts';
import { applyChanges } from '../../vault/visit-documents.ts';
import type { Stages } from '../stages.ts';
import { transcriptText } from '../visit-documents.ts';
import { carryOver } from './edits.ts';
import type { ContentReader } from './visit-content.ts';
import { flagsOf, marksOf } from './visit-flags.ts';

export interface RedraftGround {
  readonly stages: Pick<Stages, 'draft' | 'instructions' | 'conflicts' | 'verifier'>;
  readonly reader: ContentReader;
  readonly version: string;
  readonly clinic: string;
  readonly onStage: (stage: Stage) => Promise<void>;
}

const SHEETS = ['en', 'es'] as const;

export const transcriptHash = (transcript: Transcript): string => sha256(transcriptText(transcript));

const modelsOf = ({ engine }: Transcript, version: string): ModelUse[] => [
  { name: engine.model, sha256: engine.sha256, use: `speech, by ${engine.name} ${engine.version}` },
  { name: 'embedded', sha256: '', use: `draft, by the rules of Footnote ${version}` },
];

/** Evidence that still points at the same words in another revision of the transcript. */
const sameWordsIn =
  (before: Transcript | undefined, after: Transcript) =>
  (evidence: Evidence): boolean => {
    if (evidence.source !== 'transcript') return true;
    const text = (transcript: Transcript | undefined): string | undefined =>
      transcript?.turns.find(({ id }) => id === evidence.turn)?.text.slice(evidence.start, evidence.end);
    return text(before) !== undefined && text(before) === text(after);
  };

const withIds = (flags: readonly Omit<Flag, 'id'>[]): Flag[] =>
  flags.map((flag, i) => ({ ...flag, id: `d${String(i + 1)}` }));

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
  const visit = {
    date: record.state().createdAt.slice(0, 10),
    ...(ground.clinic && { clinic: ground.clinic }),
    recording: {},
  };
  const sheets = SHEETS.map((language) => draft && stages.instructions(draft.facts, chart, language, visit));
  const documents: Record<string, VisitDocument> = draft ? { note: draft.note } : {};
  for (const sheet of sheets) if (sheet) documents[`instructions.${sheet.language}`] = sheet;
  await onStage('review');
  const facts = [...(draft?.facts ?? [])];
  const doubts = withIds(draft?.flags ?? []);
  const content = { ...read.value, facts, doubts };
  const flags = marksOf(flagsOf(stages, content, documents, []));
  const models = modelsOf(transcript, ground.version);
  const written = await record.append({ kind: 'draft', documents, models, facts, doubts, flags }, by);
  if (!written.ok) return written;
  const changes: LineChange[] = carryOver(
    before.drafted,
    edited,
    documents,
    sameWordsIn(before.transcript, transcript),
  );
  if (changes.length === 0) return written;
  const after = marksOf(flagsOf(stages, content, applyChanges(documents, changes), []));
  return record.append({ kind: 'edit', changes, stale: [], fresh: [], flags: after }, by);
};
