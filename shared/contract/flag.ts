import { z } from 'zod';
import { Evidence } from './evidence.ts';

export const FlagKind = z.enum([
  'unsupported',
  'contradicted',
  'omitted',
  'unchecked',
  'chart-conflict',
  'interaction',
  'allergy',
  'drug-disease',
  'drug-lab',
  'monitoring-overdue',
  'trend',
  'low-confidence',
  'sound-alike',
  'gap',
  'speaker-doubt',
  'unanswered-question',
  'stale',
  'both-changed',
]);
export type FlagKind = z.infer<typeof FlagKind>;

/** Something the clinician should look at. `message` is one sentence; `about` is the note item it concerns. */
export const Flag = z.object({
  id: z.string(),
  kind: FlagKind,
  severity: z.enum(['interrupt', 'show']),
  message: z.string(),
  evidence: z.array(Evidence),
  about: z.string().optional(),
});
export type Flag = z.infer<typeof Flag>;
