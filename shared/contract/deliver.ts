import { z } from 'zod';
import { InstructionLine } from './instructions.ts';

/** A letter to a colleague in clinical words, from the same facts as the note and the sheet. */
export const Letter = z.object({
  version: z.literal(1),
  status: z.enum(['draft', 'approved']),
  title: z.string(),
  header: z.object({
    to: z.string().optional(),
    from: z.string().optional(),
    patient: z.string().optional(),
    date: z.string().optional(),
  }),
  sections: z.array(z.object({ id: z.string(), title: z.string(), lines: z.array(InstructionLine) })),
});
export type Letter = z.infer<typeof Letter>;

/** `Composition.section` of FHIR R4; `div` is XHTML without scripts, styles or links. */
export const CompositionSection = z.object({
  title: z.string(),
  text: z.object({ status: z.literal('additional'), div: z.string() }),
});
export type CompositionSection = z.infer<typeof CompositionSection>;
