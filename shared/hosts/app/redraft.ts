import type { Chart } from '../../contract/chart.ts';
import type { LanguageModel, ModelReport } from '../../contract/drafters.ts';
import type { Evidence } from '../../contract/evidence.ts';
import { refuse, succeed, type FootnoteError, type Result } from '../../contract/errors.ts';
import type { Flag } from '../../contract/flag.ts';
import type { ClinicSettings } from '../../contract/settings.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { LineChange, VisitDocument } from '../../contract/vault.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import type { Stage } from '../../contract/visits.ts';
import { sha256 } from '../../platform/hash.ts';
import { applyChanges } from '../../vault/visit-documents.ts';
import type { Stages, VisitDraft } from '../stages.ts';
import { transcriptText } from '../visit-documents.ts';
import { askedElsewhere, documentsOf, modelsOf, sheetVisit, writeDraft } from './draft-entry.ts';
import { carryOver } from './edits.ts';
import { putBackAgain } from './put-back-again.ts';
import type { ContentReader } from './visit-content.ts';
import { flagsOf, marksOf } from './visit-flags.ts';

export interface RedraftGround {
  readonly stages: Pick<
    Stages,
    'draft' | 'draftWith' | 'instructions' | 'putBack' | 'conflicts' | 'verifier'
  >;
  readonly reader: ContentReader;
  readonly version: string;
  readonly settings: ClinicSettings;
  /** Opens the language model that drafts here; undefined where the built-in drafter does. */
  readonly openModel: () => Promise<Result<LanguageModel | undefined>>;
  readonly signal: AbortSignal;
  readonly onStage: (stage: Stage) => Promise<void>;
  readonly onDraft: (share: number) => void;
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

/** Said beside a draft whose language model could not even be asked. */
const notAsked = ({ message }: FootnoteError): Omit<Flag, 'id'> => ({
  kind: 'unchecked',
  severity: 'show',
  message: `The language model was not asked: ${message}. This is the built-in draft, whole.`,
  evidence: [],
});

/**
 * The built-in draft, and over it the language model's where one drafts here. What happens to the model never costs the
 * draft: where it cannot be asked or fails, the built-in one stands and says so.
 */
const draftOf = async (
  { stages, settings, openModel, signal, onDraft }: RedraftGround,
  transcript: Transcript,
  chart: Chart | undefined,
): Promise<VisitDraft & { readonly report?: ModelReport }> => {
  const template = settings.noteTemplate;
  const embedded = stages.draft(transcript, chart, { template });
  const opened = await openModel();
  if (!opened.ok)
    return { ...embedded, flags: [...embedded.flags, { ...notAsked(opened.error), id: 'model' }] };
  const model = opened.value;
  if (!model) return embedded;
  try {
    return await stages.draftWith(model, {
      transcript,
      chart,
      embedded,
      template,
      signal,
      onProgress: onDraft,
    });
  } finally {
    await model.close();
  }
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
  const draft = isSilent ? undefined : await draftOf(ground, transcript, chart);
  if (ground.signal.aborted) return refuse('cancelled');
  await onStage('instructions');
  const asked = record.state().models;
  const models = modelsOf(transcript, ground.version, draft?.report, asked);
  const askedHost = askedElsewhere(asked, draft?.report);
  const visit = { ...sheetVisit(ground.settings, record.state().createdAt), askedHost };
  const sheets = SHEETS.map((language) => {
    if (!draft) return undefined;
    const { facts } = draft;
    const standing = edited[`instructions.${language}`];
    return putBackAgain(
      stages.instructions(facts, chart, language, visit),
      { standing, facts: read.value.facts },
      facts,
      (sheet, fact) => stages.putBack({ facts, chart, visit, sheet, fact, isOn: true }),
    );
  });
  const documents = documentsOf(draft?.note, sheets);
  await onStage('review');
  const drafted = { documents, facts: draft?.facts ?? [], doubts: draft?.flags ?? [] };
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
