import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../shared/capture/decode/open-recording.ts';
import { Recorder } from '../../../shared/capture/recorder/recorder.ts';
import { sealSound } from '../../../shared/hosts/app/import-sound.ts';
import { memoryFiles } from '../../support/memory-files.ts';
import { good, newRecord, PATIENT, tickingClock } from '../../support/record-fixture.ts';

const SAMPLE = readFileSync(resolve(import.meta.dirname, '../../../resources/samples/visit.flac'));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The recording that a visit has once this part of the sample's file was brought in. */
const broughtIn = async (share: number) => {
  const path = join(folder, `${String(share)}.flac`);
  await writeFile(path, SAMPLE.subarray(0, Math.floor(SAMPLE.length * share)));
  const record = await newRecord(memoryFiles());
  const visit = good(await record.create(PATIENT, 'p1'));
  const sound = good(await openRecording(path));
  good(await sealSound(sound, new Recorder({ store: record, now: tickingClock() }), visit.visit, 'p1'));
  await sound.close();
  const [recording] = visit.state().recordings;
  if (!recording) throw new Error('nothing was kept');
  return recording;
};

describe('a recorded file that is brought in', () => {
  it('is kept whole, without a gap', async () => {
    expect((await broughtIn(1)).gaps).toEqual([]);
  });

  it('is kept as far as it goes where it ends early, and what is missing is marked at its end', async () => {
    const [gap, ...others] = (await broughtIn(0.1)).gaps;
    expect(others).toEqual([]);
    expect(gap?.reason).toBe('file-cut-off');
    expect(gap?.atMs).toBeGreaterThan(5_000);
    expect(gap?.lastedMs).toBeGreaterThan(100_000);
  });
});
