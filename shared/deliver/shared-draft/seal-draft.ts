import { createPublicKey, type KeyObject } from 'node:crypto';
import { generalDecrypt, GeneralEncrypt, type GeneralJWE } from 'jose';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { SharedDraft, type SealedDraft } from '../../contract/shared-draft.ts';
import type { Certificate } from '../../contract/vault.ts';
import { sha256 } from '../../platform/hash.ts';

const WRAP = 'ECDH-ES+A256KW';
const INSIDE = 'A256GCM';

/** Signs in the name of the person who shares. */
export type SignDraft = (
  message: Uint8Array,
) => Promise<Result<{ readonly signature: string; readonly certificate: Certificate }>>;

export interface Trust {
  /** Whether a certificate leads to an administrator of this clinic, or of one that this clinic trusts. */
  readonly isCertified: (certificate: Certificate) => boolean;
  readonly verifies: (signKey: string, message: Uint8Array, signature: string) => boolean;
}

const about = (visit: string): Uint8Array => Buffer.from(`footnote shared draft 1\n${visit}`);
const messageFor = (visit: string, jwe: string): Buffer =>
  Buffer.from(`footnote shared draft 1\n${visit}\n${sha256(jwe)}`);

const keyOf = (certificate: Certificate): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: certificate.boxKey }, format: 'jwk' });

/**
 * Encrypts a draft so that only the people named can read it, and signs it so that they know from whom it is. Refuses
 * where one of them has no certified key: nobody is left out silently, and nothing is sealed for a stranger.
 */
export const sealDraft = async (
  draft: SharedDraft,
  people: readonly Certificate[],
  trust: Trust,
  signDraft: SignDraft,
): Promise<Result<SealedDraft>> => {
  if (people.length === 0 || !people.every(trust.isCertified)) return refuse('certificate-bad');
  const encrypt = new GeneralEncrypt(Buffer.from(JSON.stringify(draft)))
    .setProtectedHeader({ enc: INSIDE })
    .setAdditionalAuthenticatedData(about(draft.visit));
  for (const certificate of people)
    encrypt.addRecipient(keyOf(certificate)).setUnprotectedHeader({ alg: WRAP, kid: certificate.person });
  const jwe = JSON.stringify(await encrypt.encrypt());
  const signed = await signDraft(messageFor(draft.visit, jwe));
  if (!signed.ok) return signed;
  return succeed({ version: 1, visit: draft.visit, jwe, ...signed.value });
};

/** Opens a draft with a person's own key; refuses one that is not for her, not whole, or not from a certified person. */
export const openDraft = async (
  sealed: SealedDraft,
  key: KeyObject,
  trust: Trust,
): Promise<Result<SharedDraft>> => {
  const { visit, jwe, signature, certificate } = sealed;
  const known =
    trust.isCertified(certificate) && trust.verifies(certificate.signKey, messageFor(visit, jwe), signature);
  if (!known) return refuse('certificate-bad');
  try {
    const envelope = JSON.parse(jwe) as GeneralJWE;
    const { plaintext, additionalAuthenticatedData } = await generalDecrypt(envelope, key, {
      keyManagementAlgorithms: [WRAP],
      contentEncryptionAlgorithms: [INSIDE],
    });
    const draft = SharedDraft.safeParse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
    const isThis = Buffer.from(additionalAuthenticatedData ?? []).equals(about(visit));
    if (!draft.success || !isThis || draft.data.visit !== visit || draft.data.by !== certificate.person)
      return refuse('draft-unreadable');
    return succeed(draft.data);
  } catch {
    // Not for this key, or changed on the way: the library says no more, and neither do we.
    return refuse('draft-unreadable');
  }
};
