import { describe, expect, it } from 'vitest';
import { Recorder } from '../../../shared/capture/recorder/recorder.ts';
import { soundOf } from '../../../shared/capture/recorder/cut.ts';
import { verifyRecord } from '../../../shared/vault/verify-record.ts';
import { writeHeader } from '../../../shared/vault/vault-header.ts';
import { VaultRecord } from '../../../shared/vault/vault-record.ts';
import { diskAfterCrash, memoryFiles, undoable, type Disk, type Touch } from '../../support/memory-files.ts';
import {
  codeOf,
  CONSENT,
  DRAFT,
  edit,
  FOLDER,
  good,
  groundOn,
  newRecord,
  openRecord,
  PATIENT,
  tickingClock,
  VAULT,
  VAULT_KEY,
} from '../../support/record-fixture.ts';
import { drillScale, randomFrom } from '../../support/drills.ts';

const SHOWN = ['name', 'birth-date'] as const;
const half = (n: number): Buffer => Buffer.alloc(1_600, n + 1);

/** A short visit's life at the file port; `told` marks what was acknowledged, and how to look for it later. */
const life = async (files: ReturnType<typeof memoryFiles>): Promise<string> => {
  const record = await newRecord(files);
  files.told('record');
  const made = await record.create(PATIENT, 'p1');
  if (!made.ok) return '';
  const visit = made.value;
  files.told(`visit ${visit.visit}`);
  const entries = async (...all: Parameters<typeof visit.append>[0][]): Promise<void> => {
    for (const entry of all) {
      const done = await visit.append(entry, 'p1');
      if (done.ok) files.told(`entry ${visit.visit} ${done.value.n}`);
    }
  };
  await entries(CONSENT);
  const recorder = new Recorder({ store: record, now: tickingClock() });
  const started = await recorder.start(visit.visit, SHOWN, 'microphone', 'p1');
  if (started.ok) {
    const { recording } = started.value;
    for (let n = 0; n < 4; n += 1) {
      const kept = await recorder.chunk(visit.visit, recording, n, half(n));
      if (kept.ok) files.told(`chunk ${visit.visit} ${recording} ${n}`);
    }
    await recorder.stop(visit.visit, recording);
  }
  await entries(DRAFT, edit('Start lisinopril 20 mg daily.'), { kind: 'ready' });
  return visit.visit;
};

/** What was acknowledged before the crash and is not there after it. */
const lost = async (disk: Disk, touches: readonly Touch[]): Promise<string[]> => {
  const told = touches.flatMap((touch) => (touch.op === 'told' ? [touch.what] : []));
  if (!told.includes('record')) return [];
  const files = memoryFiles(disk);
  const opened = await VaultRecord.open(groundOn(files), Buffer.from(VAULT_KEY));
  if (!opened.ok) return ['record'];
  const recorder = new Recorder({ store: opened.value, now: tickingClock() });
  good(await recorder.recover());
  const missing: string[] = [];
  for (const what of told) {
    const [kind, visit = '', part = '', n = ''] = what.split(' ');
    if (kind === 'record') continue;
    const record = await opened.value.open(visit);
    if (!record.ok) missing.push(`${what}: ${record.error.code}`);
    else if (kind === 'entry') {
      if (codeOf(await record.value.read(Number(part))) !== 'ok') missing.push(what);
    } else if (kind === 'chunk') {
      const heard: number[] = [];
      for await (const chunks of soundOf(record.value, part))
        heard.push(...good(chunks).map((one) => one[0]!));
      if (!heard.includes(Number(n) + 1)) missing.push(what);
    }
  }
  const bad = opened.value
    .findings()
    .filter(({ what }) => !['torn-tail', 'segment-torn', 'left-over-file'].includes(what));
  missing.push(...bad.map(({ what }) => `false alarm ${what}`));
  await opened.value.closeAll();
  return missing;
};

describe('a power cut', () => {
  it('loses nothing acknowledged, at any write, in any order that the disk may have kept', async () => {
    const files = memoryFiles();
    await life(files);
    const random = randomFrom(7);
    const full = drillScale() === 1;
    let crashes = 0;
    for (let end = 1; end <= files.touches.length; end += 1) {
      const before = files.touches.slice(0, end);
      const loose = undoable(before);
      const writes = loose.filter((i) => before[i]!.op === 'write');
      const some = new Set(loose.filter(() => random() < 0.5));
      const last = writes.at(-1);
      const states = [
        diskAfterCrash(before, new Set()),
        diskAfterCrash(before, new Set(loose)),
        diskAfterCrash(before, some),
        ...(last === undefined
          ? []
          : [diskAfterCrash(before, new Set(), new Map([[last, Math.floor(random() * 90)]]))]),
        ...(full ? loose.map((i) => diskAfterCrash(before, new Set([i]))) : []),
      ];
      for (const disk of states) {
        crashes += 1;
        expect(await lost(disk, before), `crash after touch ${end}`).toEqual([]);
      }
    }
    expect(crashes).toBeGreaterThan(100);
  });
});

describe('a torn write', () => {
  it('at any of 200 places loses nothing acknowledged, and hides nothing', async () => {
    const files = memoryFiles();
    await life(files);
    const { touches } = files;
    const writes = touches.flatMap((touch, i) => (touch.op === 'write' && touch.data.length > 1 ? [i] : []));
    const random = randomFrom(5);
    for (let tear = 0; tear < 200; tear += 1) {
      const at = writes[Math.floor(random() * writes.length)]!;
      const touch = touches[at]!;
      const whole = touch.op === 'write' ? touch.data.length : 0;
      const kept = 1 + Math.floor(random() * (whole - 1));
      const before = touches.slice(0, at + 1);
      const disk = diskAfterCrash(before, new Set(), new Map([[at, kept]]));
      expect(await lost(disk, before), `touch ${at}, ${kept} of ${whole} bytes`).toEqual([]);
    }
  });
});

describe('a disk that fills up', () => {
  it('at any write of a visit is refused as a value, and loses nothing acknowledged', async () => {
    const whole = memoryFiles();
    await life(whole);
    const writes = whole.touches.filter(({ op }) => op !== 'told').length;
    const every = drillScale() < 1 ? 4 : 1;
    for (let at = 30; at < writes; at += every) {
      const full = memoryFiles(undefined, (touch, nth) =>
        nth >= at && (touch.op === 'write' || touch.op === 'create')
          ? { code: 'ENOSPC', part: 11 }
          : undefined,
      );
      await life(full);
      expect(await lost(full.disk, full.touches), `full from touch ${at}`).toEqual([]);
    }
  });
});

describe('changed bytes', () => {
  it('are each noticed, end nothing, and hide no other visit', async () => {
    const files = memoryFiles();
    const hit = await life(files);
    const record = await openRecord(files);
    const other = good(await record.create(PATIENT, 'p1'));
    await record.closeAll();
    await writeHeader(files, FOLDER, {
      format: 'footnote-vault',
      version: 1,
      vault: VAULT,
      machine: 'x',
      slots: [],
    });
    const names = [...files.disk.names].filter(([name]) => !name.includes(other.visit));
    const random = randomFrom(11);
    const flips = Math.round(1_000 * drillScale());
    for (let i = 0; i < flips; i += 1) {
      const [name, number] = names[Math.floor(random() * names.length)]!;
      const whole = files.disk.contents.get(number)!;
      const bent = Buffer.from(whole);
      const at = Math.floor(random() * bent.length);
      bent[at] = bent[at]! ^ (1 << Math.floor(random() * 8));
      const copy = memoryFiles();
      for (const [path, n] of files.disk.names) copy.disk.names.set(path, n);
      for (const folder of files.disk.folders) copy.disk.folders.add(folder);
      for (const [n, bytes] of files.disk.contents) copy.disk.contents.set(n, n === number ? bent : bytes);
      // Opening walks the vault journal from its index on; `audit verify` (and the daily check) walks all of it.
      const report = good(await verifyRecord(copy, FOLDER, { key: VAULT_KEY }));
      const again = good(await VaultRecord.open(groundOn(copy), Buffer.from(VAULT_KEY)));
      const opened = await again.open(hit);
      const refused: string[] = [];
      if (!opened.ok) refused.push(opened.error.code);
      else {
        for (const { recording, segments } of opened.value.state().recordings) {
          for (const segment of segments)
            refused.push(codeOf(await opened.value.readSegment(recording, segment)));
        }
      }
      const noticed =
        report.findings.length > 0 || again.findings().length > 0 || refused.some((code) => code !== 'ok');
      expect(noticed, `${name} byte ${at}`).toBe(true);
      expect(codeOf(await again.open(other.visit)), `${name} byte ${at}`).toBe('ok');
    }
  });
});
