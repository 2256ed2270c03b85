import { z } from 'zod';
import { Chart } from './chart.ts';
import { Fact } from './fact.ts';
import { Flag } from './flag.ts';
import { Transcript } from './transcript.ts';
import { Certificate, DocumentName, ModelUse, OpaqueId, VisitDocument } from './vault.ts';

/** A draft on its way between two Footnotes: the documents as they stood when `by` shared them. */
export const SharedDraft = z.object({
  version: z.literal(1),
  visit: OpaqueId,
  documents: z.record(DocumentName, VisitDocument),
  /** What the lines rest on, so that whoever works on it sees the sources. No sound. */
  label: z.string(),
  identifiers: z.array(z.string()),
  transcript: Transcript.optional(),
  chart: Chart.optional(),
  facts: z.array(Fact),
  doubts: z.array(Flag),
  models: z.array(ModelUse),
  by: OpaqueId,
  at: z.iso.datetime(),
});
export type SharedDraft = z.infer<typeof SharedDraft>;

/** What lies on the server: a JWE for the people of the visit (RFC 7516), signed by who shared it. */
export const SealedDraft = z.object({
  version: z.literal(1),
  visit: OpaqueId,
  /** General JSON serialisation; X25519 (ECDH-ES+A256KW) to each person, AES-256-GCM inside. */
  jwe: z.string(),
  signature: z.string(),
  certificate: Certificate,
});
export type SealedDraft = z.infer<typeof SealedDraft>;

type Line = VisitDocument['sections'][number] extends infer Section
  ? Section extends { items: (infer Item)[] }
    ? Item
    : Section extends { lines: (infer Item)[] }
      ? Item
      : never
  : never;

/** A line that two people changed in different ways; `undefined` where one of them took it out. */
export interface LineConflict {
  readonly document: string;
  readonly section: string;
  readonly line: string;
  readonly before: Line | undefined;
  readonly mine: Line | undefined;
  readonly theirs: Line | undefined;
}

/** Two versions of a draft brought together as far as they agree; what they do not agree on is for people to settle. */
export interface Reconciled {
  /** All changes of both; where they conflict, the line as it is with the other person. */
  readonly documents: Readonly<Record<string, VisitDocument>>;
  readonly conflicts: readonly LineConflict[];
  /** Ids of lines that the other person changed, added or took out. */
  readonly changedByThem: readonly string[];
}
