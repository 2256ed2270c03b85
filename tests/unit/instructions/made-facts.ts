import type { Fact } from '../../../shared/contract/fact.ts';

/** A patient's fact said by the clinician in turn `t1`, unless told otherwise. */
export const makeFact = (kind: Fact['kind'], text: string, more: Partial<Fact> = {}): Fact => ({
  id: `${kind}:${text}`,
  kind,
  subject: { role: 'patient' },
  polarity: 'affirmed',
  certainty: 'certain',
  time: { relation: 'present' },
  text,
  speaker: 'clinician',
  evidence: [{ source: 'transcript', turn: 't1', start: 0, end: text.length }],
  ...more,
});
