import { z } from 'zod';
import { operation } from './operation.ts';
import { DocumentName, OpaqueId, Sha256 } from './vault.ts';

/** What is about to be signed, for the screen: `sha256` covers note, instructions, evidence and models together. */
export const ApprovalOffer = z.object({
  sha256: Sha256,
  token: z.string(),
  documents: z.array(z.object({ document: DocumentName, sha256: Sha256 })),
});
export type ApprovalOffer = z.infer<typeof ApprovalOffer>;

export const offerApproval = operation({
  name: 'approve.offer',
  input: z.object({ session: OpaqueId, visit: OpaqueId }),
  output: ApprovalOffer,
  errors: [
    'role-refused',
    'session-locked',
    'session-ended',
    'visit-order',
    'approved-locked',
    'stale-lines',
  ],
});
export const approveVisit = operation({
  name: 'approve.sign',
  input: z.object({
    session: OpaqueId,
    visit: OpaqueId,
    token: z.string(),
    sha256: Sha256,
    passphrase: z.string().max(1_000),
    /** Lines that the clinician never had on the screen. */
    unseen: z.number().int().nonnegative(),
  }),
  output: z.object({ sha256: Sha256 }),
  errors: ['role-refused', 'token-spent', 'hash-differs', 'wrong-passphrase', 'stale-lines', 'disk-full'],
});
export const addAddendum = operation({
  name: 'approve.addendum',
  input: z.object({
    session: OpaqueId,
    visit: OpaqueId,
    text: z.string().min(1).max(20_000),
    passphrase: z.string().max(1_000),
  }),
  output: z.object({ sha256: Sha256 }),
  errors: ['role-refused', 'not-approved', 'wrong-passphrase', 'disk-full'],
});
/** The text of a document as it was signed: print, copy and export take its hash and get nothing else. */
export const releaseDocument = operation({
  name: 'approve.release',
  input: z.object({
    session: OpaqueId,
    visit: OpaqueId,
    document: DocumentName,
    sha256: Sha256,
    how: z.enum(['print', 'copy', 'export']),
  }),
  output: z.object({ canonical: z.string() }),
  errors: ['role-refused', 'not-approved', 'hash-differs', 'disk-full'],
});
