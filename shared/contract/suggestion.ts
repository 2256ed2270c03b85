import { z } from 'zod';
import { Evidence } from './evidence.ts';

/** A reason for or against, with where it comes from. */
export const SuggestionReason = z.object({ text: z.string(), evidence: z.array(Evidence).min(1) });

/**
 * Something to consider: an explanation that the findings leave open, or a way to treat. Never part of the note; only a
 * clinician moves one there.
 */
export const Suggestion = z.object({
  id: z.string(),
  kind: z.enum(['explanation', 'path']),
  complaint: z.string(),
  text: z.string(),
  /** Of a path: what differs from the others. */
  differs: z.string().optional(),
  for: z.array(SuggestionReason),
  against: z.array(SuggestionReason),
  rule: z.string(),
});
export type SuggestionReason = z.infer<typeof SuggestionReason>;
export type Suggestion = z.infer<typeof Suggestion>;
