import { z } from 'zod';
import { Evidence } from './evidence.ts';

/** One line of the note. The editor keeps a line as a block node under the same id. */
export const NoteItem = z.object({
  id: z.string(),
  text: z.string(),
  /** What the line stands under inside its section: a problem of the plan, "Family history"; said or fixed by the template. */
  group: z.string().optional(),
  facts: z.array(z.string()),
  evidence: z.array(Evidence).min(1),
  /** Whose wording it is, where a language model drafted: its own line, or one of the embedded draft put in. */
  drafter: z.enum(['model', 'embedded']).optional(),
});
export type NoteItem = z.infer<typeof NoteItem>;

export const NoteSection = z.object({ id: z.string(), title: z.string(), items: z.array(NoteItem) });
export type NoteSection = z.infer<typeof NoteSection>;

export const Note = z.object({
  version: z.literal(1),
  status: z.enum(['draft', 'approved']),
  /** SHA-256 of the transcript revision the evidence points into. */
  transcript: z.string(),
  sections: z.array(NoteSection),
});
export type Note = z.infer<typeof Note>;
