import type { Chart } from '../../contract/chart.ts';
import type { Fact, FactKind, MedicationChange } from '../../contract/fact.ts';
import type { KeptOff } from '../../contract/instructions.ts';
import type { SheetKnowledge } from '../../knowledge/sheet.ts';
import type { Matter } from './matters.ts';

/** Which part of the sheet a kind of fact belongs to; the others are for the note alone. */
const SECTION_OF: Readonly<Partial<Record<FactKind, string>>> = {
  'chief-complaint': 'why',
  diagnosis: 'found',
  result: 'found',
  medication: 'medicines',
  advice: 'home',
  test: 'tests',
  referral: 'tests',
  'follow-up': 'next',
  'return-precaution': 'call',
  question: 'questions',
  choice: 'choices',
};

export const sectionOf = (fact: Pick<Fact, 'kind'>): string | undefined => SECTION_OF[fact.kind];

/** Whole years between two ISO days; undefined where either is missing or partial. */
export const ageInYears = (birth: string | undefined, on: string | undefined): number | undefined => {
  const from = /^(\d{4})-(\d{2})-(\d{2})/.exec(birth ?? '');
  const to = /^(\d{4})-(\d{2})-(\d{2})/.exec(on ?? '');
  if (!from || !to) return undefined;
  const years = Number(to[1]) - Number(from[1]);
  return `${to[2] ?? ''}${to[3] ?? ''}` < `${from[2] ?? ''}${from[3] ?? ''}` ? years - 1 : years;
};

const holds = (text: string, phrases: readonly string[]): boolean => {
  const spaced = ` ${text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')} `;
  return phrases.some((phrase) => spaced.includes(` ${phrase.replaceAll('-', ' ')} `));
};

const everythingSaid = (fact: Fact): string =>
  [fact.text, fact.said, fact.drug?.purpose, fact.drug?.name, fact.answer?.text].filter(Boolean).join('. ');

interface Rules {
  readonly sensitive: SheetKnowledge['sensitive'];
  readonly meta: readonly RegExp[];
  readonly asks: RegExp;
  readonly bareCondition: RegExp;
  readonly isAllergicTo: (medicine: string) => boolean;
}

/** Changes that keep a medicine from the patient. */
const NOT_TAKEN: readonly (MedicationChange | undefined)[] = ['stopped', 'held'];

/** To take what the patient is allergic to: a slip, an old entry or a risk that is known, which is not for a sheet to say. */
const isAgainstAllergy = ({ drug, polarity }: Fact, { isAllergicTo }: Rules): boolean =>
  drug !== undefined &&
  polarity === 'affirmed' &&
  !NOT_TAKEN.includes(drug.change) &&
  isAllergicTo(drug.name);

/** Talk about the visit itself, commands to a machine, and what sounds like a question but asks nothing. */
const isForPatient = (fact: Fact, { meta, asks, bareCondition }: Rules): boolean => {
  if (fact.kind === 'medication') return fact.drug !== undefined;
  if (fact.kind === 'question') return asks.test(fact.text);
  const said = fact.said ?? fact.text;
  if (fact.kind !== 'return-precaution' && bareCondition.test(said)) return false;
  return !meta.some((pattern) => pattern.test(said));
};

const reasonToKeepOff = (fact: Fact, isMinor: boolean, rules: Rules): KeptOff['reason'] | undefined => {
  const { sensitive } = rules;
  if (fact.subject.role !== 'patient') return 'other-person';
  const said = everythingSaid(fact);
  const touches = (applies: 'everyone' | 'minors'): boolean =>
    sensitive.topics.some((topic) => topic.applies === applies && holds(said, topic.words));
  if (touches('everyone') || holds(said, sensitive.confidence)) return 'sensitive';
  if (isMinor && touches('minors')) return 'minor';
  if (isAgainstAllergy(fact, rules)) return 'allergic';
  if (fact.unheard !== undefined && fact.kind !== 'return-precaution') return 'hard-to-hear';
  return isForPatient(fact, rules) ? undefined : 'not-for-patient';
};

export interface Selection {
  readonly kept: readonly Matter[];
  readonly keptOff: readonly KeptOff[];
}

/** The matters a patient's sheet may speak of. `putBack` holds fact ids that the clinician wants printed all the same. */
export const selectMatters = (
  matters: readonly Matter[],
  { sensitive, wording }: SheetKnowledge,
  about: {
    readonly chart?: Chart | undefined;
    readonly date?: string | undefined;
    readonly putBack?: readonly string[];
    /** Whether visit or chart names a medicine, by any of its names, as one that the patient is allergic to. */
    readonly isAllergicTo?: (medicine: string) => boolean;
    /** Whether a kind has a place in the document; on the sheet unless said otherwise. */
    readonly isPlaced?: (fact: Fact) => boolean;
  },
): Selection => {
  const isPlaced = about.isPlaced ?? ((fact: Fact) => sectionOf(fact) !== undefined);
  const age = ageInYears(about.chart?.patient.birthDate, about.date);
  const rules: Rules = {
    sensitive,
    meta: wording.meta.map((pattern) => new RegExp(pattern, 'i')),
    asks: new RegExp(wording.asks, 'i'),
    bareCondition: new RegExp(wording.bareCondition, 'i'),
    isAllergicTo: about.isAllergicTo ?? (() => false),
  };
  const kept: Matter[] = [];
  const keptOff: KeptOff[] = [];
  for (const matter of matters) {
    if (!isPlaced(matter.fact)) continue;
    const reason = reasonToKeepOff(matter.fact, age !== undefined && age < 18, rules);
    if (reason && !matter.facts.some((id) => about.putBack?.includes(id)))
      keptOff.push(...matter.facts.map((fact) => ({ fact, reason })));
    else kept.push(matter);
  }
  return { kept, keptOff };
};
