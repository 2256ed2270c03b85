import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot, temporaryFolder } from '../../fixtures/footnote.ts';
import { speak } from '../../fixtures/spoken.ts';
import { openClinic, PASS } from '../../support/clinic-fixture.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
let audio = '';
beforeAll(async () => {
  const clinic = await openClinic(join(data, 'vault'));
  await clinic.open.close();
  audio = await speak(folder.path, 'Good morning. Please stop the ibuprofen. Come back in two weeks.');
});
afterAll(folder.remove);

/** A machine without any network but itself, where the system lets a test make one; else only the way out is closed. */
const mayUnshare = spawnSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up']).status === 0;
const DEAD_PROXY = 'http://127.0.0.1:9';
const dead = Object.fromEntries(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY'].map((name) => [name, DEAD_PROXY]),
);

it('a whole visit, from the recording to the record and the drafts, works with the network denied', async () => {
  const out = join(folder.path, 'out');
  const bin = resolve(projectRoot, 'shared/hosts/cli/bin.mjs');
  const args = [
    ...[bin, 'visit', '--audio', audio, '--chart', join(projectRoot, 'resources/samples/chart.json')],
    ...['--model', 'tiny.en-q8_0', '--language', 'en', '--out', out, '--vault', '--as', 'Dr Okafor'],
  ];
  const command = mayUnshare
    ? ['unshare', '-n', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', process.execPath, ...args]
    : [process.execPath, ...args];
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { env: { ...process.env, ...dead, FOOTNOTE_DATA: data } });
  child.stdin.end(`${PASS.doctor}\n`);
  let told = '';
  child.stderr.on('data', (bytes: Buffer) => (told += bytes.toString()));
  const status = await new Promise((done) => child.once('close', done));
  expect(told).not.toMatch(/went wrong|Error/);
  expect(status).toBe(0);
  expect(readdirSync(out)).toContain('note.md');
  expect(readdirSync(join(data, 'vault', 'visits'))).toHaveLength(1);
});
