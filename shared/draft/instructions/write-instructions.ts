import type { Chart } from '../../contract/chart.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Instructions, InstructionSection, KeptOff } from '../../contract/instructions.ts';
import type { SheetKnowledge, SheetLanguage } from '../../knowledge/sheet.ts';
import { attachDosing, withBounds } from './dosing.ts';
import { mattersOf } from './matters.ts';
import { graded } from './grades.ts';
import { gatherMedicines } from './medicines.ts';
import { inPieces } from './pieces.ts';
import { patientPronoun } from './person.ts';
import { asPlan } from './recast.ts';
import { makeSameMedicine, type SameMedicine } from './same-medicine.ts';
import { composeSections } from './sections.ts';
import { sectionOf, selectMatters } from './select.ts';
import { makeStandings } from './standing.ts';
import { makeSheetWords } from './sheet-words.ts';
import { fill } from './template.ts';
import { withSpokenMedicines } from './spoken-medicines.ts';
import type { DraftLine, Voices } from './telling.ts';
import { makeCues } from './told.ts';

export interface Visit {
  readonly reason?: string;
  readonly clinicianName?: string;
  /** The day of the visit, ISO 8601. */
  readonly date?: string;
  readonly clinic?: string;
  /** The visit was recorded; `keptDays` is how long the clinic keeps the sound after approval, where it has a rule. */
  readonly recording?: { readonly keptDays?: number };
  /** The host outside this machine whose program was asked to help, where one was. */
  readonly askedHost?: string | undefined;
}

export interface InstructionsRequest {
  readonly facts: readonly Fact[];
  readonly chart?: Chart | undefined;
  /** A language of `knowledge`. */
  readonly language: string;
  readonly visit: Visit;
  readonly knowledge: SheetKnowledge;
  /** Facts to print although they are of a kind that stays off. */
  readonly putBack?: readonly string[];
}

const PLAN: readonly string[] = ['medicines', 'home', 'tests', 'next', 'call'];

const fixedLine = (text: string | undefined, language: string): DraftLine[] =>
  text ? [{ text, language, facts: [], evidence: [] }] : [];

/** Facts that were to be told and that no line holds: the reviewer sees them beside the sheet. */
const unsaid = (
  facts: readonly Fact[],
  keptOff: readonly KeptOff[],
  sections: readonly InstructionSection[],
): KeptOff[] => {
  const settled = new Set([
    ...sections.flatMap((section) => section.lines.flatMap((line) => line.facts)),
    ...keptOff.map((each) => each.fact),
  ]);
  return facts
    .filter((fact) => sectionOf(fact) && !settled.has(fact.id))
    .map(({ id, kind }) => ({ fact: id, reason: NOT_PLAN.includes(kind) ? 'not-for-patient' : 'too-hard' }));
};
const NOT_PLAN: readonly Fact['kind'][] = ['diagnosis', 'result', 'chief-complaint'];

/** How the recording is handled; nothing where none was made. */
const recordingLine = ({ recording }: Visit, { sentences }: SheetLanguage): string | undefined => {
  if (!recording) return undefined;
  const { keptDays } = recording;
  return keptDays === undefined
    ? sentences['recording']
    : fill(sentences['recordingKept'], { days: String(keptDays) });
};

/** Where what was said was sent, so that a program there could help; nothing where it stayed on this machine. */
const askedLine = ({ askedHost }: Visit, { sentences }: SheetLanguage): string | undefined =>
  askedHost && fill(sentences['askedHost'], { host: askedHost });

/** What the patient said, or the chart has, that the patient is allergic to, by whatever name it goes. */
const allergicTo = (
  { facts, chart }: Pick<InstructionsRequest, 'facts' | 'chart'>,
  { keyOf }: SameMedicine,
): ((medicine: string) => boolean) => {
  const said = facts.filter(
    ({ kind, polarity, subject }) =>
      kind === 'allergy' && polarity === 'affirmed' && subject.role === 'patient',
  );
  const keys = new Set(
    [
      ...said.flatMap(({ drug }) => (drug ? [drug.name] : [])),
      ...(chart?.allergies ?? []).flatMap(({ status, name }) => (status === 'active' ? [name] : [])),
    ].map(keyOf),
  );
  return (medicine) => keys.has(keyOf(medicine));
};

const namesToMask = (request: Pick<InstructionsRequest, 'facts' | 'visit' | 'chart'>): string[] =>
  [
    ...request.facts.flatMap((fact) => (fact.drug ? [fact.drug.name] : [])),
    request.visit.clinicianName,
    request.chart?.patient.name,
  ].flatMap((name) => (name ? [name] : []));

/**
 * The patient's sheet from typed facts: every line carries the facts and evidence it rests on, and nothing is said that
 * no fact holds. Pure. A statement no template covers stays in English, marked by the line's `language`.
 */
export const writeInstructions = (request: InstructionsRequest): Instructions => {
  const { knowledge, visit, chart } = request;
  const language = knowledge.languages[request.language];
  const base = knowledge.languages['en'];
  if (!language || !base) throw new Error(`no sheet language ${request.language}`);
  const pronoun = patientPronoun(request.facts.map((fact) => fact.text));
  const own = makeSheetWords(language, knowledge, pronoun);
  const english = language === base ? own : makeSheetWords(base, knowledge, pronoun);
  const voices: Voices = { own, english, cues: makeCues(knowledge) };
  const standings = makeStandings(knowledge.wording);
  const whole = mattersOf(request.facts)
    .flatMap((matter) => inPieces(matter, knowledge.wording))
    .flatMap((matter) => withSpokenMedicines(matter, knowledge));
  const matters = attachDosing(whole, english).map((matter) => ({
    ...matter,
    fact: standings.withCondition(
      withBounds(asPlan(matter.fact, english, voices.cues, matter.filed), english),
    ),
  }));
  const sameMedicine = makeSameMedicine(knowledge, own.medicine);
  const { kept, keptOff } = selectMatters(matters, knowledge, {
    chart,
    date: visit.date,
    putBack: request.putBack ?? [],
    isAllergicTo: allergicTo(request, sameMedicine),
  });
  const medicines = gatherMedicines(
    kept.filter(({ fact }) => fact.kind === 'medication'),
    chart,
    standings,
    sameMedicine,
  );
  const inWords = kept.filter(
    (matter) => matter.fact.kind !== 'medication' || medicines.others.includes(matter),
  );
  const sections = composeSections(inWords, medicines.statements, request.facts, voices);
  const hasPlan = sections.some(({ id, lines }) => PLAN.includes(id) && lines.length > 0);
  const about = [
    ...(hasPlan ? [] : fixedLine(language.sentences['noPlan'], language.language)),
    ...fixedLine(recordingLine(visit, language), language.language),
    ...fixedLine(askedLine(visit, language), language.language),
  ];
  const written = [...sections, { id: 'about', lines: about }]
    .filter((section) => section.lines.length > 0)
    .map(({ id, lines }): InstructionSection => ({
      id,
      title: language.sections[id] ?? id,
      lines: lines.map((line, at) => ({ id: `${id}-${String(at + 1)}`, ...line })),
    }));
  const sheet: Omit<Instructions, 'readability'> = {
    version: 1,
    status: 'draft',
    language: language.language,
    title: language.title,
    header: {
      ...(visit.clinic ? { clinic: visit.clinic } : {}),
      ...(chart?.patient.name ? { patient: chart.patient.name } : {}),
      ...(visit.clinicianName ? { clinician: visit.clinicianName } : {}),
      ...(visit.date ? { date: visit.date } : {}),
    },
    sections: written,
    keptOff: [...keptOff, ...unsaid(request.facts, keptOff, written)],
  };
  return gradeSheet(sheet, request);
};

/** The sheet with its reading measures as its lines stand, names and medicines masked. */
export const gradeSheet = (
  sheet: Omit<Instructions, 'readability'>,
  request: Pick<InstructionsRequest, 'facts' | 'chart' | 'visit' | 'knowledge'>,
): Instructions => {
  // The line on who checked it is printed too, though it is made from the approval.
  const around = request.knowledge.languages[sheet.language]?.sentences['softwareDraft'];
  return graded(sheet, namesToMask(request), around ? [around] : []);
};
