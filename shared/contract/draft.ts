import { z } from 'zod';
import { Fact, FactKind } from './fact.ts';
import { Flag } from './flag.ts';
import { Note } from './note.ts';

/** What a drafter makes of a visit. Every fact that a line names is in `facts`; facts may also stand in no line. */
export const Draft = z.object({ facts: z.array(Fact), note: Note, flags: z.array(Flag) });
export type Draft = z.infer<typeof Draft>;

/** The parts that a drafter sorts a visit into. */
export const NotePart = z.enum([
  'chief-complaint',
  'history',
  'review-of-systems',
  'exam',
  'results',
  'plan',
]);
export type NotePart = z.infer<typeof NotePart>;

/**
 * Order, titles and phrasing of a note, as data. A section holds the parts it names (without `holds`, the part of its own
 * id); a part that no section holds goes to the first section that takes the fact's kind, else to the last section, so
 * that no template loses a line. `groups` set facts of a kind apart under a label ("Family history"). `denial` stands
 * before a list of denied findings ("No"), `report` before a finding that was affirmed ("Reports").
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
        holds: z.array(NotePart).optional(),
        takes: z.array(FactKind),
        groups: z.array(z.object({ label: z.string(), takes: z.array(FactKind) })).default([]),
      }),
    )
    .min(1),
  phrasing: z.object({ denial: z.string(), report: z.string().default('Reports') }),
});
export type NoteTemplate = z.infer<typeof NoteTemplate>;
