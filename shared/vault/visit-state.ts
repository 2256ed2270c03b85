import type { ErrorCode } from '../contract/errors.ts';
import type { DataKind, VisitEntry, VisitEntryKind, VisitStage } from '../contract/vault.ts';
import type { RecordingState, VisitState } from '../contract/visit-record.ts';
import { applyChanges, changedLines, changesFit, staleAfter } from './visit-documents.ts';

/** Which data key seals which entry: what was said, what was drafted from it, and what must outlive both. */
export const KEY_OF: Readonly<Record<VisitEntryKind, DataKind>> = {
  created: 'approved',
  identified: 'approved',
  chart: 'transcript',
  brief: 'drafts',
  consent: 'approved',
  'consent-withdrawn': 'approved',
  present: 'approved',
  'recording-started': 'approved',
  'segment-sealed': 'approved',
  gap: 'approved',
  struck: 'approved',
  'move-intended': 'approved',
  'recording-stopped': 'approved',
  balance: 'transcript',
  transcript: 'transcript',
  draft: 'drafts',
  edit: 'drafts',
  'flag-settled': 'drafts',
  seen: 'drafts',
  'line-asked': 'drafts',
  'line-answered': 'drafts',
  'own-assessment': 'drafts',
  ready: 'approved',
  approval: 'approved',
  addendum: 'approved',
  'model-asked': 'drafts',
  shared: 'drafts',
  'letter-asked': 'drafts',
  'letter-signed': 'approved',
  released: 'approved',
  'send-asked': 'approved',
  sent: 'approved',
  'send-refused': 'approved',
  shredded: 'approved',
  closed: 'approved',
};

/** What goes with the key of the drafts. */
const NO_DRAFT = {
  documents: {},
  stale: [],
  edits: [],
  flags: [],
  settledFlags: {},
  seen: [],
  questions: [],
  letter: undefined,
};

export const emptyState = (visit: string): VisitState => ({
  visit,
  stage: 'new',
  label: '',
  identifiers: [],
  createdAt: '',
  changedAt: '',
  consent: 'none',
  present: [],
  recordings: [],
  ...NO_DRAFT,
  models: [],
  addenda: [],
  letters: [],
  shredded: [],
});

export interface EntryPlace {
  readonly n: number;
  readonly at: string;
  readonly by: string;
}

type Of<Kind extends VisitEntryKind> = Extract<VisitEntry, { kind: Kind }>;
type Step<Kind extends VisitEntryKind> = (
  state: VisitState,
  entry: Of<Kind>,
  place: EntryPlace,
) => VisitState;

const recordingAfter = (
  state: VisitState,
  recording: string,
  change: (found: RecordingState) => RecordingState,
): VisitState => ({
  ...state,
  recordings: state.recordings.map((found) => (found.recording === recording ? change(found) : found)),
});

const running = (state: VisitState): boolean => state.recordings.some(({ stopped }) => !stopped);

/** A late recording of an approved visit (or of one being reviewed) does not take its stage back. */
const stageWhen = (state: VisitState, stage: VisitStage, from: readonly VisitStage[]): VisitStage =>
  from.includes(state.stage) ? stage : state.stage;

const EARLY: readonly VisitStage[] = ['new', 'briefed', 'recording', 'transcribing'];

const STEPS: { readonly [Kind in VisitEntryKind]: Step<Kind> } = {
  created: (state, { label, identifiers }, { at }) => ({ ...state, label, identifiers, createdAt: at }),
  identified: (state, { label, identifiers }) => ({ ...state, label, identifiers }),
  chart: (state, _, { n }) => ({ ...state, chart: { entry: n } }),
  brief: (state, _, { n }) => ({
    ...state,
    brief: { entry: n },
    stage: stageWhen(state, 'briefed', ['new']),
  }),
  consent: (state, { wording, given, by }, { at }) => ({
    ...state,
    consent: 'given',
    consentEntry: { wording, given, by, at },
  }),
  'consent-withdrawn': (state) => ({ ...state, consent: 'withdrawn' }),
  present: (state, { people }) => ({ ...state, present: people }),
  'recording-started': (state, { recording, from, source, channels }, { at }) => ({
    ...state,
    stage: stageWhen(state, 'recording', EARLY),
    recordings: [
      ...state.recordings,
      {
        recording,
        segments: [],
        stopped: false,
        source,
        channels: channels ?? 1,
        startedAt: at,
        gaps: [],
        nextChunk: 0,
        nextSegment: 0,
        ...(from ? { from } : {}),
      },
    ],
  }),
  'segment-sealed': (state, { recording, segment }) =>
    recordingAfter(state, recording, (found) => ({
      ...found,
      segments: [...found.segments, segment],
      nextChunk: Math.max(found.nextChunk, segment.firstChunk + segment.chunks),
      nextSegment: Math.max(found.nextSegment, segment.index + 1),
    })),
  gap: (state, { recording, reason, atMs, lastedMs }) =>
    recordingAfter(state, recording, (found) => ({
      ...found,
      gaps: [...found.gaps, { reason, atMs, ...(lastedMs === undefined ? {} : { lastedMs }) }],
    })),
  struck: (state, { recording, removed, kept, move }) =>
    recordingAfter(state, recording, ({ moving, ...found }) => ({
      ...found,
      ...(moving && moving.move !== move ? { moving } : {}),
      segments: [...found.segments.filter(({ index }) => !removed.includes(index)), ...kept].sort(
        (a, b) => a.firstChunk - b.firstChunk,
      ),
      nextSegment: Math.max(found.nextSegment, ...kept.map(({ index }) => index + 1)),
    })),
  'move-intended': (state, { recording, move, toVisit, toRecording, fromChunk, toChunk }) =>
    recordingAfter(state, recording, (found) => ({
      ...found,
      moving: { move, toVisit, toRecording, fromChunk, toChunk },
    })),
  'recording-stopped': (state, { recording }) => {
    const after = recordingAfter(state, recording, (found) => ({ ...found, stopped: true }));
    return running(after) ? after : { ...after, stage: stageWhen(after, 'transcribing', ['recording']) };
  },
  balance: (state, { recording }, { n }) =>
    recordingAfter(state, recording, (found) => ({ ...found, balance: { entry: n } })),
  transcript: (state, { sha256, sound }, { n, at }) => ({
    ...state,
    transcript: { entry: n, sha256, sound },
    transcribedAt: state.transcribedAt ?? at,
  }),
  // Flags are known by what they say: one that was settled stays so when the same is found in a new draft.
  draft: (state, { documents, models, flags }, { n, at }) => ({
    ...state,
    stage: 'draft',
    documents: documents as VisitState['documents'],
    draft: { entry: n, at },
    models,
    stale: [],
    edits: [],
    flags,
    seen: [],
  }),
  edit: (state, entry, { n }) => ({
    ...state,
    documents: applyChanges(state.documents, entry.changes),
    stale: staleAfter(state.stale, entry),
    edits: [...state.edits, { entry: n, ...(entry.undoes === undefined ? {} : { undoes: entry.undoes }) }],
    flags: entry.flags ?? state.flags,
    seen: state.seen.filter((line) => !changedLines(entry.changes).includes(line)),
  }),
  'flag-settled': (state, { flag, how, reason }, { at, by }) => {
    const others = Object.fromEntries(Object.entries(state.settledFlags).filter(([id]) => id !== flag));
    return {
      ...state,
      settledFlags: how === 'open' ? others : { ...others, [flag]: { how, reason, at, by } },
    };
  },
  seen: (state, { lines }) => ({ ...state, seen: [...new Set([...state.seen, ...lines])] }),
  'line-asked': (state, { question, line, text }, { at, by }) => ({
    ...state,
    questions: [...state.questions, { question, line, text, by, at }],
  }),
  'line-answered': (state, { question, text }, { at, by }) => ({
    ...state,
    questions: state.questions.map((one) =>
      one.question === question ? { ...one, answer: { text, by, at } } : one,
    ),
  }),
  'own-assessment': (state, { text }) => ({ ...state, ownAssessment: text }),
  ready: (state) => ({ ...state, stage: 'ready-for-review' }),
  approval: (state, entry, { at }) => ({ ...state, stage: 'approved', approval: entry, approvedAt: at }),
  addendum: (state, entry, { at }) => ({ ...state, addenda: [...state.addenda, { ...entry, at }] }),
  // Named on the visit and under the signature like the model that drafted, once for each use.
  'model-asked': (state, { model }) => ({
    ...state,
    models: [...state.models.filter(({ use }) => use !== model.use), model],
  }),
  shared: (state, { origin, version, people, conflicts, how }, { n }) => ({
    ...state,
    shared: {
      entry: n,
      origin,
      version,
      people,
      conflicts:
        how === 'taken'
          ? [...(state.shared?.conflicts ?? []), ...conflicts]
          : (state.shared?.conflicts ?? []),
    },
  }),
  'letter-asked': (state, { to, asks, putBack }, { at, by }) => ({
    ...state,
    letter: { to, asks, putBack, at, by },
  }),
  'letter-signed': (state, entry, { at }) => ({
    ...state,
    letter: undefined,
    letters: [...state.letters, { ...entry, at }],
  }),
  released: (state) => state,
  'send-asked': (state, { host, patient }, { at }) => ({
    ...state,
    sending: { state: 'waiting', host, at, patient: patient ?? state.sending?.patient },
  }),
  sent: (state, { host }, { at }) => ({ ...state, sending: { ...state.sending, state: 'sent', host, at } }),
  'send-refused': (state, { code }, { at }) =>
    state.sending ? { ...state, sending: { ...state.sending, state: 'refused', at, code } } : state,
  shredded: (state, { kinds }) => ({
    ...state,
    shredded: [...new Set([...state.shredded, ...kinds])],
    ...(kinds.includes('drafts') ? NO_DRAFT : {}),
  }),
  closed: (state, _, { at }) => ({ ...state, stage: 'closed', closedAt: at }),
};

/** The state after one entry. Entries whose key was destroyed have no text any more and pass by `passShredded`. */
export const afterEntry = (state: VisitState, entry: VisitEntry, place: EntryPlace): VisitState => {
  const step = STEPS[entry.kind] as Step<VisitEntryKind>;
  return { ...step(state, entry, place), changedAt: place.at };
};

/** What an entry without text still tells: that there was a transcript, or a draft. */
export const passShredded = (
  state: VisitState,
  kind: VisitEntryKind,
  { at }: Pick<EntryPlace, 'at'>,
): VisitState => {
  const after = { ...state, changedAt: at };
  if (kind === 'draft') return { ...after, stage: 'draft' };
  if (kind === 'transcript') return { ...after, transcribedAt: state.transcribedAt ?? at };
  if (kind === 'brief') return { ...after, stage: stageWhen(state, 'briefed', ['new']) };
  return after;
};

const isOpenFor = (state: VisitState, recording: string): ErrorCode | undefined => {
  const found = state.recordings.find((one) => one.recording === recording);
  if (!found) return 'recording-unknown';
  return found.stopped ? 'recording-stopped' : undefined;
};
const isKnown = (state: VisitState, recording: string): ErrorCode | undefined =>
  state.recordings.some((one) => one.recording === recording) ? undefined : 'recording-unknown';

const beforeApproval = (state: VisitState): ErrorCode | undefined =>
  state.approval || state.stage === 'closed' ? 'approved-locked' : undefined;
const drafted = (state: VisitState): ErrorCode | undefined =>
  beforeApproval(state) ??
  (state.stage === 'draft' || state.stage === 'ready-for-review' ? undefined : 'visit-order');

/** What a letter is made of is still there. */
const whole = (state: VisitState): ErrorCode | undefined =>
  state.shredded.includes('drafts') ? 'content-shredded' : undefined;

type Rule<Kind extends VisitEntryKind> = (state: VisitState, entry: Of<Kind>) => ErrorCode | undefined;

const RULES: { readonly [Kind in VisitEntryKind]?: Rule<Kind> } = {
  created: (state) => (state.createdAt === '' ? undefined : 'visit-order'),
  identified: beforeApproval,
  chart: beforeApproval,
  brief: beforeApproval,
  'recording-started': (state, { recording, source, identifiersShown }) => {
    if (source === 'microphone' && identifiersShown.length < 2) return 'entry-shape';
    if (state.consent === 'withdrawn' && source !== 'moved') return 'consent-withdrawn';
    if (state.shredded.includes('audio')) return 'content-shredded';
    return isKnown(state, recording) === undefined ? 'visit-order' : undefined;
  },
  'segment-sealed': (state, { recording }) => isOpenFor(state, recording),
  gap: (state, { recording }) => isKnown(state, recording),
  // Sound that a signed note rests on stays until the retention rule takes it.
  struck: (state, { recording, why }) =>
    isKnown(state, recording) ?? (why === 'struck' ? beforeApproval(state) : undefined),
  'move-intended': (state, { recording }) => isKnown(state, recording) ?? beforeApproval(state),
  'recording-stopped': (state, { recording }) => isOpenFor(state, recording),
  balance: (state, { recording }) => isKnown(state, recording),
  transcript: (state) => (state.shredded.includes('transcript') ? 'content-shredded' : undefined),
  draft: (state) =>
    beforeApproval(state) ?? (state.shredded.includes('drafts') ? 'content-shredded' : undefined),
  edit: (state, { changes, fresh }) =>
    drafted(state) ??
    (changes.length + fresh.length > 0 && changesFit(state.documents, changes) ? undefined : 'entry-shape'),
  'flag-settled': drafted,
  'line-asked': drafted,
  'line-answered': drafted,
  'own-assessment': beforeApproval,
  ready: drafted,
  approval: (state) => drafted(state) ?? (state.stale.length > 0 ? 'stale-lines' : undefined),
  addendum: (state, { of }) =>
    state.approval ? (state.approval.sha256 === of ? undefined : 'hash-differs') : 'not-approved',
  'model-asked': drafted,
  shared: drafted,
  'letter-asked': (state) => (state.approval ? whole(state) : drafted(state)),
  'letter-signed': (state, { of }) =>
    state.approval ? (state.approval.sha256 === of ? undefined : 'hash-differs') : 'not-approved',
  released: (state, { document, sha256 }) => {
    if (!state.approval) return 'not-approved';
    const signed = [
      ...state.approval.documents,
      ...state.letters.map((one) => ({ document: 'letter', sha256: one.sha256 })),
    ];
    return signed.some((one) => one.document === document && one.sha256 === sha256)
      ? undefined
      : 'hash-differs';
  },
  'send-asked': (state) => (state.approval ? undefined : 'not-approved'),
  sent: (state) => (state.sending ? undefined : 'visit-order'),
  'send-refused': (state) => (state.sending ? undefined : 'visit-order'),
  shredded: (state, { kinds, why }) =>
    kinds.includes('audio') && !state.approval && (why === 'retention' || why === 'asked')
      ? 'audio-before-approval'
      : undefined,
  closed: (state) => (running(state) ? 'recording-running' : undefined),
};

/** Why an entry may not be written now; undefined where it may. Nothing but an addendum changes approved text. */
export const refusalOf = (state: VisitState, entry: VisitEntry): ErrorCode | undefined => {
  if (state.createdAt === '' && entry.kind !== 'created') return 'visit-order';
  const rule = RULES[entry.kind] as Rule<VisitEntryKind> | undefined;
  return rule?.(state, entry);
};
