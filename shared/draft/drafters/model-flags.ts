import type { ModelReport } from '../../contract/drafters.ts';
import type { Evidence, TranscriptEvidence } from '../../contract/evidence.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Turn } from '../../contract/transcript.ts';
import type { Reason } from '../../contract/verification.ts';

/** A line of a model that is not in the note, and why. */
export interface HeldLine {
  readonly text: string;
  readonly section: string;
  readonly verdict: 'unsupported' | 'contradicted';
  readonly reasons: readonly Reason[];
  readonly evidence: readonly Evidence[];
}

type Unnumbered = Omit<Flag, 'id'>;

const heldFlag = (held: HeldLine, turns: readonly Turn[]): Unnumbered => {
  const against: Evidence[] = [...new Set(held.reasons.flatMap((reason) => reason.turns))].flatMap(
    (index) => {
      const turn = turns[index];
      return turn ? [{ source: 'transcript', turn: turn.id, start: 0, end: turn.text.length }] : [];
    },
  );
  const why = held.reasons.map(({ detail }) => detail).join('; ');
  const says =
    held.verdict === 'contradicted'
      ? 'The language model wrote what differs from what was said'
      : 'The language model wrote what nothing in the visit bears out';
  return {
    kind: held.verdict,
    severity: 'interrupt',
    message: `${says}; it was left out of the note: “${held.text}”${why ? ` (${why})` : ''}`,
    evidence: against.length > 0 ? against : [...held.evidence],
  };
};

const plantedFlag = (place: TranscriptEvidence): Unnumbered => ({
  kind: 'unchecked',
  severity: 'show',
  message:
    'A sentence of the conversation reads like an order to the software. It was taken as talk and changed nothing.',
  evidence: [place],
});

const failureFlag = ({ parts, failed }: ModelReport): Unnumbered => ({
  kind: 'unchecked',
  severity: 'show',
  message:
    failed === parts
      ? 'The language model gave no draft; this is the built-in one, whole.'
      : `The language model gave no draft for ${String(failed)} of ${String(parts)} parts of the visit; the built-in draft stands there.`,
  evidence: [],
});

/** Nothing went wrong and nothing came: without a word the built-in draft would pass for the model's. */
const NOTHING_WRITTEN: Unnumbered = {
  kind: 'unchecked',
  severity: 'show',
  message: 'The language model wrote nothing for the note; this is the built-in draft, whole.',
  evidence: [],
};

/** What a clinician must know about a draft that a model had a part in. */
export const flagsFor = (result: {
  readonly held: readonly HeldLine[];
  readonly planted: readonly TranscriptEvidence[];
  readonly report: ModelReport;
  readonly turns: readonly Turn[];
}): readonly Flag[] => {
  const { held, planted, report, turns } = result;
  const { chartLeftOut } = report;
  const flags: readonly Unnumbered[] = [
    ...held.map((one) => heldFlag(one, turns)),
    ...planted.map(plantedFlag),
    ...(report.failed > 0 ? [failureFlag(report)] : []),
    ...(report.failed === 0 && report.lines.kept + report.lines.held === 0 ? [NOTHING_WRITTEN] : []),
    ...(chartLeftOut > 0
      ? [
          {
            kind: 'unchecked' as const,
            severity: 'show' as const,
            message: `The chart was too long for the language model: ${String(chartLeftOut)} of its entries were not shown to it.`,
            evidence: [],
          },
        ]
      : []),
  ];
  return flags.map((flag, index) => ({ ...flag, id: `model${String(index + 1)}` }));
};
