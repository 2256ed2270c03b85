import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recorder } from '../../shared/capture/recorder/recorder.ts';
import { diskFiles } from '../../shared/platform/file-port.ts';
import { drillScale } from '../support/drills.ts';
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

const twoHours = async (folder: string): Promise<void> => {
  const chunks = Math.round(14_400 * drillScale());
  const record = await newRecord(diskFiles, now, folder);
  const visit = good(await record.create(PATIENT, 'p1'));
  const recorder = new Recorder({ store: record, now, leastFreeBytes: 0 });
  const { recording } = good(await recorder.start(visit.visit, ['name', 'birth-date'], 'microphone', 'p1'));
  const pcm = Buffer.alloc(16_000, 5);
  const warm = Math.round(chunks / 10);
  let base = 0;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  for (let n = 0; n < chunks; n += 1) {
    good(await recorder.chunk(visit.visit, recording, n, pcm));
    if (n === warm) base = process.memoryUsage().rss;
  }
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  good(await recorder.stop(visit.visit, recording));
  const soundMs = chunks * 500;
  say({
    drill: 'recording at the chunk door',
    chunks,
    timesRealTime: Math.round((soundMs / wallMs) * 10) / 10,
    cpuPercentOfOneCoreAt1x: Math.round(((user + system) / 1_000 / soundMs) * 10_000) / 100,
    rssGrowthMiB: Math.round((process.memoryUsage().rss - base) / 2 ** 20),
  });
  await record.closeAll();
};

/** Median time to open the record (already unlocked) and give its list. */
const openList = async (folder: string): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < 7; run += 1) {
    const begun = performance.now();
    const record = await openRecord(diskFiles, now, folder);
    record.list();
    times.push(performance.now() - begun);
    await record.closeAll();
  }
  return times.sort((a, b) => a - b)[3] ?? 0;
};

const lists = async (): Promise<void> => {
  const measured: number[] = [];
  for (const visits of [500, 5_000].map((n) => Math.round(n * drillScale()))) {
    await within(async (folder) => {
      const record = await newRecord(diskFiles, now, folder);
      for (let n = 0; n < visits; n += 1) {
        const { visit } = good(await record.create(PATIENT, 'p1'));
        await record.close(visit);
      }
      await record.closeAll();
      const ms = await openList(folder);
      measured.push(ms);
      say({ drill: 'open the list, already unlocked', visits, ms: Math.round(ms * 10) / 10 });
    });
  }
  const [few = 1, many = 0] = measured;
  say({ drill: 'list ratio', ratio: Math.round((many / few) * 100) / 100 });
};

await within(twoHours);
await lists();
if (process.argv.includes('--all')) {
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'security', 'tests/security/vault'], {
    stdio: 'inherit',
    env: process.env,
  });
  process.exitCode = status ?? 1;
}
