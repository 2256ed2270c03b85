import { z } from 'zod';
import { Evidence } from './evidence.ts';

export const FactKind = z.enum([
  'chief-complaint',
  'symptom',
  'condition', // a diagnosis the person already has or had
  'procedure', // surgery, admission, treatment that has happened
  'family-history',
  'social-history',
  'medication',
  'allergy',
  'immunization',
  'vital',
  'exam',
  'result',
  'diagnosis', // what the clinician concludes today
  'test', // ordered or planned
  'referral',
  'follow-up',
  'return-precaution',
  'advice', // education, self care
  'question', // asked by the patient
  'choice', // options discussed
  'other',
]);
export type FactKind = z.infer<typeof FactKind>;

export const MedicationChange = z.enum(['new', 'changed', 'stopped', 'same', 'held']);
export type MedicationChange = z.infer<typeof MedicationChange>;

/** Strings are as they were said or charted, with spoken numbers as digits ("40 mg", "twice a day"). */
export const Drug = z.object({
  name: z.string(),
  dose: z.string().optional(),
  route: z.string().optional(),
  frequency: z.string().optional(),
  /** What it is for, where said. */
  purpose: z.string().optional(),
  duration: z.string().optional(),
  change: MedicationChange.optional(),
  /** The dose before the change, where said or charted. */
  previousDose: z.string().optional(),
  adherence: z.string().optional(),
  /** How a dose changes, where the words say more than `change`: a drug taken up again is `new` and resumed. */
  manner: z.enum(['resumed', 'tapered', 'increased', 'decreased', 'doubled', 'halved']).optional(),
  /** What must happen before this counts: "your weight goes up 3 pounds". The fact is then conditional. */
  condition: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
});
export type Drug = z.infer<typeof Drug>;

/**
 * One clinical statement with its source. `text` is the statement in clinical third person, without a final full stop.
 * Facts are about the subject: a mother's diabetes has subject.role `family`. `about` names the fact that this one
 * qualifies (the quality of a symptom, the plan for a diagnosis).
 */
export const Fact = z.object({
  id: z.string(),
  kind: FactKind,
  subject: z.object({
    role: z.enum(['patient', 'family', 'other']),
    /** mother, wife, neighbour … as said. */
    relation: z.string().optional(),
  }),
  polarity: z.enum(['affirmed', 'denied']),
  certainty: z.enum(['certain', 'hedged', 'conditional']),
  time: z.object({
    /** As said: "since last Tuesday", "three days". */
    when: z.string().optional(),
    relation: z.enum(['past', 'present', 'future', 'unstated']),
  }),
  text: z.string(),
  /**
   * The words as spoken, to whom they were spoken ("I want you to call me"), without fillers and repeats, numbers as
   * digits. Absent where the statement is made of a question and its answer, and for charted and typed facts.
   */
  said: z.string().optional(),
  drug: Drug.optional(),
  value: z
    .object({ number: z.string(), unit: z.string().optional(), name: z.string().optional() })
    .optional(),
  side: z.enum(['left', 'right', 'both']).optional(),
  /** Words of the statement that were hard to hear and name nothing known: perhaps not what was said. */
  unheard: z.array(z.string()).optional(),
  about: z.string().optional(),
  /** The answer to a patient's question, where one was given. */
  answer: z.object({ text: z.string(), evidence: z.array(Evidence).min(1) }).optional(),
  /** Who said it; a charted fact has `chart`. */
  speaker: z.enum(['clinician', 'patient', 'other', 'unknown', 'chart']),
  evidence: z.array(Evidence).min(1),
});
export type Fact = z.infer<typeof Fact>;
