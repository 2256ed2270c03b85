import type { Speaker } from '../../contract/transcript.ts';

const NAMED: readonly (readonly [RegExp, Speaker])[] = [
  [/^(?:clinician|doctor|dr\b|physician|provider|nurse|practitioner|pa\b|np\b|md\b|gp\b)/i, 'clinician'],
  [
    /^(?:patient[_ ]?guest|guest|caregiver|carer|mother|father|parent|spouse|wife|husband|daughter|son|interpreter|other|family)/i,
    'other',
  ],
  [/^(?:patient[_ ]?[1-9]\d*)$/i, 'other'],
  [/^(?:patient|pt\b|client)/i, 'patient'],
];

/** Who a label of another product names; `unknown` for a bare number or name. A second patient is somebody else. */
export const speakerOf = (label: string): Speaker =>
  NAMED.find(([pattern]) => pattern.test(label.trim()))?.[1] ?? 'unknown';
