import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { utilityPrograms, type UtilityForks } from '../../../electron/adapters/utility-program.ts';
import { spawnNode, type NodeProgram, type StartNode } from '../../../shared/platform/node-program.ts';
import { supervise } from '../../../shared/transcribe/engines/child.ts';

const fixture = (name: string): string => resolve(import.meta.dirname, '../../fixtures', name);

/** Electron's part by plain Node: a process with one channel, and a port in it. */
const utility = {
  fork: (
    path: string,
    args: string[],
    { env, stdio }: { env: NodeJS.ProcessEnv; stdio: ('pipe' | 'ignore')[] },
  ) => {
    const port = pathToFileURL(fixture('utility-port.mjs')).href;
    const child = spawn(process.execPath, ['--import', port, path, ...args], {
      env,
      stdio: ['ignore', stdio[1] ?? 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    return Object.assign(child, {
      postMessage: (fromMain: object) => child.send({ fromMain }, () => undefined),
    });
  },
} as unknown as UtilityForks;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-utility-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const firstLine = ({ stdout }: NodeProgram): Promise<string> =>
  new Promise((done) => {
    if (stdout) createInterface({ input: stdout }).once('line', done);
  });
const message = (program: NodeProgram): Promise<unknown> =>
  new Promise((done) => {
    program.onMessage(done);
  });

describe.each<[string, StartNode]>([
  ['by Node', spawnNode],
  ['as a utility process', utilityPrograms(utility)],
])('a program of ours started %s', (_how, startNode) => {
  it('hears lines and says lines, and ends when its input does', async () => {
    const program = startNode(fixture('echo-program.mjs'), ['a', 'b'], { pipes: true, channel: true });
    const line = firstLine(program);
    program.stdin?.write('hello\n');
    expect(await line).toBe('heard hello');
    program.stdin?.end();
    await program.exited;
    expect(program.isRunning()).toBe(false);
  });

  it('takes messages with sound in them, and is ended at once', async () => {
    const program = startNode(fixture('echo-program.mjs'), ['a', 'b'], { pipes: true, channel: true });
    const answer = message(program);
    program.send({ say: 'hello', samples: new Float32Array(160) });
    expect(await answer).toEqual({ said: 'hello', bytes: 160, args: ['a', 'b'] });
    program.kill();
    await program.exited;
  });

  it('supervises an engine, which ends with it', async () => {
    const record = join(folder, 'running.json');
    const child = supervise(startNode, 'sleep', ['600'], { path: record, health: 'none' });
    await vi.waitFor(() => {
      expect(existsSync(record)).toBe(true);
    });
    await child.end();
    expect(child.hasExited()).toBe(true);
    await vi.waitFor(() => {
      expect(existsSync(record)).toBe(false);
    });
  });
});
