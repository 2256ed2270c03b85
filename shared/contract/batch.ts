import { z } from 'zod';
import { Flag } from './flag.ts';
import { NoteSection } from './note.ts';
import { Verification } from './verification.ts';

/** A line of `--transcripts`: a dialogue, or recogniser text without speakers. Times in seconds, as in the data. */
export const BatchDialogue = z.union([
  z.object({
    id: z.string(),
    dialogue: z.array(
      z.object({
        speaker: z.string(),
        text: z.string(),
        start: z.number().optional(),
        end: z.number().optional(),
      }),
    ),
  }),
  z.object({ id: z.string(), text: z.string() }),
]);
export type BatchDialogue = z.infer<typeof BatchDialogue>;

export const BatchDraft = z.object({
  id: z.string(),
  note: z.string(),
  sections: z.array(NoteSection),
  instructions: z.object({ en: z.string() }),
  flags: z.array(Flag),
});
export type BatchDraft = z.infer<typeof BatchDraft>;

export const BatchNote = z.object({ id: z.string(), note: z.string() });
export type BatchNote = z.infer<typeof BatchNote>;

export const BatchVerification = Verification.extend({ id: z.string() });
export type BatchVerification = z.infer<typeof BatchVerification>;
