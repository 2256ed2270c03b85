import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { MedicationChange } from './fact.ts';

/** When in the day, and how; drawn as pictures in the medicine table. */
export const Moment = z.enum(['morning', 'noon', 'evening', 'night', 'food', 'empty-stomach']);
export type Moment = z.infer<typeof Moment>;

/** The medicine of a line, in the sheet's language, for the table and the tear-off list. */
export const MedicineRow = z.object({
  /** Absent for a medicine the patient only told of. */
  change: MedicationChange.optional(),
  /** The word for the change: "New", "Nuevo". */
  label: z.string(),
  name: z.string(),
  dose: z.string().optional(),
  /** Sentences on how to take it, since or until when. */
  how: z.array(z.string()),
  purpose: z.string().optional(),
  moments: z.array(Moment),
});
export type MedicineRow = z.infer<typeof MedicineRow>;

/** What a formula measured; `level` names the band where the scale has names ("fairly easy"). */
export const Readability = z.object({
  grade: z.number(),
  formula: z.string(),
  level: z.string().optional(),
});
export type Readability = z.infer<typeof Readability>;

/** A sentence of the patient's sheet; `language` differs from the sheet's where a line could not be said in it. */
export const InstructionLine = z.object({
  id: z.string(),
  text: z.string(),
  language: z.string(),
  /** Empty for a fixed framing line, which claims nothing about the visit. */
  facts: z.array(z.string()),
  evidence: z.array(Evidence),
  /** The statement before plain words replaced others; for the reviewer. */
  original: z.string().optional(),
  /** Words of the original and what stands for them. */
  replaced: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
  medicine: MedicineRow.optional(),
  /** Speech that no plain sentence could be made of, printed as it was said: for the reviewer to put plainly. */
  asSaid: z.boolean().optional(),
  /** Among the hardest sentences to read. */
  hard: z.boolean().optional(),
});
export type InstructionLine = z.infer<typeof InstructionLine>;

export const InstructionSection = z.object({
  id: z.string(),
  title: z.string(),
  lines: z.array(InstructionLine),
  readability: z.array(Readability).optional(),
});
export type InstructionSection = z.infer<typeof InstructionSection>;

/** A fact that stays off the sheet unless someone puts it back by hand. */
export const KeptOff = z.object({
  fact: z.string(),
  reason: z.enum([
    'sensitive',
    'other-person',
    'minor',
    'not-for-patient',
    'too-hard',
    'hard-to-hear',
    'allergic',
  ]),
});
export type KeptOff = z.infer<typeof KeptOff>;

/** After an addendum: who signed the last one and when (ISO 8601), and the words of those meant for the patient. */
export const Correction = z.object({ by: z.string(), on: z.string(), words: z.array(z.string()) });
export type Correction = z.infer<typeof Correction>;

/** What stays off the sheet, or would but for a person's hand, for the reviewer: in the words of the visit. */
export const OffTheSheet = KeptOff.extend({
  text: z.string(),
  evidence: z.array(Evidence),
  isPutBack: z.boolean(),
});
export type OffTheSheet = z.infer<typeof OffTheSheet>;

export const Instructions = z.object({
  version: z.literal(1),
  status: z.enum(['draft', 'approved']),
  /** BCP 47; a language exists where `resources/knowledge/sheet-<language>.json` does. */
  language: z.string(),
  title: z.string(),
  header: z
    .object({
      clinic: z.string().optional(),
      patient: z.string().optional(),
      clinician: z.string().optional(),
      /** The day of the visit, ISO 8601. */
      date: z.string().optional(),
    })
    .optional(),
  /** Set by the host on a final: who checked the exact text, and when. */
  approval: z.object({ by: z.string(), on: z.string(), corrected: Correction.optional() }).optional(),
  sections: z.array(InstructionSection),
  readability: Readability,
  /** Every formula measured over the whole sheet, `readability` first. */
  measures: z.array(Readability).optional(),
  /** Line ids, hardest first. */
  hardest: z.array(z.string()).optional(),
  keptOff: z.array(KeptOff).optional(),
  /** Facts that a person put on it although they are of a kind that stays off, and why they would have. */
  putBack: z.array(KeptOff).optional(),
});
export type Instructions = z.infer<typeof Instructions>;
