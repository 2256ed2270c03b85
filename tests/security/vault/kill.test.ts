import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { soundOf } from '../../../shared/capture/recorder/cut.ts';
import { Recorder } from '../../../shared/capture/recorder/recorder.ts';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { verifyRecord } from '../../../shared/vault/verify-record.ts';
import { writeHeader } from '../../../shared/vault/vault-header.ts';
import { scratch } from '../../support/clinic-fixture.ts';
import { drillScale, randomFrom } from '../../support/drills.ts';
import { codeOf, good, newRecord, openRecord, VAULT, VAULT_KEY } from '../../support/record-fixture.ts';

const place = scratch();
afterAll(place.remove);
const HOST = resolve(import.meta.dirname, '../../support/host-to-kill.ts');

/** Runs a host until it said `lines` lines, and kills it the hard way `afterMs` later; gives all that it said. */
const runAndKill = (lines: number, afterMs: number): Promise<string[]> =>
  new Promise((done) => {
    const child = spawn(process.execPath, ['--import', 'tsx', HOST, place.folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      if (said.length === lines) setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.on('close', () => {
      done(said);
    });
  });

describe('kill -9 of the host', () => {
  it('loses nothing that was acknowledged, and says nothing is broken', async () => {
    const first = await newRecord(diskFiles, () => new Date(), place.folder);
    await first.closeAll();
    await writeHeader(diskFiles, place.folder, {
      format: 'footnote-vault',
      version: 1,
      vault: VAULT,
      machine: 'x',
      slots: [],
    });
    const random = randomFrom(3);
    const kills = Math.max(4, Math.round(200 * drillScale()));
    let acknowledged = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const said = await runAndKill(2 + Math.floor(random() * 110), random() * 12);
      expect(said[0]).toBe('ready');
      const record = await openRecord(diskFiles, () => new Date(), place.folder);
      const recorder = new Recorder({ store: record, now: () => new Date(), leastFreeBytes: 0 });
      good(await recorder.recover());
      const heard = new Map<string, Set<number>>();
      for (const line of said.slice(1)) {
        const [kind, visit = '', part = '', n = ''] = line.split(' ');
        if (kind !== 'entry' && kind !== 'chunk') continue;
        acknowledged += 1;
        const opened = good(await record.open(visit));
        if (kind === 'entry') expect(codeOf(await opened.read(Number(part)))).toBe('ok');
        else {
          if (!heard.has(part)) {
            const all = new Set<number>();
            for await (const chunks of soundOf(opened, part))
              for (const one of good(chunks)) all.add(one[0]! - 1);
            heard.set(part, all);
          }
          expect(heard.get(part)!.has(Number(n)), `kill ${kill}: ${line}`).toBe(true);
        }
      }
      const wrong = record
        .findings()
        .filter(({ what }) => !['torn-tail', 'segment-torn', 'left-over-file'].includes(what));
      expect(wrong).toEqual([]);
      await record.closeAll();
    }
    expect(acknowledged).toBeGreaterThan(kills * 5);
    const report = good(await verifyRecord(diskFiles, place.folder, { key: VAULT_KEY }));
    expect(report.findings).toEqual([]);
    expect(report.entries).toBeGreaterThan(acknowledged / 10);
  });

  it('leaves no lock behind, while a second host is refused as long as the first lives', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', HOST, place.folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await new Promise<void>((ready) => createInterface({ input: child.stdout }).once('line', () => ready()));
    expect(await runAndKill(1, 0)).toEqual(['in-use']);
    child.kill('SIGKILL');
    await new Promise((closed) => child.once('close', closed));
    expect((await runAndKill(1, 0))[0]).toBe('ready');
  });

  it('leaves no phrase of a visit in any file or file name', () => {
    const canaries = [
      'Canary',
      'Featherstone',
      '1961-07-08',
      'tablets',
      'lisinopril',
      'May we record',
      'ASSESSMENT',
    ];
    const files = readdirSync(place.folder, { recursive: true, withFileTypes: true });
    const found = files.flatMap((entry) => {
      const text = `${entry.name} ${entry.isFile() ? readFileSync(join(entry.parentPath, entry.name)).toString('latin1') : ''}`;
      return canaries.filter(
        (phrase) => text.includes(phrase) || text.includes(Buffer.from(phrase, 'utf16le').toString('latin1')),
      );
    });
    expect(files.length).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });

  it('gives the record only to its own key', async () => {
    const wrong = good(await verifyRecord(diskFiles, place.folder, { key: Buffer.alloc(32, 9) }));
    expect(wrong.findings.some(({ what }) => what === 'keys-unreadable')).toBe(true);
  });
});
