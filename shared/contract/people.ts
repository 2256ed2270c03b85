import { z } from 'zod';
import type { Result } from './errors.ts';
import { operation } from './operation.ts';
import { OpaqueId, type Certificate } from './vault.ts';

export const Role = z.enum(['clinician', 'scribe', 'administrator']);
export type Role = z.infer<typeof Role>;

/** What a person may ask of the host. */
export const Action = z.enum([
  'record',
  'draft',
  'edit',
  'mark-ready',
  'approve',
  'addendum',
  'release-final',
  'delete-visit',
  'manage-people',
  'change-settings',
  'change-egress',
  'view-audit',
  'back-up',
]);
export type Action = z.infer<typeof Action>;

export const Session = z.object({
  session: OpaqueId,
  person: OpaqueId,
  label: z.string(),
  role: Role,
});
export type Session = z.infer<typeof Session>;

/** Decides, in the host, whether a session may do something. */
export interface Authority {
  readonly require: (session: string, action: Action) => Result<Session>;
}

export interface Signed {
  readonly signature: string;
  readonly certificate: Certificate;
}

/** Signs messages in the name of a session's person; the passphrase is asked for each time. */
export interface Signer {
  readonly sign: (
    session: string,
    passphrase: string,
    messages: readonly Uint8Array[],
  ) => Promise<Result<{ readonly signatures: readonly string[]; readonly certificate: Certificate }>>;
  /** Whether the certificate leads back to an administrator of this vault, and the signature to the certificate. */
  readonly verifies: (signed: Signed, message: Uint8Array) => boolean;
}

export const logIn = operation({
  name: 'people.log-in',
  input: z.object({ label: z.string().max(200), passphrase: z.string().max(1_000) }),
  output: Session,
  errors: ['wrong-passphrase', 'certificate-bad', 'vault-in-use', 'vault-missing', 'keychain-gone'],
});
export const lockSession = operation({
  name: 'people.lock',
  input: z.object({ session: OpaqueId }),
  output: z.object({}),
  errors: ['session-ended'],
});
export const reopenSession = operation({
  name: 'people.reopen',
  input: z.object({ session: OpaqueId, pin: z.string().max(12) }),
  output: Session,
  errors: ['pin-wrong', 'session-ended'],
});
