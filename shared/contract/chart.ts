import { z } from 'zod';
import { ChartEvidence } from './evidence.ts';

/** FHIR dates as charted, possibly partial ("2019", "2019-03"). */
const ChartDate = z.string();

/** One usable statement of the chart, with the resource it comes from. `code` is `system|code` where there is one. */
const entry = {
  id: z.string(),
  name: z.string(),
  code: z.string().optional(),
  /** Every coding the chart gives, `system|code`, the preferred one first; absent where there is none. */
  codes: z.array(z.string()).optional(),
  evidence: z.array(ChartEvidence).min(1),
};

export const ChartPatient = z.object({
  id: z.string(),
  name: z.string(),
  birthDate: ChartDate.optional(),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  identifiers: z.array(z.object({ system: z.string().optional(), value: z.string() })),
  language: z.string().optional(),
  deceased: z.boolean().optional(),
});
export const ChartProblem = z.object({
  ...entry,
  status: z.enum(['active', 'inactive', 'resolved', 'unknown']),
  onset: ChartDate.optional(),
  ended: ChartDate.optional(),
  recorded: ChartDate.optional(),
  /** Where the chart is not sure: unconfirmed, provisional, differential. */
  verification: z.string().optional(),
  /** Problem list entry or the diagnosis of one encounter. */
  category: z.enum(['problem-list', 'encounter', 'other']).optional(),
});
export const ChartMedication = z.object({
  ...entry,
  status: z.enum(['active', 'stopped', 'on-hold', 'completed', 'unknown']),
  /** As charted: "10 mg", and the whole sig where there is one. */
  dose: z.string().optional(),
  frequency: z.string().optional(),
  route: z.string().optional(),
  sig: z.string().optional(),
  asNeeded: z.boolean().optional(),
  reason: z.string().optional(),
  start: ChartDate.optional(),
  end: ChartDate.optional(),
});
export const ChartAllergy = z.object({
  ...entry,
  kind: z.enum(['allergy', 'intolerance', 'unknown']),
  status: z.enum(['active', 'inactive', 'resolved']),
  reactions: z.array(z.string()),
  severity: z.string().optional(),
  category: z.enum(['medication', 'food', 'environment', 'biologic', 'unknown']).optional(),
  recorded: ChartDate.optional(),
});
export const ChartObservation = z.object({
  ...entry,
  category: z.enum(['laboratory', 'vital-signs', 'social-history', 'survey', 'other']),
  when: ChartDate.optional(),
  value: z.number().optional(),
  /** "<", "<=", ">=", ">" where the result is a bound and not a value. */
  comparator: z.string().optional(),
  unit: z.string().optional(),
  text: z.string().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  interpretation: z.string().optional(),
  /** Requests this result answers, as `Type/id`. */
  answers: z.array(z.string()).optional(),
});
export const ChartEvent = z.object({
  ...entry,
  when: ChartDate.optional(),
  end: ChartDate.optional(),
  status: z.string().optional(),
  /** Encounters: what sort of contact it was. Orders: a test or a referral. */
  kind: z.enum(['inpatient', 'emergency', 'ambulatory', 'other', 'test', 'referral']).optional(),
  /** Conclusion, reason or plain text that comes with it; never narrative markup. */
  detail: z.string().optional(),
  /** Requests this answers, as `Type/id`. */
  answers: z.array(z.string()).optional(),
});

/** A relative's illness; `name` is the illness. */
export const ChartRelative = z.object({ ...entry, relation: z.string() });
/** One answered item of a questionnaire the patient filled in. */
export const ChartAnswer = z.object({
  question: z.string(),
  answer: z.string(),
  when: ChartDate.optional(),
  evidence: z.array(ChartEvidence).min(1),
});

/** What could not be used, and why; listed for the reader, never dropped silently. */
export const Unusable = z.object({ resource: z.string(), reason: z.string() });

export const Chart = z.object({
  patient: ChartPatient,
  problems: z.array(ChartProblem),
  medications: z.array(ChartMedication),
  allergies: z.array(ChartAllergy),
  /** True only where the chart says so itself. */
  noKnownAllergies: z.boolean(),
  observations: z.array(ChartObservation),
  encounters: z.array(ChartEvent),
  procedures: z.array(ChartEvent),
  immunizations: z.array(ChartEvent),
  reports: z.array(ChartEvent),
  orders: z.array(ChartEvent),
  documents: z.array(ChartEvent),
  relatives: z.array(ChartRelative),
  answers: z.array(ChartAnswer),
  unusable: z.array(Unusable),
  /** Resources read, by type. */
  counts: z.record(z.string(), z.number()),
});
export type Chart = z.infer<typeof Chart>;
export type ChartPatient = z.infer<typeof ChartPatient>;
export type ChartProblem = z.infer<typeof ChartProblem>;
export type ChartMedication = z.infer<typeof ChartMedication>;
export type ChartAllergy = z.infer<typeof ChartAllergy>;
export type ChartObservation = z.infer<typeof ChartObservation>;
export type ChartEvent = z.infer<typeof ChartEvent>;
export type ChartRelative = z.infer<typeof ChartRelative>;
export type ChartAnswer = z.infer<typeof ChartAnswer>;
export type Unusable = z.infer<typeof Unusable>;
