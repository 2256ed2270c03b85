import Dexie, { type Table } from 'dexie';
import { z } from 'zod';
import type { WrittenSection } from './editor/written.ts';
import type { EditBuffer } from './text-keeper.ts';

const Written = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    lines: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        group: z.string().exactOptional(),
        from: z.array(z.string()),
      }),
    ),
  }),
);

/** Unsaved words of one document: the key tells nothing, the content is sealed. */
interface Row {
  readonly key: string;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

const openTable = (): Table<Row, string> => {
  const database = new Dexie('footnote-edits');
  database.version(1).stores({ edits: '&key' });
  return database.table<Row, string>('edits');
};

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

const derive = async (
  secret: string,
  use: string,
  algorithm: AesKeyGenParams | HmacKeyGenParams,
  usages: KeyUsage[],
) =>
  crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(0),
      info: new TextEncoder().encode(`footnote edits: ${use}`),
    },
    await crypto.subtle.importKey('raw', bytesOf(secret), 'HKDF', false, ['deriveKey']),
    algorithm,
    false,
    usages,
  );

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export interface CrashBuffer extends EditBuffer {
  /** What was typed and not saved when the page or the machine went down; `undefined` where nothing was. */
  readonly left: () => Promise<readonly WrittenSection[] | undefined>;
}

/**
 * Words typed and not yet in the record, sealed under a key that the host hands out while someone is signed in.
 * @param secret base64 of 32 bytes, wrapped in the vault; never stored here.
 */
export const openBuffer = async (secret: string, visit: string, document: string): Promise<CrashBuffer> => {
  const table = openTable();
  const seal = await derive(secret, 'content', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']);
  const naming = await derive(secret, 'names', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']);
  const name = new TextEncoder().encode(`${visit} ${document}`);
  const key = hex(await crypto.subtle.sign('HMAC', naming, name));
  return {
    keep: async (sections) => {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(sections));
      // Sealed before the transaction: a row in the clear exists at no time.
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv: nonce, additionalData: name },
        seal,
        plain,
      );
      await table.put({ key, nonce, sealed });
    },
    drop: () => table.delete(key),
    left: async () => {
      const row = await table.get(key);
      if (!row) return undefined;
      try {
        const plain = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: row.nonce, additionalData: name },
          seal,
          row.sealed,
        );
        return Written.parse(JSON.parse(new TextDecoder().decode(plain)));
      } catch {
        // Sealed under a key that is gone, or not ours: it can never be read again.
        await table.delete(key);
        return undefined;
      }
    },
  };
};
