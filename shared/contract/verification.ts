import { z } from 'zod';
import { ChartEvidence } from './evidence.ts';

export const Verdict = z.enum(['supported', 'unsupported', 'contradicted', 'not-checkable']);
export type Verdict = z.infer<typeof Verdict>;

/** Why a sentence is not supported; `turns` counts dialogue turns from 0. */
export const Reason = z.object({
  kind: z.enum(['drug', 'number', 'side', 'negation', 'finding', 'person', 'time', 'other']),
  detail: z.string(),
  turns: z.array(z.number().int().nonnegative()),
});
export type Reason = z.infer<typeof Reason>;

/** Offsets into the note in UTF-16 code units; sentences come in order and do not overlap. */
export const CheckedSentence = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  verdict: Verdict,
  reasons: z.array(Reason),
  /** Turns that bear on the sentence, whatever the verdict. */
  turns: z.array(z.number().int().nonnegative()).default([]),
  /** Charted facts that bear on the sentence. */
  chart: z.array(ChartEvidence).default([]),
});
export type CheckedSentence = z.infer<typeof CheckedSentence>;

/** Said in the visit and missing from the note; ranked, the most important first. */
export const Omission = z.object({
  kind: z.string(),
  text: z.string(),
  turns: z.array(z.number().int().nonnegative()),
});
export type Omission = z.infer<typeof Omission>;

export const Verification = z.object({ sentences: z.array(CheckedSentence), omissions: z.array(Omission) });
export type Verification = z.infer<typeof Verification>;
