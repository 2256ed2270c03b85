import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keychain } from '../../shared/contract/keychain.ts';
import { writeWhole } from '../../shared/platform/atomic-write.ts';

/** The part of Electron's `safeStorage` that is used: its asynchronous calls, the synchronous ones are deprecated. */
export interface SafeStorage {
  readonly isAsyncEncryptionAvailable: () => Promise<boolean>;
  readonly encryptStringAsync: (plain: string) => Promise<Buffer>;
  readonly decryptStringAsync: (
    sealed: Buffer,
  ) => Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
  /** Linux only: which keyring it found. */
  readonly getSelectedStorageBackend?: () => string;
}

/** On Linux without a keyring Chromium keeps secrets under a fixed password: that is plain text. */
const PLAIN: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

const isSafe = async (storage: SafeStorage): Promise<boolean> =>
  (await storage.isAsyncEncryptionAvailable()) && !PLAIN.has(storage.getSelectedStorageBackend?.() ?? '');

const isMissing = (cause: unknown): boolean => (cause as NodeJS.ErrnoException | null)?.code === 'ENOENT';

/**
 * The system's keychain, through Electron. The secret lies in `folder`, sealed by the keychain; where the keychain
 * would keep it in plain text, does not answer, or does not open it, the answer is `refused` and nothing is kept.
 */
export const makeKeychain = (storage: SafeStorage, folder: string): Keychain => {
  const place = (vault: string): string => join(folder, `${vault}.keychain`);
  return {
    secretOf: async (vault) => {
      try {
        const sealed = await readFile(place(vault));
        if (!(await isSafe(storage))) return { answer: 'refused' };
        const { result } = await storage.decryptStringAsync(sealed);
        return { answer: 'secret', secret: Buffer.from(result, 'base64') };
      } catch (cause) {
        return { answer: isMissing(cause) ? 'none' : 'refused' };
      }
    },
    keep: async (vault, secret) => {
      try {
        if (!(await isSafe(storage))) return 'refused';
        const sealed = await storage.encryptStringAsync(Buffer.from(secret).toString('base64'));
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeWhole(place(vault), sealed);
        return 'kept';
      } catch {
        return 'refused';
      }
    },
  };
};
