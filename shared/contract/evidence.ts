import { z } from 'zod';

/**
 * What a line rests on. Offsets are UTF-16 code units into the turn's text, `end` exclusive; the turn id belongs to the
 * transcript revision that the document names by SHA-256. `path` is a JSON Pointer inside the named resource.
 * A `rule` is a knowledge row and never stands alone under a line of a note.
 */
export const TranscriptEvidence = z.object({
  source: z.literal('transcript'),
  turn: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
});
export const ChartEvidence = z.object({ source: z.literal('chart'), resource: z.string(), path: z.string() });
export const Evidence = z.discriminatedUnion('source', [
  TranscriptEvidence,
  ChartEvidence,
  z.object({ source: z.literal('typed'), by: z.string(), at: z.string() }),
  z.object({ source: z.literal('event'), event: z.string() }),
  z.object({ source: z.literal('question'), question: z.string() }),
  z.object({ source: z.literal('rule'), rule: z.string() }),
]);
export type Evidence = z.infer<typeof Evidence>;
export type TranscriptEvidence = z.infer<typeof TranscriptEvidence>;
export type ChartEvidence = z.infer<typeof ChartEvidence>;
