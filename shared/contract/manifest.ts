import { z } from 'zod';
import { ModelReport } from './drafters.ts';

/** What made the files of a visit: versions, hashes, and how long each stage took (ms). */
export const Manifest = z.object({
  version: z.literal(1),
  footnote: z.string(),
  models: z.array(z.object({ name: z.string(), sha256: z.string(), use: z.string() })),
  /** Where a language model drafted, or tried to. */
  drafter: ModelReport.optional(),
  files: z.record(z.string(), z.string()),
  timings: z.record(z.string(), z.number()),
});
export type Manifest = z.infer<typeof Manifest>;
