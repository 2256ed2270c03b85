import type { Brief } from '../../contract/brief.ts';
import type { Chart } from '../../contract/chart.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { VisitDocument, VisitEntry, VisitEntryKind } from '../../contract/vault.ts';
import type { VisitRecord, VisitState } from '../../contract/visit-record.ts';
import type { NoteVerifier, Stages } from '../stages.ts';

/** What is too large to be carried along in a visit's state, read from its entries. Absent where destroyed or not there. */
export interface VisitContent {
  readonly chart: Chart | undefined;
  readonly brief: Brief | undefined;
  readonly transcript: Transcript | undefined;
  readonly facts: readonly Fact[];
  /** What the drafter itself doubted. */
  readonly doubts: readonly Flag[];
  /** The documents as they were drafted. */
  readonly drafted: Readonly<Record<string, VisitDocument>>;
  /** Lines that two people changed in a shared draft. */
  readonly conflicts: NonNullable<VisitState['shared']>['conflicts'];
  /** Reads the visit once; undefined without a transcript. */
  readonly verifier: () => NoteVerifier | undefined;
}

export interface ContentReader {
  readonly read: (record: VisitRecord) => Promise<Result<VisitContent>>;
  /** Takes everything out of memory. */
  readonly forget: () => void;
}

/** Visits whose content is held at once: going back and forth between a few must not index each anew. */
const HELD_AT_MOST = 4;

const entryOf = async <Kind extends VisitEntryKind>(
  record: VisitRecord,
  place: { readonly entry: number } | undefined,
  kind: Kind,
): Promise<Result<Extract<VisitEntry, { kind: Kind }> | undefined>> => {
  if (!place) return succeed(undefined);
  const read = await record.read(place.entry);
  if (!read.ok) return read.error.code === 'content-shredded' ? succeed(undefined) : read;
  return succeed(read.value.kind === kind ? (read.value as Extract<VisitEntry, { kind: Kind }>) : undefined);
};

const readContent = async (
  stages: Pick<Stages, 'verifier'>,
  record: VisitRecord,
): Promise<Result<VisitContent>> => {
  const state = record.state();
  const chart = await entryOf(record, state.chart, 'chart');
  if (!chart.ok) return chart;
  const brief = await entryOf(record, state.brief, 'brief');
  if (!brief.ok) return brief;
  const heard = await entryOf(record, state.transcript, 'transcript');
  if (!heard.ok) return heard;
  const draft = await entryOf(record, state.draft, 'draft');
  if (!draft.ok) return draft;
  const transcript = heard.value?.transcript;
  let verifier: NoteVerifier | undefined;
  return succeed({
    chart: chart.value?.chart,
    brief: brief.value?.brief,
    transcript,
    facts: draft.value?.facts ?? [],
    doubts: draft.value?.doubts ?? [],
    drafted: (draft.value?.documents ?? {}) as VisitContent['drafted'],
    conflicts: state.shared?.conflicts ?? [],
    verifier: () => {
      if (!transcript) return undefined;
      return (verifier ??= stages.verifier(transcript, chart.value?.chart));
    },
  });
};

/** Entries never change, so what was read of a visit holds until it has other entries. */
export const makeContentReader = (stages: Pick<Stages, 'verifier'>): ContentReader => {
  const held = new Map<string, { readonly of: string; readonly content: VisitContent }>();
  return {
    read: async (record) => {
      const { chart, brief, transcript, draft, shared, shredded } = record.state();
      const of = JSON.stringify([chart, brief, transcript?.entry, draft?.entry, shared?.entry, shredded]);
      const known = held.get(record.visit);
      if (known?.of === of) return succeed(known.content);
      const content = await readContent(stages, record);
      if (!content.ok) return content;
      held.delete(record.visit);
      held.set(record.visit, { of, content: content.value });
      for (const oldest of held.keys()) {
        if (held.size <= HELD_AT_MOST) break;
        held.delete(oldest);
      }
      return content;
    },
    forget: () => {
      held.clear();
    },
  };
};
