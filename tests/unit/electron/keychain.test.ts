import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeKeychain, type SafeStorage } from '../../../electron/adapters/keychain.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-keychain-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const VAULT = 'ab'.repeat(16);
const SECRET = Buffer.from('thirty-two bytes of a secret key');

/** Electron's part, which works only inside Electron: it turns every byte round, as a keychain would seal it. */
const storage = (change: Partial<SafeStorage> = {}): SafeStorage => ({
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (plain) => Promise.resolve(Buffer.from(plain).map((byte) => byte ^ 0xff) as Buffer),
  decryptStringAsync: (sealed) =>
    Promise.resolve({
      result: Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(),
      shouldReEncrypt: false,
    }),
  getSelectedStorageBackend: () => 'gnome_libsecret',
  ...change,
});

describe('the keychain of the system', () => {
  it('gives back the secret that it kept, and the file alone does not hold it', async () => {
    const keychain = makeKeychain(storage(), folder);
    expect(await keychain.secretOf(VAULT)).toEqual({ answer: 'none' });
    expect(await keychain.keep(VAULT, SECRET)).toBe('kept');
    expect(await keychain.secretOf(VAULT)).toEqual({ answer: 'secret', secret: SECRET });
    const [file = ''] = await readdir(folder);
    const bytes = await readFile(join(folder, file));
    expect(bytes.includes(SECRET)).toBe(false);
    expect(bytes.includes(SECRET.toString('base64'))).toBe(false);
  });

  it.each([
    ['keeps secrets in plain text', { getSelectedStorageBackend: () => 'basic_text' }],
    ['is not known', { getSelectedStorageBackend: () => 'unknown' }],
    ['is not there', { isAsyncEncryptionAvailable: () => Promise.resolve(false) }],
    ['does not answer', { encryptStringAsync: () => Promise.reject(new Error('locked')) }],
  ])('is refused where it %s, and nothing is written', async (_what, change) => {
    expect(await makeKeychain(storage(change), folder).keep(VAULT, SECRET)).toBe('refused');
    expect(await readdir(folder)).toEqual([]);
  });

  it('that does not open what it once sealed is refused, not taken for empty', async () => {
    await makeKeychain(storage(), folder).keep(VAULT, SECRET);
    const locked = storage({ decryptStringAsync: () => Promise.reject(new Error('locked')) });
    expect(await makeKeychain(locked, folder).secretOf(VAULT)).toEqual({ answer: 'refused' });
  });
});
