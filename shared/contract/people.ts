import { z } from 'zod';
import type { Result } from './errors.ts';
import { Done, operation, type Operation } from './operation.ts';
import { OpaqueId, type Certificate } from './vault.ts';

export const Role = z.enum(['clinician', 'scribe', 'administrator']);
export type Role = z.infer<typeof Role>;

/** What a person may ask of the host. */
export const Action = z.enum([
  'list-visits',
  'read-visit',
  'record',
  'draft',
  'edit',
  'mark-ready',
  'answer',
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

/** A member of staff; the role is known once the record is open. */
export const Person = z.object({ person: OpaqueId, label: z.string(), role: Role.optional() });
export type Person = z.infer<typeof Person>;

/** Who sits at this machine: the one session of the host. It is held by the host; a window never names it. */
export const AtTheDesk = z.object({
  person: OpaqueId,
  label: z.string(),
  role: Role,
  /** Locked: nothing is shown and nothing taken but the sound of a running recording, until PIN or passphrase. */
  locked: z.boolean(),
  hasPin: z.boolean(),
  /** What this role may ask for; the host decides again each time. */
  may: z.array(Action),
});
export type AtTheDesk = z.infer<typeof AtTheDesk>;

const nothing = z.object({}).strict();
const passphrase = z.string().max(1_000);
const label = z.string().trim().min(1).max(200);
const newcomer = z.object({ label, passphrase }).strict();
/** Why a record may not open, whoever asks. */
export const RECORD_OPEN_ERRORS = [
  'vault-missing',
  'vault-in-use',
  'vault-newer',
  'vault-read-only',
  'vault-symlinked',
  'vault-damaged',
  'keychain-needed',
  'vault-other-machine',
] as const;
const openErrors = [...RECORD_OPEN_ERRORS, 'keychain-gone', 'keychain-refused'] as const;

export const peopleOperations = {
  'people.list': operation({
    name: 'people.list',
    summary: 'who may sign in; names of staff, readable before signing in',
    input: nothing,
    output: z.object({ people: z.array(Person) }),
    errors: ['vault-missing', 'vault-damaged', 'vault-newer'],
  }),
  'people.set-up': operation({
    name: 'people.set-up',
    summary: 'first run: makes the record, its administrator and a clinician, and signs the clinician in',
    /** One person may be both, under two names: an administrator does not sign notes. */
    input: z
      .object({ clinic: z.string().trim().max(200).optional(), administrator: newcomer, clinician: newcomer })
      .strict(),
    /** The recovery key is shown once, to be printed; nothing can show it again. */
    output: z.object({ recoveryKey: z.string(), person: AtTheDesk }),
    errors: [
      'vault-exists',
      'passphrase-short',
      'person-exists',
      'vault-symlinked',
      'vault-read-only',
      'vault-in-use',
      'keychain-refused',
      'disk-full',
    ],
  }),
  'people.sign-in': operation({
    name: 'people.sign-in',
    summary: 'opens the record for a person; whoever was signed in before is signed out',
    input: z.object({ label, passphrase }).strict(),
    output: AtTheDesk,
    errors: ['wrong-passphrase', 'certificate-bad', ...openErrors],
  }),
  'people.sign-out': operation({
    name: 'people.sign-out',
    summary: 'ends the session; the record closes once nothing is being recorded or drafted',
    input: nothing,
    output: Done,
    errors: [],
  }),
  'people.lock': operation({
    name: 'people.lock',
    summary: 'hides everything; a running recording goes on',
    input: nothing,
    output: Done,
    errors: ['session-ended'],
  }),
  'people.unlock': operation({
    name: 'people.unlock',
    summary: 'reopens the locked session; the fifth wrong PIN ends it',
    input: z.object({ pin: z.string().max(12) }).strict(),
    output: AtTheDesk,
    errors: ['pin-wrong', 'session-ended'],
  }),
  'people.set-pin': operation({
    name: 'people.set-pin',
    summary: 'chooses the PIN of this session, 4 to 12 digits; forgotten when it ends',
    input: z.object({ pin: z.string().max(12) }).strict(),
    output: Done,
    errors: ['pin-shape', 'session-locked', 'session-ended'],
  }),
  'people.change-passphrase': operation({
    name: 'people.change-passphrase',
    summary: 'a new passphrase for the person signed in',
    input: z.object({ old: passphrase, passphrase }).strict(),
    output: Done,
    errors: ['wrong-passphrase', 'passphrase-short', 'session-locked', 'session-ended', 'disk-full'],
  }),
  'people.add': operation({
    name: 'people.add',
    summary: 'a new member of staff; the administrator gives her own passphrase too',
    input: z.object({ own: passphrase, label, role: Role, passphrase }).strict(),
    output: z.object({ person: OpaqueId }),
    errors: [
      'role-refused',
      'wrong-passphrase',
      'passphrase-short',
      'person-exists',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'people.change-role': operation({
    name: 'people.change-role',
    summary: 'another role for a member of staff',
    input: z.object({ own: passphrase, person: OpaqueId, role: Role }).strict(),
    output: Done,
    errors: [
      'role-refused',
      'wrong-passphrase',
      'person-unknown',
      'last-administrator',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'people.remove': operation({
    name: 'people.remove',
    summary: 'a member of staff may not sign in any more; what she signed stays good',
    input: z.object({ person: OpaqueId }).strict(),
    output: Done,
    errors: [
      'role-refused',
      'person-unknown',
      'last-administrator',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'people.recover': operation({
    name: 'people.recover',
    summary: 'opens the record with the printed key and gives that person a new passphrase, as administrator',
    input: z.object({ recoveryKey: z.string().max(200), label, passphrase }).strict(),
    output: AtTheDesk,
    errors: ['recovery-key-wrong', 'person-unknown', 'passphrase-short', ...openErrors],
  }),
  'people.new-recovery-key': operation({
    name: 'people.new-recovery-key',
    summary: 'a new recovery key to print; the old sheet stops working',
    input: z.object({ own: passphrase }).strict(),
    output: z.object({ recoveryKey: z.string() }),
    errors: ['role-refused', 'wrong-passphrase', 'session-locked', 'session-ended', 'disk-full'],
  }),
} as const satisfies Record<string, Operation>;
