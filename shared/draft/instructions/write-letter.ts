import type { Chart } from '../../contract/chart.ts';
import type { Letter } from '../../contract/deliver.ts';
import type { Fact, FactKind } from '../../contract/fact.ts';
import type { SheetKnowledge } from '../../knowledge/sheet.ts';
import { selectMatters } from './select.ts';
import { sentence } from './template.ts';
import type { Visit } from './write-instructions.ts';

export interface LetterRequest {
  readonly facts: readonly Fact[];
  readonly chart?: Chart | undefined;
  readonly visit: Visit & { readonly to?: string };
  readonly knowledge: SheetKnowledge;
  readonly putBack?: readonly string[];
}

const SECTIONS: readonly (readonly [string, string, readonly FactKind[]])[] = [
  ['reason', 'Reason for the visit', ['chief-complaint']],
  ['diagnoses', 'Diagnoses', ['diagnosis']],
  ['results', 'Results', ['result']],
  ['medicines', 'Medicines', ['medication']],
  ['plan', 'Plan', ['test', 'referral', 'advice', 'follow-up', 'return-precaution']],
];

/**
 * A referral or handoff letter: the facts' own clinical words, each with its evidence. What the clinic keeps off the
 * sheet stays off the letter as well until it is put back. Pure.
 */
export const writeLetter = ({ facts, chart, visit, knowledge, putBack = [] }: LetterRequest): Letter => {
  const all = facts.map((fact) => ({ fact, facts: [fact.id] }));
  const { kept } = selectMatters(all, knowledge, { chart, date: visit.date, putBack });
  const sections = SECTIONS.map(([id, title, kinds]) => ({
    id,
    title,
    lines: kept
      .filter(({ fact }) => kinds.includes(fact.kind))
      .map(({ fact }, at) => ({
        id: `${id}-${String(at + 1)}`,
        text: sentence(fact.text),
        language: 'en',
        facts: [fact.id],
        evidence: fact.evidence,
      })),
  }));
  return {
    version: 1,
    status: 'draft',
    title: 'Letter about a visit',
    header: {
      ...(visit.to ? { to: visit.to } : {}),
      ...(visit.clinicianName ? { from: visit.clinicianName } : {}),
      ...(chart?.patient.name ? { patient: chart.patient.name } : {}),
      ...(visit.date ? { date: visit.date } : {}),
    },
    sections: sections.filter((section) => section.lines.length > 0),
  };
};
