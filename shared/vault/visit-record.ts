import { join } from 'node:path';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import {
  DATA_KINDS,
  VisitEntry,
  type AuditLine,
  type DataKind,
  type Finding,
  type SegmentName,
  type VisitEntryKind,
  type VisitSummary,
} from '../contract/vault.ts';
import type { SegmentWriter, VisitRecord, VisitState } from '../contract/visit-record.ts';
import type { FilePort } from '../platform/file-port.ts';
import { makeTaskQueue } from '../platform/task-queue.ts';
import { onDisk } from './disk.ts';
import { asBytes, clearOf, EntryHead, fromBytes, readEntry } from './entry-text.ts';
import { ENTRY_VERSION } from './entry-versions.ts';
import { openBody, openHead } from './frame.ts';
import { Journal, readPlaced, walkJournal, type JournalHead, type PlacedFrame } from './journal.ts';
import {
  isSound,
  readSealedSegment,
  readSegmentFile,
  segmentFile,
  startSegment,
  takeUpSegment,
} from './segments.ts';
import { newVisitKeys, readVisitKeys, wipeVisitKeys, writeVisitKeys, type VisitKeys } from './visit-keys.ts';
import { afterEntry, emptyState, KEY_OF, passShredded, refusalOf } from './visit-state.ts';

export const JOURNAL_FILE = 'journal';
export const KEYS_FILE = 'keys';

/** What a visit's record stands on. `acknowledge` writes the visit's new head into the vault journal. */
export interface VisitGround {
  readonly files: FilePort;
  readonly folder: string;
  readonly visit: string;
  readonly vaultKey: Uint8Array;
  readonly now: () => Date;
  readonly vaultHead: () => { readonly n: number; readonly link: string };
  readonly acknowledge: (summary: VisitSummary, head: JournalHead) => Promise<Result<unknown>>;
  readonly found: (finding: Finding) => void;
}

interface Written {
  readonly at: Pick<PlacedFrame, 'place' | 'offset' | 'size'>;
  readonly head: EntryHead;
  readonly link: string;
  readonly readable: boolean;
}

const openFlags = ({ flags, settledFlags }: VisitState): VisitSummary['open'] => {
  const open = flags.filter(({ id }) => !settledFlags[id]);
  const interrupt = open.filter(({ severity }) => severity === 'interrupt').length;
  return { interrupt, show: open.length - interrupt };
};

export const summaryOf = (state: VisitState): VisitSummary => ({
  visit: state.visit,
  stage: state.stage,
  label: state.shredded.includes('approved') ? '' : state.label,
  createdAt: state.createdAt,
  changedAt: state.changedAt,
  ...(state.approvedAt ? { approvedAt: state.approvedAt } : {}),
  ...(state.transcribedAt ? { transcribedAt: state.transcribedAt } : {}),
  ...(state.closedAt ? { closedAt: state.closedAt } : {}),
  recording: state.recordings.some(({ stopped, moving }) => !stopped || moving !== undefined),
  hasSound: !state.shredded.includes('audio') && state.recordings.some(({ segments }) => segments.length > 0),
  open: openFlags(state),
  questions: state.questions.filter(({ answer }) => !answer).length,
  toSend: state.sending?.state === 'waiting',
  shredded: [...state.shredded],
});

/** A visit on the disk: its journal, keys and sealed sound. */
export class VisitFile implements VisitRecord {
  private readonly queue = makeTaskQueue();
  private written: Written[] = [];
  private now_: VisitState;
  private unacknowledged = false;

  private constructor(
    private readonly ground: VisitGround,
    private journal: Journal,
    private keys: VisitKeys,
  ) {
    this.now_ = emptyState(ground.visit);
  }

  get visit(): string {
    return this.ground.visit;
  }

  /** A new visit: keys first, then the journal; nothing of it counts before its first entry is acknowledged. */
  static async create(
    ground: VisitGround,
    created: Extract<VisitEntry, { kind: 'created' }>,
    by: string,
  ): Promise<Result<VisitFile>> {
    const { files, folder, visit } = ground;
    const keys = newVisitKeys();
    const made = await onDisk(async () => {
      await files.makeFolder(folder);
      await files.syncFolder(join(folder, '..'));
      await writeVisitKeys(files, join(folder, KEYS_FILE), ground.vaultKey, visit, keys);
      return Journal.create(files, join(folder, JOURNAL_FILE), visit);
    });
    if (!made.ok) {
      await files.remove(folder).catch(() => undefined);
      return made;
    }
    const record = new VisitFile(ground, made.value, keys);
    const first = await record.append(created, by);
    if (first.ok) return succeed(record);
    await record.close();
    await files.remove(folder).catch(() => undefined);
    return first;
  }

  /**
   * Opens a visit as its last acknowledged head knows it. An unacknowledged torn end is cut and told; anything else
   * that is broken is refused as `visit-quarantined` and told, with the files left as they are.
   */
  static async open(
    ground: VisitGround,
    acknowledged: { readonly n: number; readonly link: string } | undefined,
  ): Promise<Result<VisitFile>> {
    const { files, folder, visit, found } = ground;
    const keys = await readVisitKeys(files, join(folder, KEYS_FILE), ground.vaultKey, visit);
    if (!keys.ok) {
      found({ what: 'keys-unreadable', visit });
      return keys;
    }
    const frames: PlacedFrame[] = [];
    const path = join(folder, JOURNAL_FILE);
    const walk = await walkJournal(files, path, visit, (placed) => {
      frames.push(placed);
      return true;
    });
    const told = judge(walk.head, walk.fault !== undefined, frames, acknowledged);
    if (told) {
      found({ what: told, visit, entry: walk.head.n + 1 });
      return refuse('visit-quarantined', { visit });
    }
    const loaded = load(visit, frames, keys.value);
    if (typeof loaded === 'number') {
      found({ what: 'unreadable-entry', visit, entry: loaded });
      return refuse('visit-quarantined', { visit });
    }
    if (walk.fault) found({ what: 'torn-tail', visit, entry: walk.head.n + 1 });
    const resumed = await onDisk(() => Journal.resume(files, path, visit, walk.head));
    if (!resumed.ok) return resumed;
    const record = new VisitFile(ground, resumed.value, keys.value);
    record.now_ = loaded.state;
    record.written = loaded.written;
    record.unacknowledged = walk.head.n !== acknowledged?.n;
    return record.settle();
  }

  /** Finishes what a crash may have left half done, after which files and entries agree. */
  private async settle(): Promise<Result<VisitFile>> {
    const { visit, found, files, folder } = this.ground;
    const { shredded } = this.now_;
    for (const kind of DATA_KINDS) {
      if (!this.keys[kind] && !shredded.includes(kind)) found({ what: 'key-missing', visit });
      if (this.keys[kind] && shredded.includes(kind)) found({ what: 'key-present', visit });
    }
    const done = await onDisk(async () => {
      if (shredded.some((kind) => this.keys[kind])) await this.destroy(shredded);
      const named = new Set(
        this.now_.recordings.flatMap(({ recording, segments, stopped, nextSegment }) => [
          ...segments.map(({ index }) => segmentFile(recording, index)),
          ...(stopped ? [] : [segmentFile(recording, nextSegment)]),
        ]),
      );
      for (const name of await files.list(folder)) {
        if (!readSegmentFile(name) || named.has(name)) continue;
        await files.scrub(join(folder, name));
        await files.remove(join(folder, name));
      }
    });
    if (!done.ok) return done;
    await this.acknowledge();
    return succeed(this);
  }

  state(): VisitState {
    return this.now_;
  }

  append(entry: VisitEntry, by: string): Promise<Result<{ readonly n: number }>> {
    return this.queue(() => this.write(entry, by));
  }

  private async write(given: VisitEntry, by: string): Promise<Result<{ readonly n: number }>> {
    const parsed = VisitEntry.safeParse(given);
    if (!parsed.success) return refuse('entry-shape');
    const entry = parsed.data;
    const refusal = refusalOf(this.now_, entry);
    if (refusal) return refuse(refusal, { visit: this.visit });
    const kind = KEY_OF[entry.kind];
    const [auditKey, bodyKey] = [this.keys.approved, this.keys[kind]];
    if (!auditKey || !bodyKey) return refuse('content-shredded');
    const now = this.ground.now().toISOString();
    const head: EntryHead = {
      v: ENTRY_VERSION,
      at: now,
      by,
      kind: entry.kind,
      ...(now < this.now_.changedAt ? { clockBehind: true } : {}),
    };
    const before = this.journal.head;
    const { n: vaultN, link } = this.ground.vaultHead();
    const appended = await this.journal.append(() => ({
      clear: asBytes({ ...clearOf(entry), vault: { n: vaultN, link } }),
      head: { key: auditKey, text: asBytes(head) },
      body: { kind, key: bodyKey, text: asBytes(entry) },
    }));
    if (!appended.ok) return appended;
    const { n, size, link: newLink } = appended.value;
    const place = { journal: this.visit, n, before: Buffer.from(before.link, 'hex') };
    const at = { place, offset: before.size, size: size - before.size };
    this.written.push({ at, head, link: newLink, readable: true });
    this.now_ = afterEntry(this.now_, entry, { n, at: now, by });
    this.unacknowledged = true;
    // The entry is safe by itself: a head that cannot be written now is written with the next one, or on opening.
    await this.acknowledge();
    return succeed({ n });
  }

  private async acknowledge(): Promise<void> {
    if (!this.unacknowledged || this.now_.createdAt === '') return;
    const told = await this.ground.acknowledge(summaryOf(this.now_), this.journal.head);
    if (told.ok) this.unacknowledged = false;
  }

  async read(n: number): Promise<Result<VisitEntry>> {
    const found = this.written[n - 1];
    if (!found) return refuse('visit-order');
    const key = this.keys[KEY_OF[found.head.kind as VisitEntryKind]];
    if (!key) return refuse('content-shredded');
    const frame = await readPlaced(this.ground.files, join(this.ground.folder, JOURNAL_FILE), found.at);
    if (!frame.ok) return frame;
    const entry = readEntry(found.head, openBody(found.at.place, frame.value, key));
    return entry ? succeed(entry) : refuse('visit-quarantined');
  }

  /** Who did what when, without content; also of entries whose text was destroyed. */
  auditLines(): readonly AuditLine[] {
    return this.written.map(({ at: { place }, head, link }) => ({
      journal: this.visit,
      n: place.n,
      at: head.at,
      by: head.by,
      kind: head.kind,
      chain: link,
      ...(head.clockBehind ? { clockBehind: true } : {}),
      readable: this.keys[KEY_OF[head.kind as VisitEntryKind]] !== undefined,
    }));
  }

  /** Destroys the keys of some kinds for good: the entry first, so that a crash in between is finished on opening. */
  shred(
    kinds: readonly DataKind[],
    why: Extract<VisitEntry, { kind: 'shredded' }>['why'],
    by: string,
  ): Promise<Result<void>> {
    return this.queue(async () => {
      const told = await this.write({ kind: 'shredded', kinds: [...kinds], why }, by);
      if (!told.ok) return told;
      return onDisk(() => this.destroy(kinds));
    });
  }

  private async destroy(kinds: readonly DataKind[]): Promise<void> {
    const { files, folder, vaultKey, visit } = this.ground;
    const left = Object.fromEntries(
      Object.entries(this.keys).filter(([kind]) => !kinds.includes(kind as DataKind)),
    ) as VisitKeys;
    await writeVisitKeys(files, join(folder, KEYS_FILE), vaultKey, visit, left);
    for (const kind of kinds) this.keys[kind]?.fill(0);
    this.keys = left;
    if (!kinds.includes('audio')) return;
    for (const name of (await files.list(folder)).filter(isSound)) {
      await files.scrub(join(folder, name));
      await files.remove(join(folder, name));
    }
    await files.syncFolder(folder);
  }

  private withAudio<T>(task: (key: Buffer) => Promise<Result<T>>): Promise<Result<T>> {
    const key = this.keys.audio;
    return key ? task(key) : Promise.resolve(refuse('content-shredded'));
  }

  openSegment(recording: string, index: number, firstChunk: number): Promise<Result<SegmentWriter>> {
    const { files, folder, visit } = this.ground;
    return this.withAudio((key) => startSegment(files, folder, key, { visit, recording, index, firstChunk }));
  }

  readSegment(recording: string, segment: SegmentName): Promise<Result<readonly Uint8Array[]>> {
    const { files, folder, visit } = this.ground;
    const { index, firstChunk } = segment;
    const place = { visit, recording, index, firstChunk };
    return this.withAudio((key) => readSealedSegment(files, folder, key, place, segment));
  }

  recoverSegment(
    recording: string,
    index: number,
    firstChunk: number,
  ): Promise<Result<SegmentName | undefined>> {
    const { files, folder, visit, found } = this.ground;
    return this.withAudio((key) =>
      onDisk(async () => {
        const place = { visit, recording, index, firstChunk };
        const { channels } = this.now_.recordings.find((one) => one.recording === recording) ?? {
          channels: 1,
        };
        const taken = await takeUpSegment(files, folder, key, place, channels);
        if (taken.found) found({ what: taken.found, visit });
        return taken.name;
      }),
    );
  }

  removeSegments(recording: string, indexes: readonly number[]): Promise<Result<void>> {
    const { files, folder } = this.ground;
    return onDisk(async () => {
      for (const index of indexes) {
        const path = join(folder, segmentFile(recording, index));
        await files.scrub(path);
        await files.remove(path);
      }
      await files.syncFolder(folder);
    });
  }

  freeBytes(): Promise<number> {
    return this.ground.files.freeBytes(this.ground.folder);
  }

  /** Ends the use of the visit; its keys are wiped from memory. */
  close(): Promise<void> {
    return this.queue(async () => {
      await this.acknowledge();
      await this.journal.close();
      wipeVisitKeys(this.keys);
    });
  }
}

/** What is wrong with a walked journal, seen from the head that was acknowledged; undefined where nothing is. */
const judge = (
  head: JournalHead,
  faulty: boolean,
  frames: readonly PlacedFrame[],
  acknowledged: { readonly n: number; readonly link: string } | undefined,
): Finding['what'] | undefined => {
  if (head.size === 0) return 'broken-chain';
  if (!acknowledged) return undefined;
  if (head.n < acknowledged.n) return faulty ? 'broken-chain' : 'shorter-than-head';
  const link = acknowledged.n === 0 ? undefined : frames[acknowledged.n - 1]?.frame.link.toString('hex');
  return link === undefined || link === acknowledged.link ? undefined : 'head-differs';
};

/** The state that frames add up to, or the number of the first that does not open under its key. */
const load = (
  visit: string,
  frames: readonly PlacedFrame[],
  keys: VisitKeys,
): { state: VisitState; written: Written[] } | number => {
  let state = emptyState(visit);
  const written: Written[] = [];
  if (!keys.approved && frames.length > 0) return 1;
  for (const { place, frame, offset, size } of frames) {
    const head = EntryHead.safeParse(
      fromBytes(openHead(place, frame, keys.approved ?? Buffer.alloc(0))),
    ).data;
    if (!head || !(head.kind in KEY_OF)) return place.n;
    const kind = head.kind as VisitEntryKind;
    const key = keys[KEY_OF[kind]];
    const entry = key && readEntry(head, openBody(place, frame, key));
    if (key && entry?.kind !== kind) return place.n;
    const at = { n: place.n, at: head.at, by: head.by };
    state = entry ? afterEntry(state, entry, at) : passShredded(state, kind, at);
    const link = frame.link.toString('hex');
    written.push({ at: { place, offset, size }, head, link, readable: key !== undefined });
  }
  return { state, written };
};
