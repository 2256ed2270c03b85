import type { Chart } from '../../contract/chart.ts';
import type { Letter } from '../../contract/deliver.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Fact, FactKind } from '../../contract/fact.ts';
import type { InstructionLine } from '../../contract/instructions.ts';
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

/** The parts of the letter, in order, and the kinds of facts in each. */
const SECTIONS: readonly (readonly [string, string, readonly FactKind[]])[] = [
  ['reason', 'Reason for the visit', ['chief-complaint']],
  ['history', 'History', ['symptom', 'condition', 'procedure', 'social-history', 'immunization']],
  ['allergies', 'Allergies', ['allergy']],
  ['medicines', 'Medicines', ['medication']],
  ['exam', 'Examination', ['vital', 'exam']],
  ['results', 'Results', ['result']],
  ['diagnoses', 'Assessment', ['diagnosis']],
  ['plan', 'Plan', ['test', 'referral', 'advice', 'follow-up', 'return-precaution']],
];

/** What a colleague reads as it was said; only the plan is looked at for talk that is no plan. */
const IS_PLAN: readonly FactKind[] = SECTIONS.find(([id]) => id === 'plan')?.[2] ?? [];

type Line = Omit<InstructionLine, 'id'>;

const ofFact = (fact: Fact): Line => ({
  text: sentence(fact.text),
  language: 'en',
  facts: [fact.id],
  evidence: fact.evidence,
});

const fromChart = (words: readonly (string | undefined)[], evidence: readonly Evidence[]): Line => ({
  text: sentence(words.filter((each) => each !== undefined && each !== '').join(' ')),
  language: 'en',
  facts: [],
  evidence: [...evidence],
});

const isNamed = (name: string, lines: readonly Line[]): boolean =>
  lines.some((line) => line.text.toLowerCase().includes(name.toLowerCase()));

/** Charted allergies and medicines in use that the visit did not name, each from its chart entry. */
const charted = (id: string, chart: Chart | undefined, said: readonly Line[]): Line[] => {
  if (id === 'allergies')
    return (chart?.allergies ?? [])
      .filter(({ status, name }) => status === 'active' && !isNamed(name, said))
      .map(({ name, reactions, evidence }) =>
        fromChart([name, reactions.length ? `(${reactions.join(', ')})` : undefined, '(charted)'], evidence),
      );
  if (id === 'medicines')
    return (chart?.medications ?? [])
      .filter(({ status, name }) => status === 'active' && !isNamed(name, said))
      .map(({ name, dose, frequency, evidence }) =>
        fromChart([name, dose, frequency, '(charted)'], evidence),
      );
  return [];
};

/** Said twice is written once, with the evidence of both. */
const onceEach = (lines: readonly Line[]): Line[] => [
  ...lines
    .reduce((by, line) => {
      const key = line.text.toLowerCase();
      const before = by.get(key);
      return by.set(
        key,
        before
          ? {
              ...before,
              facts: [...before.facts, ...line.facts],
              evidence: [...before.evidence, ...line.evidence],
            }
          : line,
      );
    }, new Map<string, Line>())
    .values(),
];

/**
 * A referral or handoff letter: the facts' own clinical words, each with its evidence, and from the chart the allergies and
 * medicines that nobody named. What the clinic keeps off the sheet stays off the letter as well until it is put back. Pure.
 */
export const writeLetter = ({ facts, chart, visit, knowledge, putBack = [] }: LetterRequest): Letter => {
  const kinds = SECTIONS.flatMap(([, , own]) => own);
  const { kept, keptOff } = selectMatters(
    facts.map((fact) => ({ fact, facts: [fact.id] })),
    knowledge,
    { chart, date: visit.date, putBack, isPlaced: ({ kind }) => kinds.includes(kind) },
  );
  const clinical = new Set(
    keptOff.filter(({ reason }) => reason === 'not-for-patient').map(({ fact }) => fact),
  );
  const shown = new Set(kept.map(({ fact }) => fact.id));
  const written = facts.filter(
    ({ id, kind }) => shown.has(id) || (clinical.has(id) && !IS_PLAN.includes(kind)),
  );
  const sections = SECTIONS.map(([id, title, own]) => {
    const said = onceEach(written.filter(({ kind }) => own.includes(kind)).map(ofFact));
    const lines = [...said, ...charted(id, chart, said)];
    return { id, title, lines: lines.map((line, at) => ({ id: `${id}-${String(at + 1)}`, ...line })) };
  });
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
