import canonicalize from 'canonicalize';
import type { Letter } from '../contract/deliver.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { ModelUse, VisitDocument } from '../contract/vault.ts';
import type { VisitState } from '../contract/visit-record.ts';
import { sha256 } from '../platform/hash.ts';

/** RFC 8785 text of a value: the same bytes for the same content, whoever writes it. */
export const canonicalText = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a value without JSON cannot be signed');
  return text;
};

interface EvidenceOfLine {
  readonly document: string;
  readonly line: string;
  readonly evidence: readonly Evidence[];
}

/** Every line with what it rests on: signed with the text, so that neither can be changed without the other. */
const evidenceManifest = (documents: Readonly<Record<string, VisitDocument>>): readonly EvidenceOfLine[] =>
  Object.entries(documents)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([document, { sections }]) =>
      sections.flatMap((section) =>
        ('items' in section ? section.items : section.lines).map(({ id, evidence }) => ({
          document,
          line: id,
          evidence,
        })),
      ),
    );

export interface TextToSign {
  /** What the clinician signs as a whole. */
  readonly canonical: string;
  readonly sha256: string;
  readonly documents: readonly {
    readonly document: string;
    readonly canonical: string;
    readonly sha256: string;
  }[];
}

const approved = (document: VisitDocument): VisitDocument => ({ ...document, status: 'approved' });

/** The exact text of a visit's documents as they will be signed, each on its own and all together. */
export const textToSign = (
  state: Pick<VisitState, 'visit' | 'documents' | 'models' | 'transcript'>,
): TextToSign => {
  const documents = Object.fromEntries(
    Object.entries(state.documents).map(([name, document]) => [name, approved(document)]),
  );
  const models: readonly ModelUse[] = state.models;
  const canonical = canonicalText({
    version: 1,
    visit: state.visit,
    transcript: state.transcript?.sha256 ?? null,
    documents,
    evidence: evidenceManifest(documents),
    models,
  });
  return {
    canonical,
    sha256: sha256(canonical),
    documents: Object.entries(documents).map(([document, value]) => {
      const text = canonicalText({ visit: state.visit, document, content: value });
      return { document, canonical: text, sha256: sha256(text) };
    }),
  };
};

/** The exact text of a letter as it is signed, on its own. */
export const letterToSign = (
  visit: string,
  letter: Letter,
): { readonly canonical: string; readonly sha256: string } => {
  const content: Letter = { ...letter, status: 'approved' };
  const canonical = canonicalText({ visit, document: 'letter', content });
  return { canonical, sha256: sha256(canonical) };
};

/** The bytes under a signature: what kind of text it is, so that no signature serves for another. */
export const messageFor = (kind: 'approval' | 'document' | 'addendum', hash: string): Buffer =>
  Buffer.from(`footnote ${kind} 1\n${hash}`);
