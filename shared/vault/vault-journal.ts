import { join } from 'node:path';
import { succeed, type Result } from '../contract/errors.ts';
import { VaultEntry, type AuditLine, type Finding } from '../contract/vault.ts';
import type { FilePort } from '../platform/file-port.ts';
import { onDisk, writeWholeFile } from './disk.ts';
import { asBytes, EntryClear, EntryHead, fromBytes } from './entry-text.ts';
import { LINK_BYTES, openBody, openHead } from './frame.ts';
import { Journal, looksTorn, walkJournal, type JournalHead, type PlacedFrame } from './journal.ts';
import { deriveKey, seal, unseal } from '../platform/sealing.ts';
import {
  emptyVaultState,
  stateAsJson,
  stateFromJson,
  stateShape,
  takeVaultEntry,
  type VaultState,
} from './vault-state.ts';

export const VAULT_JOURNAL = 'vault.journal';
export const INDEX_FILE = 'index.sealed';
export const QUARANTINE = 'quarantine';
/** No entry of the vault journal comes near; more than this after the last sound entry is damage, not a torn append. */
const LONGEST_APPEND = 65_536;
/** Entries after which the index is written again, so that opening never reads more than these. */
const INDEX_EVERY = 2_000;

export const vaultJournalKey = (key: Uint8Array): Buffer => deriveKey(key, Buffer.alloc(0), 'vault journal');
const indexKey = (key: Uint8Array): Buffer => deriveKey(key, Buffer.alloc(0), 'vault index');

export interface OpenedVaultEntry {
  readonly head: EntryHead;
  readonly entry: VaultEntry;
  readonly clear: EntryClear;
}

/** An entry of the vault journal, or undefined where it does not open under the vault's key. */
export const openVaultEntry = (
  { place, frame }: PlacedFrame,
  key: Uint8Array,
): OpenedVaultEntry | undefined => {
  const head = EntryHead.safeParse(fromBytes(openHead(place, frame, key))).data;
  const entry = VaultEntry.safeParse(fromBytes(openBody(place, frame, key))).data;
  const clear = EntryClear.safeParse(fromBytes(frame.clear)).data;
  return head && entry && clear ? { head, entry, clear } : undefined;
};

interface Index {
  readonly head: JournalHead;
  readonly state: VaultState;
}

const readIndex = async (
  files: FilePort,
  folder: string,
  vault: string,
  key: Uint8Array,
): Promise<Index | 'none' | 'unreadable'> => {
  const path = join(folder, INDEX_FILE);
  if ((await files.kind(path)) !== 'file') return 'none';
  const json = fromBytes(unseal(indexKey(key), await files.read(path), Buffer.from(vault, 'hex')));
  const stored = json as { head: JournalHead; shape?: string; state: unknown } | undefined;
  if (!stored) return 'unreadable';
  return stored.shape === stateShape() ? { head: stored.head, state: stateFromJson(stored.state) } : 'none';
};

/** Whether the index can be read, or there is none to read. */
export const indexOpens = async (
  files: FilePort,
  folder: string,
  vault: string,
  vaultKey: Uint8Array,
): Promise<boolean> => (await readIndex(files, folder, vault, vaultKey)) !== 'unreadable';

/** Whether the journal still holds, at the place the index names, the link that the index names. */
const agrees = async (files: FilePort, path: string, { head }: Index): Promise<boolean> => {
  if (((await files.size(path)) ?? 0) < head.size) return false;
  if (head.n === 0) return true;
  const link = await files.read(path, head.size - LINK_BYTES, LINK_BYTES);
  return link.toString('hex') === head.link;
};

/** The index where it can be read, and whether the journal still bears it out (no index is no contradiction). */
const trustedIndex = async (
  files: FilePort,
  folder: string,
  vault: string,
  vaultKey: Uint8Array,
  found: (finding: Finding) => void,
): Promise<{ readonly known: Index | undefined; readonly sound: boolean }> => {
  const index = await readIndex(files, folder, vault, vaultKey);
  if (index === 'unreadable') found({ what: 'index-unreadable' });
  if (typeof index === 'string') return { known: undefined, sound: true };
  return { known: index, sound: await agrees(files, join(folder, VAULT_JOURNAL), index) };
};

/** The vault's own journal, and the state that it adds up to. */
export class VaultJournal {
  private sinceIndex = 0;

  private constructor(
    private readonly files: FilePort,
    private readonly folder: string,
    private readonly vault: string,
    private readonly key: Buffer,
    private readonly vaultKey: Uint8Array,
    private readonly now: () => Date,
    private readonly journal: Journal,
    readonly state: VaultState,
  ) {}

  get head(): JournalHead {
    return this.journal.head;
  }

  static async create(
    files: FilePort,
    folder: string,
    vault: string,
    vaultKey: Uint8Array,
    now: () => Date,
  ): Promise<Result<VaultJournal>> {
    const made = await onDisk(() => Journal.create(files, join(folder, VAULT_JOURNAL), vault));
    if (!made.ok) return made;
    const key = vaultJournalKey(vaultKey);
    const self = new VaultJournal(files, folder, vault, key, vaultKey, now, made.value, emptyVaultState());
    const first = await self.append({ kind: 'vault-created', vault }, 'host');
    return first.ok ? succeed(self) : first;
  }

  /**
   * Opens the journal from the index where there is a good one, else from its start. A torn end is cut and told; a
   * damaged journal is set aside and told, and a new one goes on from what was sound, so that every visit still opens.
   */
  static async open(
    files: FilePort,
    folder: string,
    vault: string,
    vaultKey: Uint8Array,
    now: () => Date,
    found: (finding: Finding) => void,
  ): Promise<Result<VaultJournal>> {
    const path = join(folder, VAULT_JOURNAL);
    const key = vaultJournalKey(vaultKey);
    const { known, sound } = await trustedIndex(files, folder, vault, vaultKey, found);
    const start = known && sound ? known : undefined;
    const state = start?.state ?? emptyVaultState();
    const take = (placed: PlacedFrame): boolean => {
      const opened = openVaultEntry(placed, key);
      if (opened) takeVaultEntry(state, opened.entry, { at: opened.head.at, head: opened.clear.head });
      return opened !== undefined;
    };
    const walk = await walkJournal(files, path, vault, take, start?.head);
    const torn = walk.fault !== undefined && walk.head.size > 0 && looksTorn(walk.fault, LONGEST_APPEND);
    if (!sound || (walk.fault && !torn)) {
      found({ what: walk.fault ? 'vault-journal-damaged' : 'vault-journal-shorter' });
      return VaultJournal.replace(files, folder, vault, vaultKey, now, known?.state ?? state);
    }
    if (torn) found({ what: 'torn-tail', entry: walk.head.n + 1 });
    const journal = await onDisk(() => Journal.resume(files, path, vault, walk.head));
    if (!journal.ok) return journal;
    const self = new VaultJournal(files, folder, vault, key, vaultKey, now, journal.value, state);
    self.sinceIndex = walk.head.n - (start ? start.head.n : 0);
    return succeed(self);
  }

  private static async replace(
    files: FilePort,
    folder: string,
    vault: string,
    vaultKey: Uint8Array,
    now: () => Date,
    state: VaultState,
  ): Promise<Result<VaultJournal>> {
    const aside = join(folder, QUARANTINE);
    const moved = await onDisk(async () => {
      await files.makeFolder(aside);
      const name = `${String((await files.list(aside)).length).padStart(4, '0')}-${VAULT_JOURNAL}`;
      if ((await files.kind(join(folder, VAULT_JOURNAL))) === 'file') {
        await files.rename(join(folder, VAULT_JOURNAL), join(aside, name));
      }
      await files.remove(join(folder, INDEX_FILE));
      await files.syncFolder(aside);
      await files.syncFolder(folder);
    });
    if (!moved.ok) return moved;
    const made = await onDisk(() => Journal.create(files, join(folder, VAULT_JOURNAL), vault));
    if (!made.ok) return made;
    const key = vaultJournalKey(vaultKey);
    const self = new VaultJournal(files, folder, vault, key, vaultKey, now, made.value, state);
    const told = await self.append({ kind: 'found', finding: 'vault-journal-damaged' }, 'host');
    if (!told.ok) return told;
    for (const { summary, n, link } of [...state.visits.values()]) {
      const again = await self.append({ kind: 'head', summary }, 'host', { visit: summary.visit, n, link });
      if (!again.ok) return again;
    }
    const carried: VaultEntry[] = [
      ...state.certificates
        .splice(0)
        .map((certificate) => ({ kind: 'person-certified' as const, certificate })),
      ...state.personKeys.values(),
      ...[...state.removed].map((person) => ({ kind: 'person-removed' as const, person })),
      ...[...state.settings].map(([name, value]) => ({ kind: 'settings' as const, name, value })),
      ...[...state.shreds].map(([visit, kinds]) => ({
        kind: 'shred' as const,
        visit,
        kinds: [...kinds],
        why: 'replayed' as const,
      })),
      { kind: 'egress-changed', hosts: [...state.egress] },
    ];
    for (const entry of carried) {
      const again = await self.append(entry, 'host');
      if (!again.ok) return again;
    }
    return succeed(self);
  }

  async append(
    entry: VaultEntry,
    by: string,
    visitHead?: { readonly visit: string; readonly n: number; readonly link: string },
  ): Promise<Result<JournalHead>> {
    const at = this.now().toISOString();
    const head: EntryHead = {
      v: 1,
      at,
      by,
      kind: entry.kind,
      ...(at < this.state.lastAt ? { clockBehind: true } : {}),
    };
    const appended = await this.journal.append(() => ({
      clear: asBytes(visitHead ? { head: visitHead } : {}),
      head: { key: this.key, text: asBytes(head) },
      body: { kind: 'approved', key: this.key, text: asBytes(entry) },
    }));
    if (!appended.ok) return appended;
    takeVaultEntry(this.state, entry, { at, head: visitHead });
    this.sinceIndex += 1;
    // An index that cannot be written costs time at the next opening and nothing else.
    if (this.sinceIndex >= INDEX_EVERY) await onDisk(() => this.writeIndex()).catch(() => undefined);
    return appended;
  }

  private async writeIndex(): Promise<void> {
    const json = asBytes({ head: this.journal.head, shape: stateShape(), state: stateAsJson(this.state) });
    const sealed = seal(indexKey(this.vaultKey), json, Buffer.from(this.vault, 'hex'));
    this.sinceIndex = 0;
    await writeWholeFile(this.files, join(this.folder, INDEX_FILE), sealed);
  }

  /** Every entry, in order, without content. */
  async auditLines(): Promise<readonly AuditLine[]> {
    const lines: AuditLine[] = [];
    await walkJournal(this.files, join(this.folder, VAULT_JOURNAL), this.vault, (placed) => {
      const opened = openVaultEntry(placed, this.key);
      if (!opened) return false;
      const { at, by, kind, clockBehind } = opened.head;
      lines.push({
        journal: 'vault',
        n: placed.place.n,
        at,
        by,
        kind,
        chain: placed.frame.link.toString('hex'),
        ...(clockBehind ? { clockBehind: true } : {}),
        readable: true,
      });
      return true;
    });
    return lines;
  }

  async close(): Promise<void> {
    // With nothing new since it was read, the index on disk is this one.
    if (this.sinceIndex > 0) await onDisk(() => this.writeIndex());
    await this.journal.close();
    this.key.fill(0);
  }
}
