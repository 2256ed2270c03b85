import { z } from 'zod';
import { ChartEvidence } from './evidence.ts';

/** FHIR dates as charted, possibly partial ("2019", "2019-03"). */
const ChartDate = z.string();

/** One usable statement of the chart, with the resource it comes from. `code` is `system|code` where there is one. */
const entry = {
  id: z.string(),
  name: z.string(),
  code: z.string().optional(),
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
});
export const ChartMedication = z.object({
  ...entry,
  status: z.enum(['active', 'stopped', 'on-hold', 'completed', 'unknown']),
  /** As charted: "10 mg", and the whole sig where there is one. */
  dose: z.string().optional(),
  frequency: z.string().optional(),
  route: z.string().optional(),
  sig: z.string().optional(),
  start: ChartDate.optional(),
  end: ChartDate.optional(),
});
export const ChartAllergy = z.object({
  ...entry,
  kind: z.enum(['allergy', 'intolerance', 'unknown']),
  status: z.enum(['active', 'inactive', 'resolved']),
  reactions: z.array(z.string()),
  severity: z.string().optional(),
});
export const ChartObservation = z.object({
  ...entry,
  category: z.enum(['laboratory', 'vital-signs', 'social-history', 'survey', 'other']),
  when: ChartDate.optional(),
  value: z.number().optional(),
  unit: z.string().optional(),
  text: z.string().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  interpretation: z.string().optional(),
});
export const ChartEvent = z.object({
  ...entry,
  when: ChartDate.optional(),
  end: ChartDate.optional(),
  status: z.string().optional(),
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
