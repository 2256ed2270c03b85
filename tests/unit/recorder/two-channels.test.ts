import { describe, expect, it } from 'vitest';
import { Recorder } from '../../../shared/capture/recorder/recorder.ts';
import type { Channels } from '../../../shared/contract/vault.ts';
import type { VisitRecord } from '../../../shared/contract/visit-record.ts';
import { soundWithSides } from '../../../shared/hosts/app/balance.ts';
import { pcmBetween, soundBytes, soundFile } from '../../../shared/hosts/app/sound.ts';
import { memoryFiles } from '../../support/memory-files.ts';
import { codeOf, good, newRecord, openRecord, PATIENT, tickingClock } from '../../support/record-fixture.ts';

const SHOWN = ['name', 'birth-date'] as const;
const FRAMES = 8_000;

/** Half a second of two channels, each a tone as loud as that. */
const half = (left: number, right: number): Buffer => {
  const pcm = Buffer.alloc(FRAMES * 4);
  for (let at = 0; at < FRAMES; at += 1) {
    const tone = Math.sin(at / 5);
    pcm.writeInt16LE(Math.round(left * tone), at * 4);
    pcm.writeInt16LE(Math.round(right * tone), at * 4 + 2);
  }
  return pcm;
};
const LEFT = half(8_000, 400);
const RIGHT = half(400, 8_000);

const door = async (channels: Channels = 2) => {
  const files = memoryFiles();
  const record = await newRecord(files);
  const visit = good(await record.create(PATIENT, 'p1'));
  const recorder = new Recorder({ store: record, now: tickingClock() });
  const { recording } = good(await recorder.start(visit.visit, SHOWN, 'microphone', 'p1', channels));
  return { files, record, visit, recorder, recording };
};

/** The record as the ears get it: how long it is (ms), and for each half second which side is louder. */
const heard = async (visit: VisitRecord) => {
  const sound = await soundWithSides(visit);
  let samples = 0;
  for await (const block of sound.blocks) samples += block.length;
  const balance = sound.balance?.() ?? null;
  const louder = balance
    ? Array.from({ length: Math.round(samples / FRAMES) }, (_, k) =>
        (balance[Math.round(((k + 0.5) * 500) / 32)] ?? 0) > 0 ? 'left' : 'right',
      )
    : null;
  return { ms: samples / 16, louder, end: sound.end() };
};

describe('a recording of two microphones', () => {
  it('keeps both sides for the ears, and plays them mixed down at the right speed', async () => {
    const { visit, recorder, recording } = await door();
    for (const [seq, pcm] of [LEFT, RIGHT, LEFT].entries())
      good(await recorder.chunk(visit.visit, recording, seq, pcm));
    good(await recorder.stop(visit.visit, recording));
    expect(await heard(visit)).toMatchObject({
      ms: 1_500,
      louder: ['left', 'right', 'left'],
      end: { durationMs: 1_500, missing: null },
    });
    const file = good(soundFile(visit));
    expect(file.bytes).toBe(44 + 3 * FRAMES * 2);
    const parts: Uint8Array[] = [];
    // From the middle of a sample's bytes on, as a player may ask.
    for await (const part of file.read(45, file.bytes - 1)) parts.push(part);
    const played = Buffer.concat([Buffer.alloc(1), ...parts]);
    expect(played.length).toBe(3 * FRAMES * 2);
    const loudest = Math.max(...Array.from({ length: FRAMES }, (_, at) => played.readInt16LE(2 * at + 2)));
    expect(loudest).toBeGreaterThan(4_100);
    expect(loudest).toBeLessThan(4_300);
  });

  it('takes half a second of two channels and no more, and of one channel no more than before', async () => {
    const two = await door();
    const longer = Buffer.alloc(FRAMES * 4 + 4);
    expect(codeOf(await two.recorder.chunk(two.visit.visit, two.recording, 0, longer))).toBe('chunk-shape');
    expect(codeOf(await two.recorder.chunk(two.visit.visit, two.recording, 0, Buffer.alloc(6)))).toBe(
      'chunk-shape',
    );
    const one = await door(1);
    expect(codeOf(await one.recorder.chunk(one.visit.visit, one.recording, 0, LEFT))).toBe('chunk-shape');
    good(await one.recorder.chunk(one.visit.visit, one.recording, 0, LEFT.subarray(0, FRAMES * 2)));
    good(await one.recorder.stop(one.visit.visit, one.recording));
    expect(await heard(one.visit)).toMatchObject({ ms: 500, louder: null });
  });

  it('is whole after a crash of the host, and goes on with both', async () => {
    const { files, visit, recorder, recording } = await door();
    for (const [seq, pcm] of [LEFT, RIGHT].entries())
      good(await recorder.chunk(visit.visit, recording, seq, pcm));
    // The third chunk was half written: more than a whole one of one channel.
    const path = `/clinic/vault/visits/${visit.visit}/${recording}-00000.seg`;
    const file = files.disk.names.get(path)!;
    files.disk.contents.set(file, Buffer.concat([files.disk.bytes(path), Buffer.alloc(20_000, 1)]));
    const after = await openRecord(files);
    const again = new Recorder({ store: after, now: tickingClock() });
    expect(good(await again.recover())).toMatchObject([{ recording, keptMs: 1_000 }]);
    good(await again.takeUp(visit.visit, recording, 'p1'));
    expect(again.liveOf(recording)).toMatchObject({ channels: 2, keptMs: 1_000 });
    good(await again.chunk(visit.visit, recording, 0, RIGHT));
    good(await again.stop(visit.visit, recording));
    expect(await heard(good(await after.open(visit.visit)))).toMatchObject({
      ms: 1_500,
      louder: ['left', 'right', 'right'],
    });
    expect(after.findings()).toEqual([{ what: 'segment-torn', visit: visit.visit }]);
  });

  it('keeps both sides of what is struck from, split off and moved', async () => {
    const { record, visit, recorder, recording } = await door();
    const next = good(await record.create({ label: 'Second', identifiers: ['x'] }, 'p1'));
    for (const [seq, pcm] of [LEFT, RIGHT, LEFT, RIGHT, RIGHT].entries())
      good(await recorder.chunk(visit.visit, recording, seq, pcm));
    good(await recorder.strike(visit.visit, recording, 500, 'p1'));
    const there = good(await recorder.split(visit.visit, recording, next.visit, 1_000, SHOWN, 'p1'));
    good(await recorder.chunk(next.visit, there.recording, 0, LEFT));
    good(await recorder.stop(next.visit, there.recording));
    expect(await heard(visit)).toMatchObject({ ms: 1_000, louder: ['left', 'right'] });
    expect(await heard(next)).toMatchObject({ ms: 1_500, louder: ['left', 'right', 'left'] });
  });

  it('stands beside one of one channel on one clock; which side was louder is then not known', async () => {
    const { visit, recorder, recording } = await door();
    good(await recorder.chunk(visit.visit, recording, 0, LEFT));
    good(await recorder.stop(visit.visit, recording));
    const more = good(await recorder.start(visit.visit, SHOWN, 'microphone', 'p1'));
    good(await recorder.chunk(visit.visit, more.recording, 0, LEFT.subarray(0, FRAMES * 2)));
    good(await recorder.stop(visit.visit, more.recording));
    expect(await heard(visit)).toMatchObject({ ms: 1_000, louder: null });
    const total = soundBytes(visit.state());
    expect(total).toBe(2 * FRAMES * 2);
    const second = await pcmBetween(visit, total / 2, total).next();
    const pcm = second.done === true ? undefined : good(second.value);
    expect(Buffer.from(pcm ?? []).equals(LEFT.subarray(0, FRAMES * 2))).toBe(true);
  });
});
