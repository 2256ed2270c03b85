import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { Flag } from './flag.ts';

/** A small plot: values in one unit over time, with the range that the newest result came with. */
export const BriefPlot = z.object({
  analyte: z.string(),
  unit: z.string(),
  points: z.array(z.object({ when: z.string(), value: z.number() })),
  low: z.number().optional(),
  high: z.number().optional(),
  /** Slope of the robust line through the results, in units a year; absent under four results or a year. */
  perYear: z.number().optional(),
  /** The same as one line of text, oldest first. */
  spark: z.string(),
});

/** One line of the brief; plain text, never markup. `flag` names the flag it came from. */
export const BriefLine = z.object({
  id: z.string(),
  text: z.string(),
  evidence: z.array(Evidence),
  severity: z.enum(['interrupt', 'show']).optional(),
  flag: z.string().optional(),
  plot: BriefPlot.optional(),
});

export const BriefSection = z.object({
  id: z.enum([
    'identity',
    'history',
    'cautions',
    'changes',
    'problems',
    'medications',
    'allergies',
    'trends',
    'open',
    'questions',
    'limits',
  ]),
  title: z.string(),
  lines: z.array(BriefLine),
  /** Lines left out so that the brief stays one screen. */
  more: z.number().int().nonnegative(),
});

/** What to know before the visit, on one screen. */
export const Brief = z.object({
  version: z.literal(1),
  asOf: z.string(),
  /** What "since" means in the changes: the last visit, or the day that was asked for. */
  since: z.string().optional(),
  sections: z.array(BriefSection),
  /** Cautions and trends as flags, also those that did not fit on the screen. */
  flags: z.array(Flag),
  /** Every analyte with three results or more. */
  plots: z.array(BriefPlot),
  /** False until an organisation has signed the rules. */
  clinicallyReviewed: z.boolean(),
});
export type BriefPlot = z.infer<typeof BriefPlot>;
export type BriefLine = z.infer<typeof BriefLine>;
export type BriefSection = z.infer<typeof BriefSection>;
export type Brief = z.infer<typeof Brief>;
