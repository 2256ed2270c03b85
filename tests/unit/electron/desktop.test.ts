import { request } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDesktop } from '../../../electron/main/main.ts';
import * as fake from '../../fixtures/fake-electron.ts';
import { temporaryFolder } from '../../fixtures/footnote.ts';
import { ADMINISTRATOR, CLINICIAN } from '../../fixtures/made-vault.ts';

vi.mock('electron', () => import('../../fixtures/fake-electron.ts'));
// It works only inside Electron.
vi.mock('electron-store', () => ({
  default: class {
    store = {};
  },
}));

const folder = temporaryFolder();
const call = (name: string, input: unknown): Promise<unknown> =>
  fake.installed<(...args: unknown[]) => Promise<unknown>>('footnote:call')(
    { sender: fake.windowAt('app').webContents, senderFrame: { url: 'footnote://app/', parent: null } },
    name,
    input,
  );
const setUp = (): Promise<unknown> =>
  call('people.set-up', { clinic: 'Riverside', administrator: ADMINISTRATOR, clinician: CLINICIAN });

beforeAll(async () => {
  vi.stubEnv('FOOTNOTE_DATA', folder.path);
  await startDesktop();
});
afterAll(async () => {
  fake.app.quit();
  await vi.waitFor(() => {
    expect(fake.calls).toContain('quit');
  });
  fake.app.emit('quit');
  vi.unstubAllEnvs();
  folder.remove();
});

describe('the desktop app', () => {
  it('makes no record where the keychain keeps secrets in plain text', async () => {
    fake.keyring.backend = 'basic_text';
    expect(await setUp()).toMatchObject({ error: { code: 'keychain-refused' } });
    expect(readdirSync(folder.path)).not.toContain('keychain');
  });

  it("opens the record with the keychain's secret and the passphrase, and with neither alone", async () => {
    fake.keyring.backend = 'gnome_libsecret';
    expect(await setUp()).toMatchObject({ ok: true });
    expect(await call('app.state', {})).toMatchObject({ value: { host: 'desktop', record: 'open' } });
    const header = readFileSync(join(folder.path, 'vault', 'vault.json'), 'utf8');
    expect(header).toContain('keychainCheck');
    await call('people.sign-out', {});
    expect(await call('people.sign-in', { ...CLINICIAN, passphrase: 'not the right one' })).toMatchObject({
      error: { code: 'wrong-passphrase' },
    });
    fake.keyring.backend = 'basic_text';
    expect(await call('people.sign-in', CLINICIAN)).toMatchObject({ error: { code: 'keychain-refused' } });
    fake.keyring.backend = 'gnome_libsecret';
    expect(await call('people.sign-in', CLINICIAN)).toMatchObject({ ok: true });
  });

  it('lets nothing in its process reach another host', async () => {
    const code = await new Promise((done) => {
      request({ host: '203.0.113.9', port: 80 })
        .on('error', (error: NodeJS.ErrnoException) => {
          done(error.code);
        })
        .end();
    });
    expect(code).toBe('EGRESS_REFUSED');
  });

  it('keeps what is in memory out of crash files', () => {
    expect(fake.calls).toContain('switch disable-breakpad');
    if (process.platform === 'linux')
      expect(readFileSync('/proc/self/coredump_filter', 'utf8').trim()).toBe('00000000');
  });
});
