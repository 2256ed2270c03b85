import { z } from 'zod';
import { ChartPatient } from './chart.ts';
import { Certificate, DocumentName, ModelUse, OpaqueId, Sha256, VisitDocument } from './vault.ts';

/** What the clinician's signature is over: the text that approval writes, read back. */
export const SignedText = z.object({
  version: z.literal(1),
  visit: OpaqueId,
  transcript: Sha256.nullable(),
  documents: z.record(DocumentName, VisitDocument),
  models: z.array(ModelUse),
});
export type SignedText = z.infer<typeof SignedText>;

const signed = {
  /** RFC 8785 text; `sha256` is its hash and `signature` (base64url, Ed25519) is over that hash. */
  canonical: z.string(),
  sha256: Sha256,
  signature: z.string(),
  certificate: Certificate,
  at: z.iso.datetime(),
};

/** An approved visit on its way into a record elsewhere. Nothing in it but what was signed, and about whom. */
export const ApprovedVisit = z.object({
  ...signed,
  addenda: z.array(z.object({ ...signed, text: z.string() })),
  clinician: z.object({ person: OpaqueId, name: z.string() }),
  /** `id` is the patient's on the server that is written to. */
  patient: ChartPatient,
  /** How consent was asked for, where it was recorded. */
  consent: z
    .object({
      wording: z.string(),
      given: z.enum(['spoken', 'written']),
      by: z.string(),
      at: z.iso.datetime(),
    })
    .optional(),
  /** Version of Footnote. */
  software: z.string(),
});
export type ApprovedVisit = z.infer<typeof ApprovedVisit>;
