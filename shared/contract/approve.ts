import { z } from 'zod';
import { LetterAsk } from './deliver.ts';
import { Done, operation, type Operation } from './operation.ts';
import { DocumentName, LineName, OpaqueId, Sha256 } from './vault.ts';

/** What is about to be signed: `sha256` covers note, instructions, evidence and models together. */
export const ApprovalOffer = z.object({
  sha256: Sha256,
  token: z.string(),
  documents: z.array(z.object({ document: DocumentName, sha256: Sha256 })),
});
export type ApprovalOffer = z.infer<typeof ApprovalOffer>;

const passphrase = z.string().max(1_000);
const visit = { visit: OpaqueId };
const signErrors = [
  'role-refused',
  'session-locked',
  'session-ended',
  'wrong-passphrase',
  'disk-full',
] as const;

export const approveOperations = {
  'approve.offer': operation({
    name: 'approve.offer',
    summary:
      'what would be signed now, and what of it has not been looked at; the token is good once, for this text',
    input: z.object(visit).strict(),
    output: ApprovalOffer.extend({
      /** Lines of the note whose source was never on the screen; what was typed by hand is not among them. */
      unseen: z.array(LineName),
      openFlags: z.object({ interrupt: z.number().int(), show: z.number().int() }),
    }),
    errors: [
      'visit-unknown',
      'visit-order',
      'approved-locked',
      'stale-lines',
      'assessment-first',
      'pilot-only',
      ...signErrors,
    ],
  }),
  'approve.approve': operation({
    name: 'approve.approve',
    summary: "signs what was shown with the clinician's own key",
    input: z.object({ ...visit, token: z.string().max(100), sha256: Sha256, passphrase }).strict(),
    output: z.object({ sha256: Sha256 }),
    errors: ['visit-unknown', 'token-spent', 'hash-differs', 'stale-lines', ...signErrors],
  }),
  'approve.addendum': operation({
    name: 'approve.addendum',
    summary: 'a signed entry of its own; the approved text stays as it is',
    input: z
      .object({
        ...visit,
        text: z.string().trim().min(1).max(20_000),
        /** Whether a reprint of the patient's sheet is to say these words. */
        onSheet: z.boolean().default(false),
        passphrase,
      })
      .strict(),
    output: z.object({ sha256: Sha256 }),
    errors: ['visit-unknown', 'not-approved', ...signErrors],
  }),
} as const satisfies Record<string, Operation>;

export const letterOperations = {
  'letter.write': operation({
    name: 'letter.write',
    summary:
      'says to whom a letter goes, what it asks and what of the kept-off lines it holds; it is made of the note as it stands',
    input: z.object({ ...visit, ...LetterAsk.shape }).strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'visit-order',
      'assessment-first',
      'pilot-only',
      'content-shredded',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'letter.sign': operation({
    name: 'letter.sign',
    summary: "signs the letter that was shown with the clinician's own key, once the visit is approved",
    input: z.object({ ...visit, sha256: Sha256, passphrase }).strict(),
    output: z.object({ sha256: Sha256 }),
    errors: ['visit-unknown', 'document-missing', 'not-approved', 'hash-differs', ...signErrors],
  }),
} as const satisfies Record<string, Operation>;

const final = { ...visit, document: DocumentName, sha256: Sha256 };
const releaseErrors = [
  'visit-unknown',
  'not-approved',
  'hash-differs',
  'role-refused',
  'session-locked',
  'session-ended',
  'disk-full',
] as const;

/**
 * The only ways out for final text: by the hash that was signed, rendered by the host, after the release is an entry.
 * `page` is a ticket: `Client.pageAddress(ticket)` shows it once within ten minutes, to be printed.
 */
export const releaseOperations = {
  'release.print': operation({
    name: 'release.print',
    summary: 'a page with the approved document, to print',
    input: z.object(final).strict(),
    output: z.object({ page: z.string() }),
    errors: releaseErrors,
  }),
  'release.copy': operation({
    name: 'release.copy',
    summary: 'the approved document as plain text, for another program',
    input: z.object(final).strict(),
    output: z.object({ text: z.string() }),
    errors: releaseErrors,
  }),
  'release.message': operation({
    name: 'release.message',
    summary: "a message to the patient's portal in the words of the approved sheet, without the name",
    input: z.object(final).strict(),
    output: z.object({ text: z.string() }),
    errors: ['document-missing', ...releaseErrors],
  }),
  'release.draft-page': operation({
    name: 'release.draft-page',
    summary: 'a page with a document as it stands, DRAFT on every page of it',
    input: z.object({ ...visit, document: DocumentName }).strict(),
    output: z.object({ page: z.string() }),
    errors: ['visit-unknown', 'document-missing', 'session-locked', 'session-ended'],
  }),
} as const satisfies Record<string, Operation>;

/** How approved text goes to another program. The last two hold the whole visit, the others one document. */
export const ExportFormat = z.enum(['text', 'rich-text', 'word', 'health-scribe', 'fhir', 'c-cda']);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const exportOperations = {
  'release.send': operation({
    name: 'release.send',
    summary:
      'sends the approved visit into the record system, or tries it again; `patient` is its id there where the number does not tell',
    input: z
      .object({
        ...visit,
        patient: z
          .string()
          .trim()
          .regex(/^[A-Za-z0-9.-]{1,64}$/)
          .optional(),
      })
      .strict(),
    output: Done,
    errors: [
      'server-not-set',
      'visit-unknown',
      'not-approved',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'release.export': operation({
    name: 'release.export',
    summary: 'the approved document, or visit, as a file for another program',
    input: z.object({ ...final, format: ExportFormat }).strict(),
    output: z.object({ name: z.string(), type: z.string(), base64: z.string() }),
    errors: ['document-missing', ...releaseErrors],
  }),
} as const satisfies Record<string, Operation>;
