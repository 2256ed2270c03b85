import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '../../shared/platform/file-port.ts';
import { createVault, unlockVault } from '../../shared/vault/vault.ts';
import type { VaultRecord } from '../../shared/vault/vault-record.ts';
import { groundIn, PASS } from '../support/clinic-fixture.ts';
import { drillScale } from '../support/drills.ts';
import { recordFor } from '../support/long-recording.ts';
import { good, newRecord, openRecord, PATIENT } from '../support/record-fixture.ts';

/**
 * The measured drills of the record: a two-hour recording at the chunk door, and the work list of 500 and 5,000
 * visits. FOOTNOTE_DRILLS scales them as the security tier (1 here unless told otherwise).
 */
process.env['FOOTNOTE_DRILLS'] ??= '1';
const say = (values: Record<string, number | string>): void => {
  process.stdout.write(`${JSON.stringify(values)}\n`);
};
const now = (): Date => new Date();
const within = async (task: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-drill-'));
  try {
    await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const twoHours = async (): Promise<void> => {
  const measured = await recordFor(120 * drillScale());
  const rounded = Object.entries(measured).map(([name, value]) => [name, Math.round(value * 1_000) / 1_000]);
  say({ drill: 'recording through the app', ...(Object.fromEntries(rounded) as Record<string, number>) });
};

interface Opened {
  /** ms, medians of seven runs. */
  readonly unlockedMs: number;
  readonly fromPassphraseMs: number;
}

/** Median of seven, ms, of what `open` takes; what it opened is closed outside the time. */
const medianOf = async (open: () => Promise<() => Promise<void>>): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < 7; run += 1) {
    const begun = performance.now();
    const close = await open();
    times.push(performance.now() - begun);
    await close();
  }
  return Math.round((times.sort((a, b) => a - b)[3] ?? 0) * 10) / 10;
};

/** From the passphrase to the list, as a person waits for it, and the part of that after the vault is unlocked. */
const openList = async (folder: string): Promise<Opened> => {
  const fromPassphraseMs = await medianOf(async () => {
    const open = good(await unlockVault(groundIn(folder, now), 'Ada', PASS.admin));
    open.record.list();
    return () => open.close();
  });
  const unlockedMs = await medianOf(async () => {
    const record = await openRecord(diskFiles, now, join(folder, 'bare'));
    record.list();
    return () => record.closeAll();
  });
  return { unlockedMs, fromPassphraseMs };
};

const fill = async (record: VaultRecord, visits: number): Promise<void> => {
  for (let n = 0; n < visits; n += 1) {
    const { visit } = good(await record.create(PATIENT, 'p1'));
    await record.close(visit);
  }
};

const lists = async (): Promise<void> => {
  const measured: Opened[] = [];
  for (const visits of [500, 5_000].map((n) => Math.round(n * drillScale()))) {
    await within(async (folder) => {
      const { opened } = good(await createVault(groundIn(folder, now), 'Ada', PASS.admin));
      await fill(opened.record, visits);
      await opened.close();
      const bare = await newRecord(diskFiles, now, join(folder, 'bare'));
      await fill(bare, visits);
      await bare.closeAll();
      const times = await openList(folder);
      measured.push(times);
      say({ drill: 'open the list', visits, ...times });
    });
  }
  const [few, many] = measured;
  const ratio = (of: (opened: Opened) => number): number =>
    few && many ? Math.round((of(many) / of(few)) * 100) / 100 : 0;
  say({
    drill: 'list ratio',
    fromPassphrase: ratio((opened) => opened.fromPassphraseMs),
    unlocked: ratio((opened) => opened.unlockedMs),
  });
};

await twoHours();
await lists();
if (process.argv.includes('--all')) {
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'security', 'tests/security'], {
    stdio: 'inherit',
    env: process.env,
  });
  process.exitCode = status ?? 1;
}
