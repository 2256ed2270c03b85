import { z } from 'zod';
import { operation, type Operation } from './operation.ts';

/** A clinical term as it stands in a text, and what a patient is told instead, by language. */
export const PlainTerm = z.object({
  term: z.string(),
  say: z.record(z.string(), z.object({ say: z.string(), explain: z.string().optional() })),
});
export type PlainTerm = z.infer<typeof PlainTerm>;

export const plainWordsOperations = {
  'words.plain': operation({
    name: 'words.plain',
    summary: 'everyday words for the clinical terms in a few words of text, from the glossary of the sheet',
    input: z.object({ text: z.string().max(300) }).strict(),
    output: z.object({ terms: z.array(PlainTerm) }),
    errors: ['vault-closed', 'role-refused', 'session-locked', 'session-ended'],
  }),
} as const satisfies Record<string, Operation>;
