import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../shared/capture/decode/open-recording.ts';
import { Recorder } from '../../../shared/capture/recorder/recorder.ts';
import { soundWithSides } from '../../../shared/hosts/app/balance.ts';
import { sealSound } from '../../../shared/hosts/app/import-sound.ts';
import { convert, synthesise } from '../../fixtures/spoken.ts';
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
  const recorder = new Recorder({ store: record, now: tickingClock() });
  good(await sealSound(sound, { recorder, record }, visit.visit, 'p1'));
  await sound.close();
  const [recording] = visit.state().recordings;
  if (!recording) throw new Error('nothing was kept');
  return recording;
};

/** Which channel was louder (dB, in the middle of each) over a visit made of files; null where that is not known. */
const louderIn = async (...files: readonly string[]): Promise<readonly number[] | null> => {
  const record = await newRecord(memoryFiles());
  const visit = good(await record.create(PATIENT, 'p1'));
  const recorder = new Recorder({ store: record, now: tickingClock() });
  for (const file of files) {
    const sound = good(await openRecording(file));
    good(await sealSound(sound, { recorder, record }, visit.visit, 'p1'));
    await sound.close();
  }
  const kept = await soundWithSides(visit);
  for await (const block of kept.blocks) void block;
  const balance = kept.balance?.();
  if (!balance) return null;
  const each = balance.length / files.length;
  return files.map((_, k) => Math.round(balance[Math.round((k + 0.5) * each)] ?? 0));
};

describe('a recorded file of two channels', () => {
  const stereo = async (name: string, left: string, right: string): Promise<string> => {
    const source = join(folder, 'tone.wav');
    await synthesise('sine=frequency=300', source, 4);
    const pan = `pan=stereo|c0=${left}*c0|c1=${right}*c0`;
    return convert(source, join(folder, name), '-filter_complex', pan);
  };

  it('is kept in one, with which was louder, also after another one', async () => {
    const left = await stereo('left.flac', '1', '0.1');
    const right = await stereo('right.flac', '0.25', '1');
    expect(await louderIn(left)).toEqual([20]);
    expect(await louderIn(left, right)).toEqual([20, -12]);
  });

  it('says nothing where another recording of the visit had one channel only', async () => {
    expect(await louderIn(await stereo('both.flac', '1', '0.1'), join(folder, 'tone.wav'))).toBeNull();
  });
});

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
