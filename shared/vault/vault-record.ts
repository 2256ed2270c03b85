import { join } from 'node:path';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import {
  DATA_KINDS,
  DataKind,
  OpaqueId,
  RetentionRules,
  type AuditLine,
  type Finding,
  type VaultEntry,
  type VisitSummary,
} from '../contract/vault.ts';
import type { VisitRecord, VisitStore } from '../contract/visit-record.ts';
import type { FilePort } from '../platform/file-port.ts';
import { makeTaskQueue } from '../platform/task-queue.ts';
import { onDisk } from './disk.ts';
import { fromBytes } from './entry-text.ts';
import { DEFAULT_RETENTION, dueForShredding } from './retention.ts';
import { deriveKey, newId } from '../platform/sealing.ts';
import { QUARANTINE, VaultJournal } from './vault-journal.ts';
import type { Counted, VaultState } from './vault-state.ts';
import { isSound } from './segments.ts';
import { KEYS_FILE, VisitFile, type VisitGround } from './visit-record.ts';

export const VISITS = 'visits';
/** In a restored record: what was destroyed after the backup was made (opaque ids and kinds). */
export const REPLAY_FILE = 'replay.json';

export interface RecordGround {
  readonly files: FilePort;
  readonly folder: string;
  readonly vault: string;
  readonly now: () => Date;
}

const Shreds = z.array(z.object({ visit: OpaqueId, kinds: z.array(DataKind) }));

type ShredWhy = Extract<VaultEntry, { kind: 'shred' }>['why'];

/** The open record: the work list and every visit, under an unlocked vault key. */
export class VaultRecord implements VisitStore {
  private readonly opening = makeTaskQueue();
  private readonly open_ = new Map<string, VisitFile>();
  private readonly findings_: Finding[] = [];

  private constructor(
    private readonly ground: RecordGround,
    private readonly key: Buffer,
    private readonly journal: VaultJournal,
  ) {}

  /** A new, empty record in a folder that is there. `key` is taken over and wiped on closing. */
  static async create(ground: RecordGround, key: Buffer): Promise<Result<VaultRecord>> {
    const { files, folder, vault, now } = ground;
    const made = await onDisk(() => files.makeFolder(join(folder, VISITS)));
    if (!made.ok) return made;
    const journal = await VaultJournal.create(files, folder, vault, key, now);
    return journal.ok ? succeed(new VaultRecord(ground, key, journal.value)) : journal;
  }

  /** Opens the record and puts in order what a crash left: what it found is in `findings`. */
  static async open(ground: RecordGround, key: Buffer): Promise<Result<VaultRecord>> {
    const { files, folder, vault, now } = ground;
    const before: Finding[] = [];
    const opened = await VaultJournal.open(files, folder, vault, key, now, (finding) => before.push(finding));
    if (!opened.ok) return opened;
    const record = new VaultRecord(ground, key, opened.value);
    record.findings_.push(...before);
    const { lastAt } = opened.value.state;
    if (now().toISOString() < lastAt) await record.tell({ kind: 'clock-behind', lastSeen: lastAt }, 'host');
    const replayed = await record.replayRestored();
    if (!replayed.ok) return replayed;
    await record.lookOver();
    return succeed(record);
  }

  /** After a restore, what was destroyed since the backup is destroyed again before anything else is opened. */
  private async replayRestored(): Promise<Result<void>> {
    const { files, folder } = this.ground;
    const path = join(folder, REPLAY_FILE);
    if ((await files.kind(path)) !== 'file') return succeed(undefined);
    const shreds = Shreds.safeParse(fromBytes(await files.read(path))).data;
    // A list that cannot be read must not let destroyed text come back.
    if (!shreds) return refuse('backup-damaged');
    const replayed = await this.replayShreds(shreds);
    if (!replayed.ok) return replayed;
    const told = await this.tell({ kind: 'backup-restored' }, 'host');
    return told.ok ? onDisk(() => files.remove(path)) : told;
  }

  private get state(): VaultState {
    return this.journal.state;
  }

  private async lookOver(): Promise<void> {
    const { files, folder } = this.ground;
    const visits = join(folder, VISITS);
    await files.makeFolder(visits);
    const there = new Set(await files.list(visits));
    for (const visit of this.state.visits.keys()) {
      if (!there.has(visit)) this.find({ what: 'visit-missing', visit });
    }
    const unknown = [...there].filter((visit) => !this.state.visits.has(visit));
    for (const visit of new Set([...this.state.unclosed, ...unknown])) {
      if (!there.has(visit)) continue;
      if (await this.isGone(visit)) continue;
      if (!this.state.visits.has(visit)) {
        if (await this.wasNeverBegun(visit)) continue;
        if (!this.state.unclosed.has(visit)) this.find({ what: 'visit-unknown', visit });
      }
      const record = await this.open(visit);
      if (record.ok) await this.close(visit);
    }
  }

  /** A visit all of whose keys are to be destroyed; finishes that. */
  private async isGone(visit: string): Promise<boolean> {
    if (!this.state.shreds.get(visit)?.includes('approved')) return false;
    await onDisk(() => this.destroyAll(visit));
    return true;
  }

  /**
   * A folder that a crash left before the visit's first entry was whole: nothing was ever acknowledged in it. It is
   * put aside, not removed. Only a visit that the vault journal saw being opened can be one.
   */
  private async wasNeverBegun(visit: string): Promise<boolean> {
    const { files, folder } = this.ground;
    const named = /^[0-9a-f]{32}$/.test(visit);
    if (named && !this.state.unclosed.has(visit)) return false;
    if (named) {
      const tried = await VisitFile.open({ ...this.groundOf(visit), found: () => undefined }, undefined);
      const begun = tried.ok && tried.value.state().createdAt !== '';
      if (tried.ok) await tried.value.close();
      if (begun) return false;
    }
    this.find({ what: 'left-over-file', visit: named ? visit : 'unnamed' });
    await onDisk(async () => {
      await files.makeFolder(join(folder, QUARANTINE));
      await files.rename(join(folder, VISITS, visit), join(folder, QUARANTINE, `${newId()}-left`));
    });
    return true;
  }

  private find(finding: Finding): void {
    this.findings_.push(finding);
  }

  private groundOf(visit: string): VisitGround {
    const { files, folder, now } = this.ground;
    return {
      files,
      folder: join(folder, VISITS, visit),
      visit,
      vaultKey: this.key,
      now,
      vaultHead: () => this.journal.head,
      acknowledge: (summary, { n, link }) =>
        this.journal.append({ kind: 'head', summary }, 'host', { visit, n, link }),
      found: (finding) => {
        this.find(finding);
      },
    };
  }

  /** What was found wrong since the record was opened; ids and counts only. */
  findings(): readonly Finding[] {
    return this.findings_;
  }

  /** Takes up what was found before the record could be opened. */
  note(findings: readonly Finding[]): void {
    this.findings_.push(...findings);
  }

  /** The work list, latest first. */
  list(): readonly VisitSummary[] {
    return [...this.state.visits.values()]
      .map(({ summary }) => summary)
      .sort((a, b) => (a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : 0));
  }

  setting(name: string): unknown {
    return this.state.settings.get(name);
  }

  /** Hosts that Footnote may reach; none unless an administrator said so. */
  allowedHosts(): readonly string[] {
    return this.state.egress;
  }

  /** Counts of approved visits, for how it is doing here. */
  tallies(): readonly Counted[] {
    return [...this.state.tallies.values()];
  }

  /** The name that a person had when she was last named here; also of one who has gone. */
  nameOf(person: string): string | undefined {
    return this.state.names.get(person);
  }

  certificates(): VaultState['certificates'] {
    return this.state.certificates;
  }

  personKeys(person: string): string | undefined {
    return this.state.personKeys.get(person)?.sealed;
  }

  removedPeople(): ReadonlySet<string> {
    return this.state.removed;
  }

  tell(entry: VaultEntry, by: string): Promise<Result<unknown>> {
    return this.journal.append(entry, by);
  }

  create(
    created: { readonly label: string; readonly identifiers: readonly string[] },
    by: string,
  ): Promise<Result<VisitRecord>> {
    return this.opening(async () => {
      const visit = newId();
      const told = await this.tell({ kind: 'visit-opened', visit }, by);
      if (!told.ok) return told;
      const entry = { kind: 'created' as const, label: created.label, identifiers: [...created.identifiers] };
      const record = await VisitFile.create(this.groundOf(visit), entry, by);
      if (record.ok) this.open_.set(visit, record.value);
      return record;
    });
  }

  /** The visit, opened once and shared by all who ask. */
  open(visit: string): Promise<Result<VisitFile>> {
    return this.opening(async () => {
      const already = this.open_.get(visit);
      if (already) return succeed(already);
      if (this.state.shreds.get(visit)?.includes('approved')) return refuse('content-shredded', { visit });
      const { files, folder } = this.ground;
      const path = join(folder, VISITS, visit);
      if (!/^[0-9a-f]{32}$/.test(visit) || (await files.kind(path)) !== 'folder') {
        return refuse(this.state.visits.has(visit) ? 'visit-quarantined' : 'visit-unknown', { visit });
      }
      if (!this.state.unclosed.has(visit)) {
        const told = await this.tell({ kind: 'visit-opened', visit }, 'host');
        if (!told.ok) return told;
      }
      const record = await VisitFile.open(this.groundOf(visit), this.state.visits.get(visit));
      if (record.ok) this.open_.set(visit, record.value);
      else if (record.error.code === 'visit-quarantined') {
        await this.tell({ kind: 'found', finding: 'visit-quarantined', visit }, 'host');
      }
      return record;
    });
  }

  /** Ends the use of a visit and wipes its keys from memory. */
  close(visit: string): Promise<void> {
    return this.opening(async () => {
      const record = this.open_.get(visit);
      if (!record) return;
      this.open_.delete(visit);
      await record.close();
      await this.tell({ kind: 'visit-closed', visit }, 'host');
    });
  }

  /** Destroys the keys of some kinds of a visit. Refuses sound before approval, unless the visit is deleted. */
  async shred(visit: string, kinds: readonly DataKind[], why: ShredWhy, by: string): Promise<Result<void>> {
    const record = await this.open(visit);
    if (!record.ok) {
      // A damaged visit can still be destroyed as a whole.
      if (!kinds.includes('approved') || record.error.code !== 'visit-quarantined') return record;
      const told = await this.tell({ kind: 'shred', visit, kinds: [...DATA_KINDS], why }, by);
      return told.ok ? onDisk(() => this.destroyAll(visit)) : told;
    }
    if (record.value.state().recordings.some(({ stopped }) => !stopped)) return refuse('recording-running');
    const all = kinds.includes('approved') ? DATA_KINDS : kinds;
    const early = all.includes('audio') && !record.value.state().approval;
    if (early && (why === 'retention' || why === 'asked')) return refuse('audio-before-approval', { visit });
    const told = await this.tell({ kind: 'shred', visit, kinds: [...all], why }, by);
    if (!told.ok) return told;
    const done = await record.value.shred(all, why, by);
    if (!done.ok || !all.includes('approved')) return done;
    await this.close(visit);
    return onDisk(() => this.destroyAll(visit));
  }

  private async destroyAll(visit: string): Promise<void> {
    const { files, folder } = this.ground;
    const path = join(folder, VISITS, visit);
    if ((await files.kind(path)) !== 'folder') return;
    for (const name of await files.list(path)) {
      if (!name.startsWith(KEYS_FILE) && !isSound(name)) continue;
      await files.scrub(join(path, name));
      await files.remove(join(path, name));
    }
    await files.syncFolder(path);
  }

  /** Deletes a visit: its keys and sound are destroyed; the chain of what happened stays as a tombstone. */
  async delete(visit: string, by: string): Promise<Result<void>> {
    const done = await this.shred(visit, DATA_KINDS, 'deleted', by);
    if (!done.ok) return done;
    const told = await this.tell({ kind: 'visit-deleted', visit }, by);
    return told.ok ? succeed(undefined) : told;
  }

  retentionRules(): RetentionRules {
    return RetentionRules.safeParse(this.setting('retention')).data ?? DEFAULT_RETENTION;
  }

  /** Destroys what has had its time; run at start and daily. Gives how many visits it touched. */
  async applyRetention(): Promise<Result<number>> {
    const due = dueForShredding(this.list(), this.retentionRules(), this.ground.now(), this.state.lastAt);
    for (const { visit, kinds } of due) {
      const done = await this.shred(visit, kinds, 'retention', 'host');
      if (!done.ok && done.error.code !== 'visit-quarantined') return done;
      await this.close(visit);
    }
    return succeed(due.length);
  }

  /** What was ever destroyed; a restored backup replays it. */
  shredList(): readonly { readonly visit: string; readonly kinds: readonly DataKind[] }[] {
    return [...this.state.shreds].map(([visit, kinds]) => ({ visit, kinds }));
  }

  /** Destroys again what a restored backup brought back. Runs before anything else is done with it. */
  async replayShreds(
    shreds: readonly { readonly visit: string; readonly kinds: readonly DataKind[] }[],
  ): Promise<Result<number>> {
    let replayed = 0;
    for (const { visit, kinds } of shreds) {
      const known = this.state.visits.get(visit);
      if (!known || kinds.every((kind) => known.summary.shredded.includes(kind))) continue;
      const done = await this.shred(visit, kinds, 'replayed', 'host');
      if (!done.ok) return done;
      await this.close(visit);
      replayed += 1;
    }
    return succeed(replayed);
  }

  /** Who did what, when: the vault's own entries, then each visit's that can be opened. */
  async auditLines(visits?: readonly string[]): Promise<readonly AuditLine[]> {
    const lines = [...(await this.journal.auditLines())];
    for (const visit of visits ?? [...this.state.visits.keys()]) {
      const wasOpen = this.open_.has(visit);
      const record = await this.open(visit);
      if (!record.ok) continue;
      lines.push(...record.value.auditLines());
      if (!wasOpen) await this.close(visit);
    }
    return lines;
  }

  /** A key for one end outside the record (the renderer's edit buffer, people's profiles, how they sound), the same at each unlocking. */
  keyFor(use: 'renderer buffer' | 'people' | 'voice prints'): Buffer {
    return deriveKey(this.key, Buffer.from(this.ground.vault, 'hex'), use);
  }

  /** Closes every visit and the record, and wipes the keys from memory. */
  async closeAll(): Promise<void> {
    for (const visit of [...this.open_.keys()]) await this.close(visit);
    await this.journal.close();
    this.key.fill(0);
  }
}
