import { z } from 'zod';
import { Fact, FactKind } from './fact.ts';
import { Flag } from './flag.ts';
import { Note } from './note.ts';

/** What a drafter makes of a visit. Every fact that a line names is in `facts`; facts may also stand in no line. */
export const Draft = z.object({ facts: z.array(Fact), note: Note, flags: z.array(Flag) });
export type Draft = z.infer<typeof Draft>;

/**
 * Order, titles and phrasing of a note, as data. A section takes the kinds of facts it names; `groups` set facts of a
 * kind apart under a label ("Family history"). `denial` stands before a list of denied findings.
 */
export const NoteTemplate = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  date: z.string(),
  sections: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        takes: z.array(FactKind),
        groups: z.array(z.object({ label: z.string(), takes: z.array(FactKind) })).default([]),
      }),
    )
    .min(1),
  phrasing: z.object({ denial: z.string() }),
});
export type NoteTemplate = z.infer<typeof NoteTemplate>;
