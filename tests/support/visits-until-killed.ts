import { expect } from 'vitest';
import type { AppOutput } from '../../shared/contract/app.ts';
import { CHUNK_BYTES, CHUNK_MS } from '../../shared/contract/record.ts';
import { CLINICIAN } from '../fixtures/made-vault.ts';
import { HostGone, type KillableHost } from './killable-host.ts';

/** What the app acknowledged of one visit before it was killed, and what it was asked for last. */
export interface Acknowledged {
  readonly visit: string;
  recording?: string;
  chunks: number;
  consent?: string;
  drafted?: boolean;
  typed?: string;
  /** Hash that was offered for signing, and whether the signature was acknowledged. */
  offered?: string;
  approved?: boolean;
  addendum?: string;
}

type VisitView = AppOutput<'visits.open'>;
export const WORK = ['recording', 'sealing', 'drafting', 'approving'] as const;
export type Work = (typeof WORK)[number];

const CANARY = 'Canary Featherstone';
export const WORDING = 'May we record this visit to write the note?';
const WAV_HEADER = 44;
/** Half a second whose every byte tells its number. */
const half = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(CHUNK_BYTES).fill((n % 250) + 1);

const begin = async (host: KillableHost): Promise<Acknowledged> => {
  const { visit } = await host.ask('visits.create', { label: CANARY, identifiers: ['1961-07-08'] });
  const acknowledged: Acknowledged = { visit, chunks: 0 };
  await host.ask('consent.record', { visit, wording: WORDING, given: 'spoken', by: CANARY });
  acknowledged.consent = CANARY;
  const { recording } = await host.ask('record.start', { visit, identifiersShown: ['name', 'birth-date'] });
  acknowledged.recording = recording;
  return acknowledged;
};

const say = async (host: KillableHost, to: Acknowledged, upTo: number): Promise<void> => {
  for (let n = to.chunks; n < upTo; n += 1) {
    const kept = await host.client.chunk(to.visit, to.recording ?? '', n, half(n));
    host.valueOf('chunk', kept);
    to.chunks += 1;
  }
};

/** Asked again and again, as a page that missed an event does; the host may be killed meanwhile. */
const untilDrafted = async (host: KillableHost, to: Acknowledged): Promise<VisitView> => {
  for (;;) {
    const view = await host.ask('visits.open', { visit: to.visit });
    if (view.note && !view.summary.progress) {
      to.drafted = true;
      return view;
    }
    if (view.summary.error) throw new Error(view.summary.error.code);
  }
};

const approve = async (host: KillableHost, to: Acknowledged, beforeSigning: () => void): Promise<void> => {
  const view = await untilDrafted(host, to);
  const [section] = view.note?.sections ?? [];
  const [item] = section?.items ?? [];
  if (!section || !item) throw new Error('the draft is empty');
  const text = `Walked in unaided, visit ${to.visit}.`;
  const line = { ...item, text };
  await host.ask('edit.apply', {
    visit: to.visit,
    changes: [{ op: 'set', document: 'note', section: section.id, line }],
  });
  to.typed = text;
  const { stale } = await host.ask('visits.open', { visit: to.visit });
  if (stale.length > 0) await host.ask('edit.agree', { visit: to.visit, lines: stale });
  const { sha256, token } = await host.ask('approve.offer', { visit: to.visit });
  to.offered = sha256;
  beforeSigning();
  const { passphrase } = CLINICIAN;
  await host.ask('approve.approve', { visit: to.visit, sha256, token, passphrase });
  to.approved = true;
  const addendum = `Called back, visit ${to.visit}.`;
  await host.ask('approve.addendum', { visit: to.visit, text: addendum, passphrase });
  to.addendum = addendum;
};

const approveUntilKilled = async (
  host: KillableHost,
  told: (to: Acknowledged) => void,
  killNow: () => void,
): Promise<void> => {
  const to = await begin(host);
  told(to);
  await say(host, to, 3);
  await host.ask('record.stop', { visit: to.visit, recording: to.recording ?? '' });
  await approve(host, to, killNow);
};

/**
 * Does one kind of work over and over until the host is gone; `killNow` is called when that work begins. What was
 * acknowledged of every visit is in the answer.
 */
export const workUntilKilled = async (
  host: KillableHost,
  work: Work,
  killNow: () => void,
): Promise<readonly Acknowledged[]> => {
  const all: Acknowledged[] = [];
  const told = (to: Acknowledged): void => {
    all.push(to);
  };
  try {
    for (;;) {
      if (work === 'approving') {
        await approveUntilKilled(host, told, killNow);
        continue;
      }
      const to = await begin(host);
      told(to);
      // A segment is full, named in the journal and followed by the next one at 60 chunks.
      await say(host, to, work === 'sealing' ? 58 : 2);
      if (work !== 'drafting') {
        killNow();
        await say(host, to, work === 'sealing' ? 63 : 40);
        await host.ask('record.stop', { visit: to.visit, recording: to.recording ?? '' });
        continue;
      }
      killNow();
      await host.ask('record.stop', { visit: to.visit, recording: to.recording ?? '' });
      await untilDrafted(host, to);
    }
  } catch (cause) {
    if (!(cause instanceof HostGone)) throw cause;
  }
  return all;
};

const expectSound = async (host: KillableHost, view: VisitView, told: Acknowledged): Promise<void> => {
  if (told.recording === undefined) return;
  const found = view.recordings.find(({ recording }) => recording === told.recording);
  const kept = (found?.keptMs ?? 0) / CHUNK_MS;
  expect(kept, 'chunks kept').toBeGreaterThanOrEqual(told.chunks);
  // The one that was on its way may be there, too; nothing else.
  expect(kept, 'chunks kept').toBeLessThanOrEqual(told.chunks + 1);
  if (told.chunks === 0) return;
  const sound = (await host.audio(told.visit)).subarray(WAV_HEADER);
  for (let n = 0; n < told.chunks; n += 1)
    expect(sound.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES).equals(half(n)), `chunk ${n}`).toBe(true);
};

const expectText = (view: VisitView, told: Acknowledged): void => {
  if (told.consent !== undefined) expect(view.consent.by).toBe(told.consent);
  if (told.drafted) expect(view.note?.sections.length).toBeGreaterThan(0);
  const lines = (view.note?.sections ?? []).flatMap(({ items }) => items.map(({ text }) => text));
  if (told.typed !== undefined) expect(lines).toContain(told.typed);
  if (told.addendum !== undefined) expect(view.addenda.map(({ text }) => text)).toContain(told.addendum);
  expect(view.addenda.every(({ verified }) => verified)).toBe(true);
};

/** An approval is whole, of the text that was offered and with a signature that holds, or it is none. */
const expectApproval = async (
  host: KillableHost,
  view: VisitView,
  told: Acknowledged,
): Promise<'whole' | 'none'> => {
  if (told.approved) expect(view.approval).toBeDefined();
  if (!view.approval) {
    if (told.offered === undefined) return 'none';
    expect(view.summary.state).not.toBe('approved');
    // What was interrupted can be done again, on the very text that had been offered.
    const again = await host.ask('approve.offer', { visit: told.visit });
    expect(again.sha256).toBe(told.offered);
    const { passphrase } = CLINICIAN;
    const { sha256, token } = again;
    await host.ask('approve.approve', { visit: told.visit, sha256, token, passphrase });
    return 'none';
  }
  expect(view.approval).toMatchObject({ verified: true, sha256: told.offered });
  expect(view.approval.documents.length).toBeGreaterThan(0);
  return 'whole';
};

/** What is there of a visit after the host was killed and started again, against what it had acknowledged. */
export const expectKept = async (host: KillableHost, told: Acknowledged): Promise<'whole' | 'none'> => {
  const view = await host.ask('visits.open', { visit: told.visit });
  await expectSound(host, view, told);
  expectText(view, told);
  return expectApproval(host, view, told);
};
