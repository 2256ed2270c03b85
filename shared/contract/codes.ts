import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { operation, type Operation } from './operation.ts';
import { OpaqueId } from './vault.ts';

/**
 * A code that a clinician may pick for something the visit says. It is an offer: no code is set, sent or exported unless
 * a person picks it.
 */
export const CodeOffer = z.object({
  system: z.literal('ICD-10-CM'),
  code: z.string(),
  title: z.string(),
  /** The words that it was offered for. */
  matched: z.string(),
  facts: z.array(z.string()).min(1),
  evidence: z.array(Evidence).min(1),
});
export type CodeOffer = z.infer<typeof CodeOffer>;

export const codeOperations = {
  'codes.offer': operation({
    name: 'codes.offer',
    summary: 'problem codes to pick from, each with what was said; none is set',
    input: z.object({ visit: OpaqueId }).strict(),
    output: z.object({ offers: z.array(CodeOffer) }),
    errors: ['visit-unknown', 'role-refused', 'session-locked', 'session-ended', 'vault-closed'],
  }),
} as const satisfies Record<string, Operation>;
