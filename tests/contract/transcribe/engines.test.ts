import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeEgress } from '../../../shared/egress/egress.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import { makeNativeEngine } from '../../../shared/transcribe/engines/native.ts';
import { makePrebuiltEngine } from '../../../shared/transcribe/engines/prebuilt.ts';
import { makeServerEngine } from '../../../shared/transcribe/engines/server.ts';
import { makeWhisperNodeEngine } from '../../../shared/transcribe/engines/whisper-node.ts';
import { footnoteFolders } from '../../../shared/platform/folders.ts';
import { startSpeechServer } from '../../fixtures/speech-server.ts';
import { builtServer, installedWeights, samplesOf, speak, SPOKEN } from '../../fixtures/spoken.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
const greedy = { threads: 2, beamSize: 1, bestOf: 1 };

let folder = '';
let samples = new Float32Array(0);
const open: Engine[] = [];
const programs: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-engines-'));
  samples = await samplesOf(await speak(folder, SPOKEN));
});
afterEach(async () => {
  for (const program of programs.splice(0)) program.kill('SIGKILL');
  await Promise.all(open.splice(0).map((engine) => engine.close()));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const kept = (engine: Engine): Engine => {
  open.push(engine);
  return engine;
};
const native = async (): Promise<Engine> =>
  kept(
    makeNativeEngine({
      ...(await installedWeights('tiny.en-q8_0')),
      ...greedy,
      serverPath: builtServer(),
      version: 'test',
      runFolder: folder,
    }),
  );

const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  native,
  prebuilt: async () =>
    kept(makePrebuiltEngine({ ...(await installedWeights('tiny.en-q8_0')), ...greedy, version: 'test' })),
  'whisper-node': async () =>
    kept(
      makeWhisperNodeEngine({
        ...(await installedWeights('tiny.en-q8_0')),
        version: '1.1.1',
        workFolder: join(footnoteFolders().cache, 'engines', 'whisper-node-1.1.1'),
      }),
    ),
  server: async () => {
    const { url, process: server } = await startSpeechServer('tiny.en-q8_0');
    programs.push(server);
    const send = makeEgress(() => [new URL(url).host]).fetch;
    return kept(makeServerEngine({ servers: [{ url }], model: 'tiny.en-q8_0', send }));
  },
};

/** Process ids of engines, or of their supervisors, that were given this model. */
const running = async (needle: string, kind: 'engine' | 'supervisor'): Promise<number[]> => {
  const { stdout } = await run('ps', ['-eo', 'pid=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(needle))
    .map((line) => line.trim().split(' '))
    .filter(([, program = '', script = '']) =>
      kind === 'engine' ? program.endsWith('whisper-server') : script.endsWith('supervise.mjs'),
    )
    .map(([pid]) => Number(pid));
};
const enginesRunning = (needle: string): Promise<number[]> => running(needle, 'engine');

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const goneWithin = async (pids: readonly number[], ms: number): Promise<boolean> => {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await wait(50)) {
    if (!pids.some(isAlive)) return true;
  }
  return false;
};

/** Another program that has a native engine running, to be killed. */
const programWithEngine = async (): Promise<{
  readonly parent: ChildProcess;
  readonly engines: readonly number[];
  readonly supervisors: readonly number[];
}> => {
  // A link under a name of its own tells these engines from those of other tests.
  const modelPath = join(folder, `own-${randomUUID()}.bin`);
  await symlink((await installedWeights('tiny.en-q8_0')).modelPath, modelPath);
  const fixture = join(root, 'tests/fixtures/engine-parent.mts');
  const args = ['--import', 'tsx', fixture, builtServer(), modelPath, folder];
  const parent = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  programs.push(parent);
  await new Promise((done) => createInterface({ input: parent.stdout }).once('line', done));
  const engines = await running(modelPath, 'engine');
  const supervisors = await running(modelPath, 'supervisor');
  expect([engines, supervisors].map((pids) => pids.length)).toEqual([1, 1]);
  return { parent, engines, supervisors };
};

describe.each(Object.keys(engines))('the %s engine', (name) => {
  it('hears a sentence word by word, in order of time, and names itself', async () => {
    const engine = await engines[name]!();
    expect(engine.identity).toMatchObject({ name, model: 'tiny.en-q8_0' });
    const heard = await engine.listen({ samples, language: 'en' });
    if (!heard.ok) throw new Error(heard.error.code);
    const { words } = heard.value;
    const text = words.map((word) => word.text).join(' ');
    for (const expected of ['knee', 'hurts', 'stairs']) expect(text.toLowerCase()).toContain(expected);
    const starts = words.map((word) => word.startMs);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(Math.max(...starts)).toBeLessThan((samples.length / 16_000) * 1000 + 500);
    for (const { confidence } of words) {
      if (name === 'native' || name === 'server') expect(confidence).toBeGreaterThan(0);
      else expect(confidence).toBeNull();
    }
  });

  it('stops when told to', async () => {
    const engine = await engines[name]!();
    const aborter = new AbortController();
    const heard = engine.listen({ samples, language: 'en', signal: aborter.signal });
    aborter.abort();
    expect(await heard).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('the native engine as a process', () => {
  it('is started again when it is killed, and the passage is heard all the same', async () => {
    const before = await enginesRunning('tiny.en-q8_0');
    const engine = await native();
    await engine.listen({ samples: samples.subarray(0, 8000), language: 'en' });
    const mine = (await enginesRunning('tiny.en-q8_0')).filter((pid) => !before.includes(pid));
    expect(mine).toHaveLength(1);
    const heard = engine.listen({ samples, language: 'en' });
    process.kill(mine[0]!, 'SIGKILL');
    const answer = await heard;
    expect(answer.ok && answer.value.words.length).toBeGreaterThan(4);
  });

  it('is gone when it is closed', async () => {
    const before = await enginesRunning('tiny.en-q8_0');
    const engine = await native();
    await engine.listen({ samples: samples.subarray(0, 8000), language: 'en' });
    const mine = (await enginesRunning('tiny.en-q8_0')).filter((pid) => !before.includes(pid));
    await engine.close();
    expect(await goneWithin(mine, 5000)).toBe(true);
  });

  it('is gone when the program is killed outright', async () => {
    const { parent, engines: mine } = await programWithEngine();
    parent.kill('SIGKILL');
    expect(await goneWithin(mine, 10_000)).toBe(true);
  });

  it('is ended by the next one when the program and its supervisor are both killed', async () => {
    const { parent, engines: mine, supervisors } = await programWithEngine();
    // Stopped first, so that it cannot see the program go before its own turn comes.
    for (const pid of supervisors) process.kill(pid, 'SIGSTOP');
    parent.kill('SIGKILL');
    for (const pid of supervisors) process.kill(pid, 'SIGKILL');
    expect(await goneWithin([parent.pid!, ...supervisors], 10_000)).toBe(true);
    expect(mine.every(isAlive)).toBe(true);
    const next = await native();
    expect(await next.listen({ samples, language: 'en' })).toMatchObject({ ok: true });
    expect(await goneWithin(mine, 5000)).toBe(true);
  });

  it('is left alone by another program that starts one', async () => {
    const { parent, engines: theirs } = await programWithEngine();
    const mine = await native();
    await mine.listen({ samples: samples.subarray(0, 8000), language: 'en' });
    expect(theirs.every(isAlive)).toBe(true);
    parent.kill('SIGKILL');
    expect(await goneWithin(theirs, 10_000)).toBe(true);
  });

  it('says so when there is no such program', async () => {
    const weights = await installedWeights('tiny.en-q8_0');
    const engine = kept(
      makeNativeEngine({
        ...weights,
        ...greedy,
        serverPath: join(folder, 'nothing-here'),
        version: 'test',
        runFolder: folder,
      }),
    );
    expect(await engine.listen({ samples, language: 'en' })).toMatchObject({
      error: { code: 'engine-missing' },
    });
  });
});
