import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { seal, unseal, wipe } from '../platform/sealing.ts';

export interface PublicKeys {
  readonly signKey: string;
  readonly boxKey: string;
}

const rawPublic = (key: KeyObject): string => {
  const { x } = key.export({ format: 'jwk' });
  if (x === undefined) throw new Error('not an Edwards or Montgomery key');
  return x;
};

const about = (person: string): Buffer => Buffer.from(`footnote person keys ${person}`);

/** New signing (Ed25519) and receiving (X25519) keys; the private halves leave this function sealed only. */
export const newPersonKeys = (
  person: string,
  personKey: Uint8Array,
): { readonly publicKeys: PublicKeys; readonly sealed: string } => {
  const signing = generateKeyPairSync('ed25519');
  const receiving = generateKeyPairSync('x25519');
  const [signDer, boxDer] = [signing.privateKey, receiving.privateKey].map((key) =>
    key.export({ format: 'der', type: 'pkcs8' }),
  );
  if (!signDer || !boxDer) throw new Error('keys did not export');
  const plain = Buffer.concat([Buffer.from([signDer.length]), signDer, boxDer]);
  const sealed = seal(personKey, plain, about(person)).toString('base64');
  wipe(plain, signDer, boxDer);
  return {
    publicKeys: { signKey: rawPublic(signing.publicKey), boxKey: rawPublic(receiving.publicKey) },
    sealed,
  };
};

/** The same private keys under another secret, for a changed passphrase. */
export const resealPersonKeys = (
  person: string,
  sealed: string,
  from: Uint8Array,
  to: Uint8Array,
): string | undefined => {
  const plain = unseal(from, Buffer.from(sealed, 'base64'), about(person));
  if (!plain) return undefined;
  const again = seal(to, plain, about(person)).toString('base64');
  wipe(plain);
  return again;
};

/** Signs with the person's key and forgets it; undefined where the secret does not open the keys. */
export const signAs = (
  person: string,
  sealed: string,
  personKey: Uint8Array,
  message: Uint8Array,
): string | undefined => {
  const plain = unseal(personKey, Buffer.from(sealed, 'base64'), about(person));
  if (!plain) return undefined;
  const end = 1 + (plain[0] ?? 0);
  const key = createPrivateKey({ key: plain.subarray(1, end), format: 'der', type: 'pkcs8' });
  const signature = sign(null, message, key).toString('base64url');
  wipe(plain);
  return signature;
};

/** The key with which a person opens what is sealed for her; undefined where the secret does not open the keys. */
export const boxKeyAs = (person: string, sealed: string, personKey: Uint8Array): KeyObject | undefined => {
  const plain = unseal(personKey, Buffer.from(sealed, 'base64'), about(person));
  if (!plain) return undefined;
  const key = createPrivateKey({
    key: plain.subarray(1 + (plain[0] ?? 0)),
    format: 'der',
    type: 'pkcs8',
  });
  wipe(plain);
  return key;
};

export const verifySignature = (signKey: string, message: Uint8Array, signature: string): boolean => {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signKey }, format: 'jwk' });
    return verify(null, message, key, Buffer.from(signature, 'base64url'));
  } catch {
    // A public key that is none: whoever wrote it, nothing verifies under it.
    return false;
  }
};
