import { z } from 'zod';
import { knowledgeFolder, readKnowledge } from './folder.ts';

/** How spoken words say that a medicine starts, changes, stops, waits or stays; read by `draft/medication-change.ts`. */
const Rules = z.strictObject({
  source: z.string(),
  date: z.iso.date(),
  cues: z.array(
    z.strictObject({
      match: z.string(),
      change: z.enum(['new', 'changed', 'stopped', 'same', 'held', 'none']),
      manner: z.enum(['resumed', 'tapered', 'increased', 'decreased', 'doubled', 'halved']).optional(),
    }),
  ),
  swaps: z.array(z.strictObject({ match: z.string() })),
  instruction: z.string(),
  notThis: z.string(),
  /** What follows a name that is a test's and no medicine's: "a vitamin B12 level". */
  testOf: z.string(),
  question: z.string(),
  hedge: z.string(),
  /** From where a clause says what a medicine is to do ("… to help reduce the pain"), not what is to be done with it. */
  effect: z.string(),
  condition: z.string(),
  relations: z.array(z.string()),
  clause: z.string(),
  dose: z.string(),
  frequency: z.string(),
  duration: z.string(),
  until: z.string(),
  since: z.string(),
  fromTo: z.string(),
  insteadOf: z.string(),
  target: z.string(),
});
export type MedicationRules = z.infer<typeof Rules>;

export const loadMedicationRules = (folder: string = knowledgeFolder()): MedicationRules =>
  readKnowledge(folder, 'medication-change.json', Rules);
