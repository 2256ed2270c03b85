import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { InstructionLine, KeptOff } from './instructions.ts';

/** A letter to a colleague in clinical words: the note's own lines as they stand, and what is charted beside them. */
export const Letter = z.object({
  version: z.literal(1),
  status: z.enum(['draft', 'approved']),
  /** BCP 47. */
  language: z.string(),
  title: z.string(),
  header: z.object({
    to: z.string().optional(),
    from: z.string().optional(),
    clinic: z.string().optional(),
    patient: z.string().optional(),
    identifiers: z.array(z.string()),
    /** The day of the visit, ISO 8601. */
    date: z.string().optional(),
  }),
  sections: z.array(z.object({ id: z.string(), title: z.string(), lines: z.array(InstructionLine) })),
});
export type Letter = z.infer<typeof Letter>;

/** What a person says about a letter: to whom, what is asked of them, and lines to put in that are kept off. */
export const LetterAsk = z.object({
  to: z.string().trim().max(200),
  asks: z.string().trim().max(4_000),
  /** Ids of lines of the note. */
  putBack: z.array(z.string().max(200)).max(500).default([]),
});
export type LetterAsk = z.infer<typeof LetterAsk>;

/** A line of the note that stays off the letter unless it is put in by hand. */
export const LetterKeptOff = z.object({
  line: z.string(),
  text: z.string(),
  reason: KeptOff.shape.reason,
  evidence: z.array(Evidence),
  isPutBack: z.boolean(),
});
export type LetterKeptOff = z.infer<typeof LetterKeptOff>;

/** The letter as it would go now. */
export const LetterView = LetterAsk.extend({
  letter: Letter,
  keptOff: z.array(LetterKeptOff),
  /** Ids of lines that the verifier finds nowhere in what was said and charted, or against it. */
  doubted: z.array(z.string()),
  /** Hash of the text as the person at the desk would sign it. */
  sha256: z.string(),
});
export type LetterView = z.infer<typeof LetterView>;

export const SignedLetter = z.object({
  to: z.string(),
  sha256: z.string(),
  by: z.string(),
  at: z.string(),
  verified: z.boolean(),
});
export type SignedLetter = z.infer<typeof SignedLetter>;

/** `Composition.section` of FHIR R4; `div` is XHTML without scripts, styles or links. */
export const CompositionSection = z.object({
  title: z.string(),
  text: z.object({ status: z.literal('additional'), div: z.string() }),
});
export type CompositionSection = z.infer<typeof CompositionSection>;
