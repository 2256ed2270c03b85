import { describe, expect, it } from 'vitest';
import type { VisitEntry } from '../../../shared/contract/vault.ts';
import {
  codeOf,
  CONSENT,
  DRAFT,
  edit,
  good,
  newRecord,
  openRecord,
  PATIENT,
  REC,
  tickingClock,
} from '../../support/record-fixture.ts';
import { memoryFiles, type MemoryFiles } from '../../support/memory-files.ts';

const begun = async () => {
  const files = memoryFiles();
  const record = await newRecord(files);
  const visit = good(await record.create(PATIENT, 'p1'));
  return { files, record, visit };
};

const journalOf = (visit: string): string => `/clinic/vault/visits/${visit}/journal`;
const change = (files: MemoryFiles, path: string, how: (bytes: Buffer) => Buffer): void => {
  files.disk.contents.set(files.disk.names.get(path)!, how(Buffer.from(files.disk.bytes(path))));
};

describe('the record of a visit', () => {
  it('gives back every entry after the program was ended and started', async () => {
    const { files, record, visit } = await begun();
    const entries: VisitEntry[] = [CONSENT, DRAFT, edit('Start lisinopril 20 mg daily.'), { kind: 'ready' }];
    for (const entry of entries) good(await visit.append(entry, 'p1'));
    const before = visit.state();
    await record.closeAll();
    const again = good(await (await openRecord(files)).open(visit.visit));
    expect(again.state()).toEqual(before);
    expect(again.state().stage).toBe('ready-for-review');
    expect(good(await again.read(2))).toEqual(CONSENT);
    expect(JSON.stringify(again.state().documents['note'])).toContain('20 mg');
  });

  it('is looked at without a byte of it being written', async () => {
    const [files, now] = [memoryFiles(), tickingClock()];
    const record = await newRecord(files, now);
    good(await record.create(PATIENT, 'p1'));
    await record.closeAll();
    const bytes = (): string[] =>
      [...files.disk.names.keys()].map((path) => files.disk.bytes(path).toString('hex'));
    const before = bytes();
    const again = await openRecord(files, now);
    expect(again.list()).toHaveLength(1);
    await again.closeAll();
    expect(bytes()).toEqual(before);
  });

  it('opens after a kill that closed nothing, with all that was acknowledged', async () => {
    const { files, visit } = await begun();
    good(await visit.append(CONSENT, 'p1'));
    const record = await openRecord(files);
    expect(record.findings()).toEqual([]);
    expect(good(await record.open(visit.visit)).state().consent).toBe('given');
  });

  it('keeps the text of the visit out of every file', async () => {
    const { files, record, visit } = await begun();
    good(await visit.append(CONSENT, 'p1'));
    good(await visit.append(DRAFT, 'p1'));
    await record.closeAll();
    const all = Buffer.concat([...files.disk.contents.values()]).toString('latin1');
    for (const phrase of ['Marigold', 'lisinopril', 'May we record', 'Quillfeather'])
      expect(all).not.toContain(phrase);
    expect([...files.disk.names.keys()].join()).not.toContain('Marigold');
  });

  it('cuts a torn last entry and says so', async () => {
    const { files, visit } = await begun();
    good(await visit.append(CONSENT, 'p1'));
    change(files, journalOf(visit.visit), (bytes) => Buffer.concat([bytes, Buffer.alloc(77, 3)]));
    const record = await openRecord(files);
    expect(record.findings()).toEqual([{ what: 'torn-tail', visit: visit.visit, entry: 3 }]);
    good(await good(await record.open(visit.visit)).append(DRAFT, 'p1'));
  });

  it('tells a shortened visit from a torn one, sets it aside, and opens the others', async () => {
    const { files, record, visit } = await begun();
    const other = good(await record.create(PATIENT, 'p1'));
    const short = files.disk.bytes(journalOf(visit.visit)).length;
    good(await visit.append(CONSENT, 'p1'));
    await record.closeAll();
    change(files, journalOf(visit.visit), (bytes) => bytes.subarray(0, short));
    const again = await openRecord(files);
    expect(codeOf(await again.open(visit.visit))).toBe('visit-quarantined');
    expect(again.findings()).toEqual([{ what: 'shorter-than-head', visit: visit.visit, entry: 2 }]);
    expect(codeOf(await again.open(other.visit))).toBe('ok');
    expect(again.list().map((one) => one.visit)).toContain(visit.visit);
  });

  it('sets aside a visit with a changed byte anywhere before its acknowledged end', async () => {
    const { files, record, visit } = await begun();
    good(await visit.append(CONSENT, 'p1'));
    await record.closeAll();
    const path = journalOf(visit.visit);
    const whole = Buffer.from(files.disk.bytes(path));
    for (let at = 0; at < whole.length; at += 7) {
      change(files, path, () => {
        const bent = Buffer.from(whole);
        bent[at] = bent[at]! ^ 1;
        return bent;
      });
      const again = await openRecord(files);
      expect(codeOf(await again.open(visit.visit)), `byte ${at}`).toBe('visit-quarantined');
      expect(again.findings().length).toBeGreaterThan(0);
      await again.closeAll();
    }
  });

  it('lists the twin lines that an edit left behind, and locks the text of a closed visit', async () => {
    const { visit } = await begun();
    good(await visit.append(DRAFT, 'p1'));
    good(await visit.append(edit('Start lisinopril 5 mg daily.', 'stale'), 'p1'));
    expect(visit.state().stale).toEqual([{ document: 'instructions.en', line: 'i1' }]);
    expect(codeOf(await visit.append({ kind: 'closed' }, 'p1'))).toBe('ok');
    expect(codeOf(await visit.append(edit('x'), 'p1'))).toBe('approved-locked');
  });

  it('refuses an edit of a line that is not there, and text of the wrong shape', async () => {
    const { visit } = await begun();
    good(await visit.append(DRAFT, 'p1'));
    const bad = edit('x');
    if (bad.kind === 'edit' && bad.changes[0]?.op === 'set') bad.changes[0].line.id = 'nowhere';
    expect(codeOf(await visit.append(bad, 'p1'))).toBe('entry-shape');
    expect(codeOf(await visit.append({ kind: 'nonsense' } as unknown as VisitEntry, 'p1'))).toBe(
      'entry-shape',
    );
  });

  it('keeps order by number when the clock is set back, and says so', async () => {
    const files = memoryFiles();
    const first = await newRecord(files, tickingClock('2031-03-04T09:00:00.000Z'));
    const visit = good(await first.create(PATIENT, 'p1'));
    good(await visit.append(CONSENT, 'p1'));
    await first.closeAll();
    const back = await openRecord(files, tickingClock('2030-01-01T00:00:00.000Z'));
    const again = good(await back.open(visit.visit));
    good(await again.append({ kind: 'present', people: [{ role: 'patient' }] }, 'p1'));
    const lines = (await back.auditLines()).filter(({ journal }) => journal === visit.visit);
    expect(lines.map(({ kind, clockBehind }) => [kind, clockBehind])).toEqual([
      ['created', undefined],
      ['consent', undefined],
      ['present', true],
    ]);
    expect((await back.auditLines()).map(({ kind }) => kind)).toContain('clock-behind');
  });
});

describe('shredding', () => {
  it('makes drafts unreadable for good while the chain and the rest still hold', async () => {
    const { files, record, visit } = await begun();
    good(await visit.append(CONSENT, 'p1'));
    good(await visit.append(DRAFT, 'p1'));
    good(await record.shred(visit.visit, ['drafts'], 'asked', 'p9'));
    await record.closeAll();
    const again = await openRecord(files);
    const opened = good(await again.open(visit.visit));
    expect(codeOf(await opened.read(3))).toBe('content-shredded');
    expect(good(await opened.read(2))).toEqual(CONSENT);
    expect(opened.state().documents).toEqual({});
    expect(again.findings()).toEqual([]);
    const lines = opened.auditLines();
    expect(lines.map(({ kind, readable }) => [kind, readable])).toEqual([
      ['created', true],
      ['consent', true],
      ['draft', false],
      ['shredded', true],
    ]);
  });

  it('keeps sound until approval, whoever asks', async () => {
    const { record, visit } = await begun();
    expect(codeOf(await record.shred(visit.visit, ['audio'], 'asked', 'p9'))).toBe('audio-before-approval');
    expect(codeOf(await record.shred(visit.visit, ['audio'], 'retention', 'host'))).toBe(
      'audio-before-approval',
    );
  });

  it('leaves a tombstone of a deleted visit, without its label', async () => {
    const { files, record, visit } = await begun();
    good(await record.delete(visit.visit, 'p9'));
    expect(codeOf(await record.open(visit.visit))).toBe('content-shredded');
    await record.closeAll();
    const again = await openRecord(files);
    expect(again.list().map(({ label, shredded }) => [label, shredded.length])).toEqual([['', 4]]);
    expect(again.findings()).toEqual([]);
    expect([...files.disk.names.keys()].filter((name) => name.includes(visit.visit))).toEqual([
      journalOf(visit.visit),
    ]);
  });
});

describe('sealed sound', () => {
  it('comes back chunk by chunk, and not at all once a byte is changed', async () => {
    const { files, visit } = await begun();
    good(
      await visit.append(
        {
          kind: 'recording-started',
          recording: REC,
          identifiersShown: ['name', 'birth-date'],
          source: 'microphone',
        },
        'p1',
      ),
    );
    const writer = good(await visit.openSegment(REC, 0, 0));
    const chunks = [1, 2, 3].map((n) => Buffer.alloc(16_000, n));
    for (const chunk of chunks) good(await writer.append(chunk));
    const segment = good(await writer.finish())!;
    good(await visit.append({ kind: 'segment-sealed', recording: REC, segment }, 'host'));
    expect(good(await visit.readSegment(REC, segment)).map((one) => one[0])).toEqual([1, 2, 3]);
    change(files, `/clinic/vault/visits/${visit.visit}/${REC}-00000.seg`, (bytes) => {
      bytes[20_000] = bytes[20_000]! ^ 1;
      return bytes;
    });
    expect(codeOf(await visit.readSegment(REC, segment))).toBe('visit-quarantined');
  });
});
