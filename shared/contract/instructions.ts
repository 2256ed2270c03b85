import { z } from 'zod';
import { Evidence } from './evidence.ts';

/** A sentence of the patient's sheet; `language` differs from the sheet's where a line could not be said in it. */
export const InstructionLine = z.object({
  id: z.string(),
  text: z.string(),
  language: z.string(),
  facts: z.array(z.string()),
  evidence: z.array(Evidence),
});
export type InstructionLine = z.infer<typeof InstructionLine>;

export const Readability = z.object({ grade: z.number(), formula: z.string() });

export const InstructionSection = z.object({
  id: z.string(),
  title: z.string(),
  lines: z.array(InstructionLine),
});
export type InstructionSection = z.infer<typeof InstructionSection>;

export const Instructions = z.object({
  version: z.literal(1),
  status: z.enum(['draft', 'approved']),
  language: z.enum(['en', 'es']),
  title: z.string(),
  sections: z.array(InstructionSection),
  readability: Readability,
});
export type Instructions = z.infer<typeof Instructions>;
