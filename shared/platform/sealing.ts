import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  scrypt,
  type BinaryLike,
} from 'node:crypto';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to the length of a text. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

/** AES-256-GCM under a random nonce: nonce, ciphertext, tag. `about` is authenticated with it and not stored. */
export const seal = (key: Uint8Array, plain: Uint8Array, about: Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(about);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** The text, or undefined where key, bytes or `about` are not those of the sealing. */
export const unseal = (key: Uint8Array, sealed: Uint8Array, about: Uint8Array): Buffer | undefined => {
  if (sealed.length < SEAL_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(about);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const text = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return text;
  } catch {
    // GCM says no more than "not authentic"; what was decrypted must not be seen by anyone.
    text.fill(0);
    return undefined;
  }
};

export const newKey = (): Buffer => randomBytes(KEY_BYTES);
export const newId = (): string => randomBytes(16).toString('hex');

/** HKDF-SHA-256 (RFC 5869); `use` keeps keys for different ends apart. */
export const deriveKey = (from: Uint8Array, salt: Uint8Array, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', from, salt, `footnote ${use}`, KEY_BYTES));

export const digest = (...parts: readonly BinaryLike[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Overwrites secrets that are no longer needed. Copies that V8 made of strings are out of reach. */
export const wipe = (...secrets: readonly (Uint8Array | undefined)[]): void => {
  for (const secret of secrets) secret?.fill(0);
};

/** Cost of stretching a passphrase; N is a power of two. */
export interface StretchCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's scrypt advice (Password Storage Cheat Sheet, 2024): N = 2^17, r = 8, p = 1, which takes 128 MiB. */
export const STRETCH_COST: StretchCost = { N: 2 ** 17, r: 8, p: 1 };
const MAX_N = 2 ** 20;

/** Whether a cost read from a file may be used: never weaker than ours, and not so dear that it stops the machine. */
export const acceptsCost = ({ N, r, p }: StretchCost): boolean =>
  Number.isInteger(N) &&
  N >= STRETCH_COST.N &&
  N <= MAX_N &&
  Number.isInteger(Math.log2(N)) &&
  r === STRETCH_COST.r &&
  p === STRETCH_COST.p;

/** scrypt of the passphrase as typed on any keyboard (NFKC). Throws on a cost that `acceptsCost` refuses. */
export const stretch = (passphrase: string, salt: Uint8Array, cost: StretchCost): Promise<Buffer> => {
  if (!acceptsCost(cost)) throw new RangeError('scrypt cost out of bounds');
  if (salt.length < 16) throw new RangeError('scrypt salt too short');
  const { N, r, p } = cost;
  return new Promise((resolve, reject) => {
    // Node's default maxmem (32 MiB) is below what N = 2^17 takes.
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
};
