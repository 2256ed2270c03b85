import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Client } from '../../renderer/api/client.ts';
import { clientOver } from '../../renderer/api/make-client.ts';
import type { Result } from '../../shared/contract/errors.ts';
import type { AppInput, AppOperationName, AppOutput } from '../../shared/contract/app.ts';
import { rawRequest } from '../fixtures/loopback.ts';

const HOST = resolve(import.meta.dirname, 'host-to-kill.ts');

/** The host was killed by the drill. One that is gone without that fails the drill, as a refusal does. */
export class HostGone extends Error {}

export interface KillableHost {
  readonly client: Pick<Client, 'call' | 'chunk'>;
  /** The value of an answer; throws `HostGone` where the host was killed, any refusal as an error. */
  readonly valueOf: <T>(what: string, answer: Result<T>) => T;
  /** The value of an operation, as `valueOf` gives it. */
  readonly ask: <Name extends AppOperationName>(
    name: Name,
    input: AppInput<Name>,
  ) => Promise<AppOutput<Name>>;
  /** All kept sound of a visit as a WAV. */
  readonly audio: (visit: string) => Promise<Buffer>;
  /** `SIGKILL` after so many ms; resolves when the process is gone. */
  readonly kill: (afterMs?: number) => Promise<void>;
}

const linkOf = (child: ChildProcess): Promise<string> =>
  new Promise((done, failed) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', done);
    child.once('close', () => {
      failed(new Error('the host ended before it said its link'));
    });
  });

/** Starts the app as a process over the folder, and goes through its door as a page does. */
export const startKillableHost = async (folder: string): Promise<KillableHost> => {
  const child = spawn(process.execPath, ['--import', 'tsx', HOST, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((done) => child.once('close', () => done()));
  const link = new URL(await linkOf(child));
  const port = Number(link.port);
  const base = link.pathname.split('/')[1] ?? '';
  const sent = { host: link.host, origin: link.origin, 'sec-fetch-site': 'same-origin' };
  const navigation = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const door = await rawRequest(port, 'GET', link.pathname + link.search, { host: link.host, ...navigation });
  const cookie = (door.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  let killed = false;
  const post = async (path: string, type: string, body: string | Uint8Array): Promise<unknown> => {
    const headers = { ...sent, cookie, 'content-type': type };
    const answer = await rawRequest(port, 'POST', `/${base}/${path}`, headers, body);
    return JSON.parse(answer.body.toString('utf8')) as unknown;
  };
  const client = clientOver({
    call: (name, input) => post(`op/${name}`, 'application/json', JSON.stringify(input)),
    chunk: (path, pcm) => post(path, 'application/octet-stream', pcm),
    upload: () => Promise.reject(new Error('not in this drill')),
    listen: () => () => undefined,
    audioAddress: (visit) => `audio/${visit}`,
    showPage: () => undefined,
  });
  const valueOf = <T>(what: string, answer: Result<T>): T => {
    if (answer.ok) return answer.value;
    const { code } = answer.error;
    throw killed && code === 'host-gone' ? new HostGone() : new Error(`${what}: ${code}`);
  };
  return {
    client,
    valueOf,
    ask: async (name, input) => valueOf(name, await client.call(name, input)),
    audio: async (visit) =>
      (await rawRequest(port, 'GET', `/${base}/audio/${visit}`, { ...sent, cookie })).body,
    kill: (afterMs = 0) => {
      setTimeout(() => {
        killed = true;
        child.kill('SIGKILL');
      }, afterMs);
      return gone;
    },
  };
};
