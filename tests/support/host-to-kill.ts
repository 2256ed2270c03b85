import { createInterface } from 'node:readline';
import { Recorder } from '../../shared/capture/recorder/recorder.ts';
import { diskFiles } from '../../shared/platform/file-port.ts';
import { CONSENT, DRAFT, edit, good, groundOn, VAULT_KEY } from './record-fixture.ts';
import { VaultRecord } from '../../shared/vault/vault-record.ts';
import { holdFolder } from '../../shared/platform/instance-lock.ts';

/**
 * A host that records, drafts and edits on the real disk until it is killed. It prints a line for each thing that was
 * acknowledged, after it was: what a person would have been told is safe.
 */
const folder = process.argv[2] ?? '';
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const lock = await holdFolder(folder);
if (!lock) {
  say('in-use');
  process.exit(3);
}
const ground = groundOn(diskFiles, () => new Date(), folder);
const record = good(await VaultRecord.open(ground, Buffer.from(VAULT_KEY)));
const recorder = new Recorder({ store: record, now: () => new Date(), leastFreeBytes: 0 });
for (const { visit, recording } of good(await recorder.recover()))
  good(await recorder.finish(visit, recording, 'p1'));
say('ready');
createInterface({ input: process.stdin }).on('close', () => process.exit(0));
for (;;) {
  const visit = good(
    await record.create({ label: 'Canary Featherstone', identifiers: ['1961-07-08'] }, 'p1'),
  );
  say(`entry ${visit.visit} 1`);
  say(`entry ${visit.visit} ${good(await visit.append(CONSENT, 'p1')).n}`);
  const { recording } = good(await recorder.start(visit.visit, ['name', 'birth-date'], 'microphone', 'p1'));
  for (let n = 0; n < 70; n += 1) {
    good(await recorder.chunk(visit.visit, recording, n, Buffer.alloc(16_000, n + 1)));
    say(`chunk ${visit.visit} ${recording} ${n}`);
  }
  good(await recorder.stop(visit.visit, recording));
  say(`entry ${visit.visit} ${good(await visit.append(DRAFT, 'p1')).n}`);
  for (let n = 0; n < 20; n += 1)
    say(`entry ${visit.visit} ${good(await visit.append(edit(`Take ${n} tablets.`), 'p1')).n}`);
  await record.close(visit.visit);
}
