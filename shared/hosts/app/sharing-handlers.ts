import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { sharingOperations } from '../../contract/sharing.ts';
import type { SharedDraft } from '../../contract/shared-draft.ts';
import type { VisitDocument } from '../../contract/vault.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import { patientThere, type ServerAccess } from '../../deliver/fhir/record-server.ts';
import {
  draftResource,
  draftsFor,
  fetchDraft,
  putDraft,
  type FoundDraft,
} from '../../deliver/shared-draft/draft-exchange.ts';
import { reconcile } from '../../deliver/shared-draft/reconcile.ts';
import { openDraft, sealDraft } from '../../deliver/shared-draft/seal-draft.ts';
import { takeIn, theirsOf } from '../../deliver/shared-draft/take-in.ts';
import { patientOf } from './approved-visit.ts';
import { keepChart } from './charting.ts';
import type { Clinic } from './clinic.ts';
import { recordAccess } from './connection-settings.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { writeDraft } from './draft-entry.ts';
import { atDraft, writeEdit } from './edit-handlers.ts';
import { twinsOf } from './edits.ts';
import {
  codeOf,
  ownCard,
  PARTNERS_SETTING,
  partnersOf,
  partnerView,
  peopleKnown,
  readCard,
  trustOf,
  type KeptPartner,
} from './partners.ts';
import { transcriptHash } from './redraft.ts';

type AtDesk = Pick<AtVisit, 'clinic' | 'who'>;

/** How long a person waits for the record system, ms. */
const WAIT_MS = 60_000;

const accessOf = ({ signIns }: AppContext, { clinic, who }: AtDesk): Result<ServerAccess> => {
  const by = { person: who.person, tokenOf: signIns.tokenOf };
  return recordAccess(clinic.record, AbortSignal.timeout(WAIT_MS), by);
};

/** A draft that a person may work on, see and give to others. */
const atShared = async (context: AppContext, visit: string): Promise<Result<AtVisit>> => {
  const at = await atDraft(context, visit);
  return at.ok && !at.value.record.state().draft ? refuse('visit-order') : at;
};

/** A draft as it lies on the server, opened with the key of the person at the desk. */
const openFound = async (
  { clinic, who }: AtDesk,
  { sealed }: Pick<FoundDraft, 'sealed'>,
  passphrase: string,
): Promise<Result<SharedDraft>> => {
  const key = await clinic.people.boxKey(who.session, passphrase);
  return key.ok ? openDraft(sealed, key.value, trustOf(clinic)) : key;
};

const namesOf = (clinic: Clinic, person: string): string =>
  peopleKnown(clinic).get(person)?.name ?? person.slice(0, 8);

const send = async (
  context: AppContext,
  visitAt: AtVisit,
  people: readonly string[],
  passphrase: string,
): Promise<Result<typeof DONE>> => {
  const { record, clinic, who } = visitAt;
  const access = accessOf(context, visitAt);
  if (!access.ok) return access;
  const content = await context.reader.read(record);
  if (!content.ok) return content;
  const known = peopleKnown(clinic);
  const everyone = [...new Set([who.person, ...people])];
  const certificates = everyone.flatMap((person) => known.get(person)?.certificate ?? []);
  if (certificates.length !== everyone.length) return refuse('person-unknown');
  const state = record.state();
  const { chart, transcript, facts, doubts } = content.value;
  const patient = await patientThere(access.value, patientOf({ record }, chart), state.sending?.patient);
  if (!patient.ok) return patient;
  const origin = state.shared?.origin ?? record.visit;
  const at = context.now().toISOString();
  const draft: SharedDraft = {
    version: 1,
    visit: origin,
    documents: { ...state.documents },
    label: state.label,
    identifiers: [...state.identifiers],
    ...(transcript && { transcript }),
    ...(chart && { chart }),
    facts: [...facts],
    doubts: [...doubts],
    models: [...state.models],
    by: who.person,
    at,
  };
  const sealed = await sealDraft(draft, certificates, trustOf(clinic), async (message) => {
    const signed = await clinic.people.sign(who.session, passphrase, [message]);
    if (!signed.ok) return signed;
    const [signature = ''] = signed.value.signatures;
    return succeed({ signature, certificate: signed.value.certificate });
  });
  if (!sealed.ok) return sealed;
  const put = await putDraft(
    access.value,
    draftResource(sealed.value, patient.value, at),
    state.shared?.version ?? null,
  );
  if (!put.ok) return put;
  const told = await record.append(
    {
      kind: 'shared',
      how: 'sent',
      origin,
      version: put.value.version,
      people: everyone,
      by: who.label,
      documents: draft.documents,
      conflicts: [],
    },
    who.person,
  );
  return told.ok ? succeed(DONE) : told;
};

/** The documents as both sides last had them. */
const sharedBefore = async (
  record: VisitRecord,
  entry: number,
): Promise<Result<Readonly<Record<string, VisitDocument>>>> => {
  const read = await record.read(entry);
  if (!read.ok) return read;
  return read.value.kind === 'shared'
    ? succeed(read.value.documents as Record<string, VisitDocument>)
    : refuse('visit-quarantined');
};

const take = async (
  context: AppContext,
  at: AtVisit,
  passphrase: string,
): Promise<Result<{ changed: number; conflicts: number }>> => {
  const { record, clinic, who } = at;
  const { shared, documents: mine } = record.state();
  if (!shared) return refuse('document-missing');
  const access = accessOf(context, at);
  if (!access.ok) return access;
  const found = await fetchDraft(access.value, shared.origin);
  if (!found.ok) return found;
  if (!found.value) return refuse('document-missing');
  if (found.value.version === shared.version) return succeed({ changed: 0, conflicts: 0 });
  const theirs = await openFound(at, found.value, passphrase);
  if (!theirs.ok) return theirs;
  const before = await sharedBefore(record, shared.entry);
  if (!before.ok) return before;
  const joined = reconcile(before.value, mine, theirs.value.documents as Record<string, VisitDocument>);
  const changes = takeIn(mine, joined);
  // First what they did, then that it was taken in: a crash between the two takes the same changes in again.
  const edited =
    changes.length > 0
      ? await writeEdit(context, at, { changes, stale: twinsOf(changes, mine), fresh: [] })
      : succeed(undefined);
  if (!edited.ok) return edited;
  const conflicts = joined.conflicts.map(({ document, line, theirs: other }) => ({
    document,
    line,
    ...(other && { theirs: theirsOf(line) }),
  }));
  const told = await record.append(
    {
      kind: 'shared',
      how: 'taken',
      origin: shared.origin,
      version: found.value.version,
      people: [...shared.people],
      by: namesOf(clinic, theirs.value.by),
      documents: theirs.value.documents,
      conflicts,
    },
    who.person,
  );
  return told.ok ? succeed({ changed: joined.changedByThem.length, conflicts: conflicts.length }) : told;
};

/** Visits here by where a shared draft began: here, or with whom it was taken from. Opens each visit once. */
const visitsByOrigin = async ({ record }: Clinic): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (const { visit } of record.list()) {
    const opened = await record.open(visit);
    const origin = opened.ok ? opened.value.state().shared?.origin : undefined;
    const at = origin ?? visit;
    if (!found.has(at)) found.set(at, visit);
  }
  return found;
};

/** Makes a visit of a draft that was shared: what was said and charted, then the draft as its sender has it. */
const makeVisit = async (
  context: AppContext,
  { clinic, who }: AtDesk,
  { sealed, version }: FoundDraft,
  draft: SharedDraft,
): Promise<Result<{ visit: string }>> => {
  const { label, identifiers, chart, transcript, facts, doubts, models, documents } = draft;
  const made = await clinic.record.create({ label, identifiers }, who.person);
  if (!made.ok) return made;
  const record = made.value;
  const { stages } = context.services;
  const charted = chart && (await keepChart(stages, record, chart, who.person));
  if (charted && !charted.ok) return charted;
  const heard =
    transcript &&
    (await record.append(
      { kind: 'transcript', transcript, sha256: transcriptHash(transcript), sound: [] },
      who.person,
    ));
  if (heard && !heard.ok) return heard;
  const read = await context.reader.read(record);
  if (!read.ok) return read;
  const written = await writeDraft(
    stages,
    read.value,
    record,
    { documents: documents as Record<string, VisitDocument>, facts, doubts },
    models,
    who.person,
  );
  if (!written.ok) return written;
  const told = await record.append(
    {
      kind: 'shared',
      how: 'taken',
      origin: sealed.visit,
      version,
      people: [...new Set([who.person, draft.by])],
      by: namesOf(clinic, draft.by),
      documents,
      conflicts: [],
    },
    who.person,
  );
  return told.ok ? succeed({ visit: record.visit }) : told;
};

const keepPartners = async (
  { clinic, who }: AtDesk,
  partners: readonly KeptPartner[],
): Promise<Result<typeof DONE>> => {
  const told = await clinic.record.tell(
    { kind: 'settings', name: PARTNERS_SETTING, value: partners },
    who.person,
  );
  return told.ok ? succeed(DONE) : told;
};

const partnerHandlers = ({
  desk,
}: AppContext): HandlersOf<'partners.card' | 'partners.add' | 'partners.remove' | 'partners.list'> => ({
  'partners.card': () => {
    const at = desk.enter('change-settings');
    if (!at.ok) return at;
    const card = JSON.stringify(ownCard(at.value.clinic));
    return succeed({ card, code: codeOf(card) });
  },
  'partners.add': async ({ card, code }) => {
    const at = desk.enter('change-egress');
    if (!at.ok) return at;
    const read = readCard(card, code);
    if (!read.ok) return read;
    const others = partnersOf(at.value.clinic.record).filter(
      (one) => one.card.certificates[0]?.person !== read.value.card.certificates[0]?.person,
    );
    const kept = await keepPartners(at.value, [...others, read.value]);
    return kept.ok ? succeed(partnerView(read.value)) : kept;
  },
  'partners.remove': async ({ code }) => {
    const at = desk.enter('change-egress');
    if (!at.ok) return at;
    return keepPartners(
      at.value,
      partnersOf(at.value.clinic.record).filter((one) => one.code !== code),
    );
  },
  'partners.list': () => {
    const at = desk.enter('list-visits');
    return at.ok ? succeed({ partners: partnersOf(at.value.clinic.record).map(partnerView) }) : at;
  },
});

/** One draft, two Footnotes, a FHIR server between them that can read none of it. */
export const sharingHandlers = (context: AppContext): HandlersOf<keyof typeof sharingOperations> => ({
  ...partnerHandlers(context),
  'sharing.send': async ({ visit, people, passphrase }) => {
    const at = await atShared(context, visit);
    return at.ok ? send(context, at.value, people, passphrase) : at;
  },
  'sharing.take': async ({ visit, passphrase }) => {
    const at = await atShared(context, visit);
    return at.ok ? take(context, at.value, passphrase) : at;
  },
  'sharing.waiting': async () => {
    const at = context.desk.enter('edit');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const access = accessOf(context, at.value);
    if (!access.ok) return access;
    const found = await draftsFor(access.value, who.person);
    if (!found.ok) return found;
    const theirs = found.value.filter(({ sealed }) => sealed.certificate.person !== who.person);
    if (theirs.length === 0) return succeed({ drafts: [] });
    const visits = await visitsByOrigin(clinic);
    const drafts = theirs.map(({ sealed, at: when }) => {
      const here = visits.get(sealed.visit);
      const by = namesOf(clinic, sealed.certificate.person);
      return { visit: sealed.visit, by, at: when, ...(here !== undefined && { here }) };
    });
    return succeed({ drafts });
  },
  'sharing.open': async ({ visit, passphrase }) => {
    const at = context.desk.enter('edit');
    if (!at.ok) return at;
    const { clinic } = at.value;
    const here = (await visitsByOrigin(clinic)).get(visit);
    if (here !== undefined) return succeed({ visit: here });
    const access = accessOf(context, at.value);
    if (!access.ok) return access;
    const found = await fetchDraft(access.value, visit);
    if (!found.ok) return found;
    if (!found.value) return refuse('document-missing');
    const draft = await openFound(at.value, found.value, passphrase);
    return draft.ok ? makeVisit(context, at.value, found.value, draft.value) : draft;
  },
});
