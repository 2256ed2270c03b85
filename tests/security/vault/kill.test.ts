import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { verifyRecord } from '../../../shared/vault/verify-record.ts';
import { ADMINISTRATOR, CLINICIAN } from '../../fixtures/made-vault.ts';
import { scratch } from '../../support/clinic-fixture.ts';
import { drillScale, drillSeed, randomFrom } from '../../support/drills.ts';
import { startKillableHost, type KillableHost } from '../../support/killable-host.ts';
import { good } from '../../support/record-fixture.ts';
import {
  expectKept,
  WORDING,
  WORK,
  workUntilKilled,
  type Acknowledged,
  type Work,
} from '../../support/visits-until-killed.ts';

const place = scratch();
const vault = join(place.folder, 'vault');
afterAll(place.remove);

/** Longest time from the beginning of a work to the kill, ms: about as long as that work takes, so that it is hit. */
const WITHIN_MS: Record<Work, number> = { recording: 150, sealing: 40, drafting: 2_500, approving: 900 };
/** What a kill may leave that is no damage. */
const ACCOUNTED = ['torn-tail', 'segment-torn', 'left-over-file'];

const startAndSignIn = async (): Promise<KillableHost> => {
  const host = await startKillableHost(place.folder);
  await host.ask('people.sign-in', CLINICIAN);
  return host;
};

beforeAll(async () => {
  const host = await startKillableHost(place.folder);
  const people = { clinic: 'Riverside', administrator: ADMINISTRATOR, clinician: CLINICIAN };
  await host.ask('people.set-up', people);
  await host.kill();
});

const finishUnfinished = async (host: KillableHost): Promise<void> => {
  const { unfinished } = await host.ask('record.unfinished', {});
  for (const { visit, recording } of unfinished) await host.ask('record.finish', { visit, recording });
};

describe('kill -9 of the app, through its own door', () => {
  it('while it records, seals, drafts and approves loses nothing acknowledged, and leaves no half approval', async () => {
    const random = randomFrom(drillSeed());
    // A host takes seconds to start: CI kills each kind of work twice.
    const kills = drillScale() > 0.1 ? Math.round(200 * drillScale()) : 2 * WORK.length;
    const met = { whole: 0, none: 0 };
    let last: readonly Acknowledged[] = [];
    let acknowledged = 0;
    for (let kill = 0; kill <= kills; kill += 1) {
      const host = await startAndSignIn();
      for (const told of last) met[await expectKept(host, told)] += 1;
      await finishUnfinished(host);
      acknowledged += last.reduce((sum, { chunks }) => sum + chunks + 2, 0);
      if (kill === kills) {
        await host.ask('people.sign-in', ADMINISTRATOR);
        const { findings } = await host.ask('audit.check', {});
        expect(findings.filter(({ what }) => !ACCOUNTED.includes(what))).toEqual([]);
        await host.kill();
        break;
      }
      const work = WORK[kill % WORK.length] ?? 'recording';
      const afterMs = random() * WITHIN_MS[work];
      let gone: Promise<void> | undefined;
      last = await workUntilKilled(host, work, () => {
        gone ??= host.kill(afterMs);
      });
      await gone;
    }
    expect(acknowledged).toBeGreaterThan(kills * 5);
    expect(met.whole + met.none).toBeGreaterThanOrEqual(kills);
    const report = good(await verifyRecord(diskFiles, vault));
    expect(report.findings).toEqual([]);
  }, 900_000);

  it('leaves no lock behind, while a second host is refused as long as the first lives', async () => {
    const first = await startAndSignIn();
    const second = await startKillableHost(place.folder);
    const refused = await second.client.call('people.sign-in', CLINICIAN);
    expect(refused).toMatchObject({ ok: false, error: { code: 'vault-in-use' } });
    await first.kill();
    await second.ask('people.sign-in', CLINICIAN);
    await second.kill();
  });

  it('leaves no phrase of a visit in any file or file name', () => {
    const canaries = ['Canary', 'Featherstone', '1961-07-08', 'Walked in unaided', 'metformin', WORDING];
    const files = readdirSync(vault, { recursive: true, withFileTypes: true });
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
    const wrong = good(await verifyRecord(diskFiles, vault, { key: Buffer.alloc(32, 9) }));
    expect(wrong.findings.some(({ what }) => what === 'keys-unreadable')).toBe(true);
  });
});
