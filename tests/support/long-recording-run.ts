// MINUTES: a long recording through `AppHost.chunk`, over a record on the disk; prints a `LongRecording` as JSON.
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { CHUNK_BYTES, CHUNK_MS } from '../../shared/contract/record.ts';
import { CLINICIAN, makeVaultPlace, setUpRecord } from '../fixtures/made-vault.ts';
import { appAtWork } from './app-at-work.ts';
import type { LongRecording } from './long-recording.ts';

const MIB = 2 ** 20;
/**
 * Times real time, at most. Sound that comes faster than it can be heard waits for the ears by design
 * (`shared/transcribe/feed.ts`), and would be measured here instead of what the door holds.
 */
const PACE = 40;
const chunks = Math.round((Number(process.argv[2]) * 60_000) / CHUNK_MS);
const warm = Math.round(chunks / 10);

const memory = (): { readonly held: number; readonly rss: number } => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: heapUsed + external, rss };
};

const place = await makeVaultPlace();
const { app, ask } = appAtWork(place);
await setUpRecord(app);
const { visit } = await ask('visits.create', { label: 'Wren Ashdown', identifiers: ['1958-03-02'] });
const { recording } = await ask('record.start', { visit, identifiersShown: ['name', 'birth-date'] });
let base = memory();
const cpu = process.cpuUsage();
const begun = performance.now();
for (let n = 0; n < chunks; n += 1) {
  const kept = await app.chunk(visit, recording, n, new Uint8Array(CHUNK_BYTES).fill((n % 250) + 1));
  if (!kept.ok) throw new Error(`chunk ${String(n)}: ${kept.error.code}`);
  if (kept.value.keptMs !== (n + 1) * CHUNK_MS) throw new Error(`chunk ${String(n)} was not kept`);
  if (n === warm) base = memory();
  await wait(Math.max(0, begun + ((n + 1) * CHUNK_MS) / PACE - performance.now()));
}
const wallMs = performance.now() - begun;
const { user, system } = process.cpuUsage(cpu);
const end = memory();
await app.close();

const again = appAtWork(place);
await again.ask('people.sign-in', CLINICIAN);
const { recordings } = await again.ask('visits.open', { visit });
await again.app.close();
await place.remove();

const measured: LongRecording = {
  chunks,
  keptMs: recordings[0]?.keptMs ?? 0,
  timesRealTime: (chunks * CHUNK_MS) / wallMs,
  coreAt1x: (user + system) / 1_000 / (chunks * CHUNK_MS),
  heldGrowthMiB: (end.held - base.held) / MIB,
  rssGrowthMiB: (end.rss - base.rss) / MIB,
};
process.stdout.write(JSON.stringify(measured));
