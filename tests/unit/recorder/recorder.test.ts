import { describe, expect, it } from 'vitest';
import { soundOf } from '../../../shared/capture/recorder/cut.ts';
import { Recorder } from '../../../shared/capture/recorder/recorder.ts';
import type { VisitRecord } from '../../../shared/contract/visit-record.ts';
import { memoryFiles, type Trouble } from '../../support/memory-files.ts';
import { codeOf, good, newRecord, openRecord, PATIENT, tickingClock } from '../../support/record-fixture.ts';

const SHOWN = ['name', 'birth-date'] as const;
/** Half a second whose every byte tells its number. */
const half = (n: number): Buffer => Buffer.alloc(16_000, n % 251);

const door = async (trouble?: Trouble) => {
  const files = memoryFiles(undefined, trouble);
  const record = await newRecord(files);
  const visit = good(await record.create(PATIENT, 'p1'));
  const recorder = new Recorder({ store: record, now: tickingClock() });
  const { recording } = good(await recorder.start(visit.visit, SHOWN, 'microphone', 'p1'));
  const say = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n += 1) good(await recorder.chunk(visit.visit, recording, n, half(n)));
  };
  return { files, record, visit, recorder, recording, say };
};

const heard = async (visit: VisitRecord, recording: string): Promise<number[]> => {
  const numbers: number[] = [];
  for await (const chunks of soundOf(visit, recording)) numbers.push(...good(chunks).map((one) => one[0]!));
  return numbers;
};
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i % 251);

describe('the chunk door', () => {
  it('keeps every chunk in order, over many segments', async () => {
    const { visit, recorder, recording, say } = await door();
    await say(0, 150);
    expect(good(await recorder.stop(visit.visit, recording))).toEqual({ chunks: 150 });
    expect(await heard(visit, recording)).toEqual(upTo(150));
    expect(visit.state().stage).toBe('transcribing');
  });

  it('answers a chunk sent twice once, and refuses one out of order', async () => {
    const { visit, recorder, recording, say } = await door();
    await say(0, 3);
    expect(good(await recorder.chunk(visit.visit, recording, 2, half(2))).keptMs).toBe(1_500);
    const late = await recorder.chunk(visit.visit, recording, 5, half(5));
    expect(late).toMatchObject({ error: { code: 'chunk-order', params: { expected: 3 } } });
    expect(codeOf(await recorder.chunk(visit.visit, recording, 3, Buffer.alloc(7)))).toBe('chunk-shape');
    good(await recorder.stop(visit.visit, recording));
    expect(await heard(visit, recording)).toEqual([0, 1, 2]);
  });

  it('keeps nothing while off the record, and marks the gap', async () => {
    const { visit, recorder, recording, say } = await door();
    await say(0, 4);
    good(await recorder.pause(visit.visit, recording, 'off-the-record'));
    expect(codeOf(await recorder.chunk(visit.visit, recording, 4, half(4)))).toBe('recording-paused');
    good(await recorder.resume(visit.visit, recording));
    await say(4, 6);
    good(await recorder.stop(visit.visit, recording));
    expect(await heard(visit, recording)).toEqual([0, 1, 2, 3, 4, 5]);
    const gaps = visit.state().recordings[0]!.gaps;
    expect(gaps.map(({ reason, atMs }) => [reason, atMs])).toEqual([
      ['off-the-record', 2_000],
      ['off-the-record', 2_000],
    ]);
    expect(gaps[1]!.lastedMs).toBeGreaterThan(0);
  });

  it('strikes the last minutes from sound and disk, and goes on', async () => {
    const { files, visit, recorder, recording, say } = await door();
    await say(0, 130);
    expect(good(await recorder.strike(visit.visit, recording, 35_000, 'p1'))).toEqual({ chunks: 70 });
    await say(130, 133);
    good(await recorder.stop(visit.visit, recording));
    expect(await heard(visit, recording)).toEqual([...upTo(60), 130, 131, 132]);
    good(await recorder.strike(visit.visit, recording, 2_000, 'p1'));
    expect(await heard(visit, recording)).toEqual(upTo(59));
    const sound = [...files.disk.names.keys()].filter((name) => name.endsWith('.seg'));
    expect(sound.length).toBe(visit.state().recordings[0]!.segments.length);
  });

  it('splits where the next patient walked in', async () => {
    const { record, visit, recorder, recording, say } = await door();
    const next = good(await record.create({ label: 'Second', identifiers: ['x'] }, 'p1'));
    await say(0, 70);
    const there = good(await recorder.split(visit.visit, recording, next.visit, 5_000, SHOWN, 'p1'));
    for (let n = 0; n < 4; n += 1) good(await recorder.chunk(next.visit, there.recording, n, half(100 + n)));
    good(await recorder.stop(next.visit, there.recording));
    expect(await heard(visit, recording)).toEqual(upTo(60));
    expect(await heard(next, there.recording)).toEqual([
      60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 100, 101, 102, 103,
    ]);
    expect(next.state().recordings[0]!.from?.visit).toBe(visit.visit);
  });

  it('leaves the recording running where the other visit may not have it', async () => {
    const { record, visit, recorder, recording, say } = await door();
    await say(0, 4);
    const refusedBy = async (prepare: (other: VisitRecord) => Promise<unknown>): Promise<string> => {
      const other = good(await record.create({ label: 'Other', identifiers: ['x'] }, 'p1'));
      await prepare(other);
      return codeOf(await recorder.split(visit.visit, recording, other.visit, 1_000, SHOWN, 'p1'));
    };
    expect(await refusedBy((other) => recorder.withdraw(other.visit, 'patient', 'p1'))).toBe(
      'consent-withdrawn',
    );
    expect(await refusedBy((other) => recorder.start(other.visit, SHOWN, 'microphone', 'p1'))).toBe(
      'recording-running',
    );
    expect(codeOf(await recorder.split(visit.visit, recording, visit.visit, 1_000, SHOWN, 'p1'))).toBe(
      'visit-order',
    );
    await say(4, 6);
    good(await recorder.stop(visit.visit, recording));
    expect(await heard(visit, recording)).toEqual(upTo(6));
  });

  it('moves a finished recording to another patient, leaving none of it behind', async () => {
    const { files, record, visit, recorder, recording, say } = await door();
    const right = good(await record.create({ label: 'Right', identifiers: ['y'] }, 'p1'));
    await say(0, 61);
    good(await recorder.stop(visit.visit, recording));
    const there = good(await recorder.move(visit.visit, recording, right.visit, SHOWN, 'p1'));
    expect(await heard(visit, recording)).toEqual([]);
    expect(await heard(right, there.recording)).toEqual(upTo(61));
    expect([...files.disk.names.keys()].some((n) => n.includes(visit.visit) && n.endsWith('.seg'))).toBe(
      false,
    );
  });

  it('stops when consent is withdrawn, and records nothing more', async () => {
    const { visit, recorder, recording, say } = await door();
    await say(0, 2);
    good(await recorder.withdraw(visit.visit, 'patient', 'p1'));
    expect(codeOf(await recorder.chunk(visit.visit, recording, 2, half(2)))).not.toBe('ok');
    expect(codeOf(await recorder.start(visit.visit, SHOWN, 'microphone', 'p1'))).toBe('consent-withdrawn');
    expect(await heard(visit, recording)).toEqual([0, 1]);
  });
});

describe('after a crash', () => {
  it('finds the unfinished recording with every acknowledged chunk, and goes on with it', async () => {
    const { files, visit, recording, say } = await door();
    await say(0, 75);
    const record = await openRecord(files);
    const recorder = new Recorder({ store: record, now: tickingClock() });
    const found = good(await recorder.recover());
    expect(found).toMatchObject([{ visit: visit.visit, recording, keptMs: 37_500 }]);
    good(await recorder.takeUp(visit.visit, recording, 'p1'));
    good(await recorder.chunk(visit.visit, recording, 0, half(75)));
    good(await recorder.stop(visit.visit, recording));
    expect(await heard(good(await record.open(visit.visit)), recording)).toEqual(upTo(76));
    expect(record.findings()).toEqual([]);
  });

  it('cuts a chunk that was half written, says so, and ends the recording with the rest', async () => {
    const { files, visit, recording, say } = await door();
    await say(0, 5);
    const path = `/clinic/vault/visits/${visit.visit}/${recording}-00000.seg`;
    const file = files.disk.names.get(path)!;
    files.disk.contents.set(file, Buffer.concat([files.disk.bytes(path), Buffer.alloc(900, 1)]));
    const record = await openRecord(files);
    const recorder = new Recorder({ store: record, now: tickingClock() });
    good(await recorder.recover());
    good(await recorder.finish(visit.visit, recording, 'p1'));
    expect(record.findings()).toEqual([{ what: 'segment-torn', visit: visit.visit }]);
    expect(await heard(good(await record.open(visit.visit)), recording)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a full disk', () => {
  it('stops the recording cleanly when space runs low', async () => {
    const { visit, recorder, recording, record, say } = await door();
    await say(0, 3);
    const tight = new Recorder({ store: record, now: tickingClock(), leastFreeBytes: 2 ** 50 });
    good(await recorder.stop(visit.visit, recording));
    expect(codeOf(await tight.start(visit.visit, SHOWN, 'microphone', 'p1'))).toBe('disk-no-room');
  });

  it('keeps what was acknowledged when every write from some moment on fails', async () => {
    let full = false;
    const { files, visit, recorder, recording, say } = await door((touch) =>
      full && touch.op === 'write' ? { code: 'ENOSPC', part: 100 } : undefined,
    );
    await say(0, 8);
    full = true;
    expect(codeOf(await recorder.chunk(visit.visit, recording, 8, half(8)))).toBe('disk-low');
    full = false;
    const record = await openRecord(files);
    const again = new Recorder({ store: record, now: tickingClock() });
    expect(good(await again.recover())).toMatchObject([{ keptMs: 4_000 }]);
    expect(await heard(good(await record.open(visit.visit)), recording)).toEqual(upTo(8));
  });
});
