import { z } from 'zod';
import { knowledgeFolder, readKnowledge } from './folder.ts';

const head = { source: z.string().min(1), date: z.iso.date() };
const DerivedTerms = z.strictObject({
  ...head,
  derivedBy: z.string(),
  terms: z.array(z.string()),
  /** Other words of the same source, which no dictionary of everyday English holds. */
  known: z.array(z.string()),
});
const AddedTerms = z.strictObject({
  ...head,
  rows: z.array(z.strictObject({ group: z.string(), terms: z.array(z.string()) })),
});

/** Words of anatomy, findings and procedures in lower case, medicines left out. */
export interface ClinicalTerms {
  /** Those that are said often enough to be what a mangled word was. */
  readonly terms: readonly string[];
  /** All that are words, `terms` included. */
  readonly known: readonly string[];
}

/** Reads clinical-terms.json (derived by `shared/transcribe/right-words/derive/terms.ts`) and clinical-terms-added.json; throws where one does not fit. */
export const loadClinicalTerms = (folder: string = knowledgeFolder()): ClinicalTerms => {
  const derived = readKnowledge(folder, 'clinical-terms.json', DerivedTerms);
  const added = readKnowledge(folder, 'clinical-terms-added.json', AddedTerms);
  const terms = [...new Set([...derived.terms, ...added.rows.flatMap((row) => row.terms)])];
  return { terms, known: [...terms, ...derived.known] };
};
