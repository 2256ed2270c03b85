import { join } from 'node:path';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import {
  DATA_KINDS,
  type VisitEntry,
  type AuditLine,
  type AuditReport,
  type Finding,
} from '../contract/vault.ts';
import type { FilePort } from '../platform/file-port.ts';
import { sha256 } from '../platform/hash.ts';
import { onDisk } from './disk.ts';
import { EntryClear, EntryHead, fromBytes, readEntry } from './entry-text.ts';
import { openBody, openHead } from './frame.ts';
import { walkJournal, type PlacedFrame } from './journal.ts';
import { readSegmentFile } from './segments.ts';
import { readHeader } from './vault-header.ts';
import { indexOpens, openVaultEntry, QUARANTINE, VAULT_JOURNAL, vaultJournalKey } from './vault-journal.ts';
import { VISITS } from './vault-record.ts';
import { peekVisitKeys, wipeVisitKeys, type VisitKeys } from './visit-keys.ts';
import { JOURNAL_FILE, KEYS_FILE } from './visit-record.ts';
import { KEY_OF } from './visit-state.ts';

export interface VerifyOptions {
  /** With the vault's key every entry is also opened; without it the chain over ciphertext is walked. */
  readonly key?: Uint8Array;
  /** Asked about each entry that opens, e.g. whether its signature is good. */
  readonly checkEntry?: (visit: string, entry: VisitEntry) => boolean;
}

interface Heads {
  readonly visits: ReadonlyMap<string, { readonly n: number; readonly link: string }>;
  readonly gone: ReadonlySet<string>;
  /** Links of the vault journal by number, to which the visits' entries refer. */
  readonly links: readonly string[];
  readonly replaced: boolean;
}

interface Walked {
  entries: number;
  segments: number;
  readonly findings: Finding[];
}

const verifyVaultJournal = async (
  files: FilePort,
  folder: string,
  vault: string,
  key: Uint8Array | undefined,
  walked: Walked,
): Promise<Heads> => {
  const visits = new Map<string, { n: number; link: string }>();
  const gone = new Set<string>();
  const links: string[] = [''];
  const take = (placed: PlacedFrame): boolean => {
    const clear = EntryClear.safeParse(fromBytes(placed.frame.clear)).data;
    if (!clear) return false;
    if (clear.head) visits.set(clear.head.visit, { n: clear.head.n, link: clear.head.link });
    links.push(placed.frame.link.toString('hex'));
    walked.entries += 1;
    if (!key) return true;
    const opened = openVaultEntry(placed, key);
    if (!opened) walked.findings.push({ what: 'unreadable-entry', entry: placed.place.n });
    else if (opened.entry.kind === 'shred' && opened.entry.kinds.includes('approved')) {
      gone.add(opened.entry.visit);
    }
    return true;
  };
  const walk = await walkJournal(files, join(folder, VAULT_JOURNAL), vault, take);
  if (walk.fault) walked.findings.push({ what: 'vault-journal-damaged', entry: walk.head.n + 1 });
  const replaced = (await files.kind(join(folder, QUARANTINE))) === 'folder';
  return { visits, gone, links, replaced };
};

const readFrameWith = (
  placed: PlacedFrame,
  keys: VisitKeys,
): { readonly entry: VisitEntry | undefined; readonly opens: boolean } => {
  const none = { entry: undefined, opens: false };
  if (!keys.approved) return { entry: undefined, opens: true };
  const head = EntryHead.safeParse(fromBytes(openHead(placed.place, placed.frame, keys.approved))).data;
  if (!head || !(head.kind in KEY_OF)) return none;
  const key = keys[KEY_OF[head.kind as keyof typeof KEY_OF]];
  if (!key) return { entry: undefined, opens: true };
  const entry = readEntry(head, openBody(placed.place, placed.frame, key));
  return entry?.kind === head.kind ? { entry, opens: true } : none;
};

const verifySegments = async (
  files: FilePort,
  folder: string,
  visit: string,
  named: ReadonlyMap<string, string>,
  walked: Walked,
): Promise<void> => {
  const there = new Set((await files.list(folder)).filter((name) => readSegmentFile(name)));
  for (const [file, hash] of named) {
    walked.segments += 1;
    if (!there.has(file)) walked.findings.push({ what: 'segment-missing', visit });
    else if (sha256(await files.read(join(folder, file))) !== hash) {
      walked.findings.push({ what: 'segment-differs', visit });
    }
  }
};

/** Which sealed files the record holds after an entry. */
const takeNames = (named: Map<string, string>, clear: EntryClear): void => {
  if (clear.dropAll) named.clear();
  for (const file of clear.drop ?? []) named.delete(file);
  for (const { file, sha256: hash } of clear.add ?? []) named.set(file, hash);
};

const verifyVisit = async (
  files: FilePort,
  folder: string,
  visit: string,
  heads: Heads,
  options: VerifyOptions,
  walked: Walked,
): Promise<void> => {
  const tell = (what: Finding['what'], entry?: number): void => {
    walked.findings.push({ what, visit, ...(entry === undefined ? {} : { entry }) });
  };
  const gone = heads.gone.has(visit);
  const keys =
    options.key && !gone
      ? await peekVisitKeys(files, join(folder, KEYS_FILE), options.key, visit)
      : undefined;
  if (options.key && !gone && !keys) tell('keys-unreadable');
  const named = new Map<string, string>();
  const shredded = new Set<string>();
  const links: string[] = [];
  let firstBad: number | undefined;
  const take = (placed: PlacedFrame): boolean => {
    const clear = EntryClear.safeParse(fromBytes(placed.frame.clear)).data;
    walked.entries += 1;
    links.push(placed.frame.link.toString('hex'));
    if (!clear) return false;
    takeNames(named, clear);
    const { n = 0, link = '' } = clear.vault ?? {};
    if (!heads.replaced && n > 0 && heads.links[n] !== link) tell('vault-journal-shorter', placed.place.n);
    if (!keys) return true;
    const { entry, opens } = readFrameWith(placed, keys);
    if (!opens) firstBad ??= placed.place.n;
    if (entry?.kind === 'shredded') entry.kinds.forEach((kind) => shredded.add(kind));
    if (entry && options.checkEntry?.(visit, entry) === false) tell('signature-bad', placed.place.n);
    return true;
  };
  const walk = await walkJournal(files, join(folder, JOURNAL_FILE), visit, take);
  if (firstBad !== undefined) tell('unreadable-entry', firstBad);
  const known = heads.visits.get(visit);
  if (!known) tell('visit-unknown');
  else if (walk.head.n < known.n) tell(walk.fault ? 'broken-chain' : 'shorter-than-head', walk.head.n + 1);
  else if (links[known.n - 1] !== known.link) tell('head-differs', known.n);
  if (walk.fault && (!known || walk.head.n >= known.n)) tell('torn-tail', walk.head.n + 1);
  if (keys) {
    for (const kind of DATA_KINDS) {
      if (!keys[kind] && !shredded.has(kind)) tell('key-missing');
      if (keys[kind] && shredded.has(kind)) tell('key-present');
    }
    wipeVisitKeys(keys);
  }
  await verifySegments(files, folder, visit, named, walked);
};

/**
 * `audit verify`: walks every chain and compares every head and sealed file, changing nothing. A record that is open
 * elsewhere may show an entry that is just being written. Findings are the answer, not an error.
 */
export const verifyRecord = async (
  files: FilePort,
  folder: string,
  options: VerifyOptions = {},
): Promise<Result<AuditReport>> => {
  const walked: Walked = { entries: 0, segments: 0, findings: [] };
  const read = await readHeader(files, folder, (finding) => walked.findings.push(finding), 'leave');
  if (!read.ok) return read;
  const { vault } = read.value;
  const key = options.key && vaultJournalKey(options.key);
  const done = await onDisk(async () => {
    const heads = await verifyVaultJournal(files, folder, vault, key, walked);
    if (options.key && !(await indexOpens(files, folder, vault, options.key))) {
      walked.findings.push({ what: 'index-unreadable' });
    }
    const visits = join(folder, VISITS);
    const there = (await files.kind(visits)) === 'folder' ? await files.list(visits) : [];
    for (const visit of heads.visits.keys()) {
      if (!there.includes(visit)) walked.findings.push({ what: 'visit-missing', visit });
    }
    for (const visit of there) {
      if (/^[0-9a-f]{32}$/.test(visit)) {
        await verifyVisit(files, join(visits, visit), visit, heads, options, walked);
      } else walked.findings.push({ what: 'left-over-file' });
    }
    return there.length;
  });
  if (!done.ok) return refuse('file-unreadable');
  const { entries, segments, findings } = walked;
  return succeed({ keys: options.key !== undefined, visits: done.value, entries, segments, findings });
};

/** The audit trail as JSON lines: who, what, when, and the chain; no patient text. */
export const auditJsonLines = (lines: readonly AuditLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');
