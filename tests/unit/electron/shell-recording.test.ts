import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareShell, startShell } from '../../../electron/main/start.ts';
import { CaptureState } from '../../../shared/contract/capture-window.ts';
import type { RecordingView } from '../../../shared/contract/visits.ts';
import { makeAppHost, type AppHost } from '../../../shared/hosts/app/app-host.ts';
import { silentLog } from '../../../shared/platform/log.ts';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import * as fake from '../../fixtures/fake-electron.ts';
import { CLINICIAN, makeVaultPlace, setUpRecord, type VaultPlace } from '../../fixtures/made-vault.ts';

vi.mock('electron', () => import('../../fixtures/fake-electron.ts'));

let host: AppHost;
let place: VaultPlace;
let visit = '';

const value = async <T>(asked: Promise<unknown>): Promise<T> => {
  const answer = (await asked) as { ok: boolean; value: T; error?: { code: string } };
  if (!answer.ok) throw new Error(answer.error?.code);
  return answer.value;
};
const page = { url: 'footnote://app/', parent: null };
const ask = (command: unknown, from: unknown = fake.windowAt('app').webContents): Promise<unknown> =>
  fake.installed<(...args: unknown[]) => Promise<unknown>>('footnote:capture-ask')(
    { sender: from, senderFrame: page },
    command,
  );
const tell = (state: object, from: unknown = fake.windowAt('capture').webContents): void => {
  fake.installed<(...args: unknown[]) => void>('footnote:capture-tell')(
    { sender: from, senderFrame: { ...page, url: 'footnote://app/#capture' } },
    { phase: 'idle', takenMs: 0, keptMs: 0, level: 0, microphones: [], ...state },
  );
};

/** The hidden window, doing to the host what its page would, half seconds of sound included. */
const recordingPage = (): void => {
  const { webContents } = fake.windowAt('capture');
  webContents.on(
    'sent',
    (channel: string, { id, command }: { id: number; command: Record<string, string> }) => {
      if (channel !== 'footnote:capture-command') return;
      const { do: wanted = '', visit: of = '', recording = '' } = command;
      const done = async (): Promise<unknown> => {
        if (wanted === 'start')
          return host.call('record.start', { visit: of, identifiersShown: ['name', 'birth-date'] });
        if (wanted === 'take-up') return host.call('record.take-up', { visit: of, recording });
        const [running] = host.live();
        return running
          ? host.call('record.stop', { visit: running.visit, recording: running.recording })
          : undefined;
      };
      void done().then((result) => {
        tell({ phase: wanted === 'stop' ? 'stopped' : 'recording' }, webContents);
        fake.installed<(...args: unknown[]) => void>('footnote:capture-answer')(
          { sender: webContents, senderFrame: { ...page, url: 'footnote://app/#capture' } },
          id,
          result,
        );
      });
    },
  );
  tell({}, webContents);
};

const recordings = async (): Promise<RecordingView[]> =>
  (await value<{ recordings: RecordingView[] }>(host.call('visits.open', { visit }))).recordings;
const startRecording = async (): Promise<string> =>
  (await value<{ recording: string }>(ask({ do: 'start', visit, identifiersShown: ['name', 'birth-date'] })))
    .recording;

// One record and one shell for all: stretching a passphrase takes its time. Each test has a visit of its own; the last
// ones end the app.
beforeAll(async () => {
  place = await makeVaultPlace();
  host = makeAppHost({
    services: knownServices(),
    vault: place.ground,
    host: 'desktop',
    version: '0',
    log: silentLog,
  });
  await setUpRecord(host);
  prepareShell();
  await startShell({
    host,
    pages: '/none',
    preload: '/none',
    settings: { read: () => ({}), write: () => undefined },
  });
  recordingPage();
});
beforeEach(async () => {
  fake.person.asked.length = 0;
  if ((await value<{ desk?: { locked: boolean } }>(host.call('app.state', {}))).desk?.locked !== false)
    await value(host.call('people.sign-in', CLINICIAN));
  const made = host.call('visits.create', { label: 'Wren Ashdown', identifiers: ['1958'] });
  visit = (await value<{ visit: string }>(made)).visit;
});
afterEach(async () => {
  if (host.live().length > 0) await ask({ do: 'stop' });
});
afterAll(async () => {
  await host.close();
  await place.remove();
});

describe('the hidden window', () => {
  it('records what another window asks for, and tells that window how it goes', async () => {
    await startRecording();
    expect(host.live()).toHaveLength(1);
    const shown = fake
      .windowAt('app')
      .webContents.sent.filter(({ channel }) => channel === 'footnote:capture-state');
    expect(CaptureState.parse(shown.at(-1)?.payload).phase).toBe('recording');
    await value(ask({ do: 'stop' }));
    expect(host.live()).toEqual([]);
  });

  it('takes orders from no page but ours, and speaks for no other', async () => {
    const foreign = { ...page, url: 'https://evil.example/' };
    const asked = fake.installed<(...args: unknown[]) => Promise<unknown>>('footnote:capture-ask');
    const app = fake.windowAt('app').webContents;
    for (const event of [
      { sender: app, senderFrame: foreign },
      { sender: app, senderFrame: null },
      { sender: {}, senderFrame: page },
      { sender: fake.windowAt('capture').webContents, senderFrame: page },
    ])
      expect(await asked(event, { do: 'test' })).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await ask({ do: 'delete everything' })).toMatchObject({ error: { code: 'usage' } });
    app.sent.length = 0;
    tell({ phase: 'recording' }, app);
    expect(app.sent).toEqual([]);
  });

  it('that crashes is made again and goes on with the recording, behind a locked screen, too; the gap is marked', async () => {
    const recording = await startRecording();
    await host.chunk(visit, recording, 0, Buffer.alloc(16_000, 1));
    await value(host.call('people.lock', {}));
    const crashed = fake.windowAt('capture');
    crashed.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await vi.waitFor(() => {
      expect(fake.windowAt('capture')).not.toBe(crashed);
    });
    recordingPage();
    await vi.waitFor(async () => {
      expect(await host.chunk(visit, recording, 0, Buffer.alloc(16_000, 2))).toMatchObject({
        value: { keptMs: 1_000 },
      });
    });
    await value(host.call('people.sign-in', CLINICIAN));
    expect((await recordings())[0]?.gaps).toMatchObject([{ reason: 'page-crashed' }]);
  });
});

describe('closing the window', () => {
  it('asks while a recording runs, which goes on either way, and comes back when Footnote is opened again', async () => {
    const recording = await startRecording();
    fake.person.answer = 0;
    fake.windowAt('app').close();
    await vi.waitFor(() => {
      expect(fake.person.asked).toHaveLength(1);
    });
    expect(fake.windowAt('app').isDestroyed()).toBe(false);
    fake.person.answer = 1;
    const closed = fake.windowAt('app');
    closed.close();
    await vi.waitFor(() => {
      expect(closed.isDestroyed()).toBe(true);
    });
    expect(fake.calls).not.toContain('quit');
    expect(await host.chunk(visit, recording, 0, Buffer.alloc(16_000, 1))).toMatchObject({ ok: true });
    fake.app.emit('second-instance');
    await vi.waitFor(() => {
      expect(fake.windowAt('app')).not.toBe(closed);
    });
  });
});

describe('the machine', () => {
  it('that falls asleep is marked in the recording at once, as one gap, with its length when it wakes', async () => {
    const recording = await startRecording();
    fake.powerMonitor.emit('suspend');
    await vi.waitFor(async () => {
      expect((await recordings())[0]?.gaps).toEqual([{ reason: 'sleep', atMs: 0 }]);
    });
    // A half second that was on its way, and the page, which notices by itself that it did not run.
    await value(host.chunk(visit, recording, 0, Buffer.alloc(16_000, 1)));
    const noticed = { visit, recording, reason: 'sleep', lastedMs: 60_000 };
    await value(host.call('record.gap', noticed));
    fake.powerMonitor.emit('resume');
    await vi.waitFor(async () => {
      expect((await recordings())[0]?.gaps[0]?.lastedMs).toBeGreaterThanOrEqual(0);
    });
    await value(host.call('record.gap', noticed));
    expect((await recordings())[0]?.gaps).toMatchObject([{ reason: 'sleep', atMs: 0 }]);
  });

  it('that locks its screen locks the desk, and goes on recording', async () => {
    const recording = await startRecording();
    fake.powerMonitor.emit('lock-screen');
    await vi.waitFor(async () => {
      expect(await host.call('visits.list', {})).toMatchObject({ error: { code: 'session-locked' } });
    });
    expect(await host.chunk(visit, recording, 0, Buffer.alloc(16_000, 1))).toMatchObject({ ok: true });
  });
});

describe('ending the app', () => {
  it('asks while a recording runs, and then keeps all of it and closes the record first', async () => {
    const recording = await startRecording();
    await host.chunk(visit, recording, 0, Buffer.alloc(16_000, 1));
    fake.person.answer = 0;
    fake.app.quit();
    await vi.waitFor(() => {
      expect(fake.person.asked).toHaveLength(1);
    });
    expect(host.live()).toHaveLength(1);
    fake.person.answer = 1;
    await vi.waitFor(() => {
      fake.app.quit();
      expect(fake.calls).toContain('quit');
    });
    expect(await host.call('app.state', {})).toMatchObject({ value: { record: 'closed' } });
    await value(host.call('people.sign-in', CLINICIAN));
    expect(await recordings()).toMatchObject([{ stopped: true, keptMs: 500 }]);
  });

  it('ends the app when nothing is recorded', async () => {
    fake.windowAt('app').close();
    await vi.waitFor(() => {
      expect(fake.calls).toContain('quit');
    });
    expect(fake.person.asked).toEqual([]);
  });
});
