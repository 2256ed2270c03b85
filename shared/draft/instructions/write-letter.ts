import type { Chart } from '../../contract/chart.ts';
import type { Letter } from '../../contract/deliver.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Fact, FactKind } from '../../contract/fact.ts';
import type { InstructionLine, KeptOff } from '../../contract/instructions.ts';
import type { Note } from '../../contract/note.ts';
import type { SheetKnowledge } from '../../knowledge/sheet.ts';
import { selectMatters } from './select.ts';
import { sentence } from './template.ts';

/** Words that a person typed for the letter, or signed as an addendum to the visit. */
export interface TypedWords {
  readonly text: string;
  readonly evidence: Evidence;
}

export interface LetterRequest {
  /** As it stands, with what people changed and typed. */
  readonly note: Note;
  readonly facts: readonly Fact[];
  readonly chart?: Chart | undefined;
  readonly header: Omit<Letter['header'], 'identifiers'> & { readonly identifiers?: readonly string[] };
  /** What is asked of whom it goes to. */
  readonly asks?: readonly TypedWords[];
  readonly addenda?: readonly TypedWords[];
  readonly knowledge: SheetKnowledge;
  /** Ids of lines to write although they are of a kind that stays off. */
  readonly putBack?: readonly string[];
}

/** Why a line is not for a colleague by itself. */
type Reason = Extract<KeptOff['reason'], 'sensitive' | 'other-person' | 'minor'>;

export interface WrittenLetter {
  readonly letter: Letter;
  /** Lines of the note or chart that are kept off, or would be but for `putBack`. */
  readonly keptOff: readonly (Omit<Candidate, 'facts' | 'place'> & { readonly reason: Reason })[];
}

/** The parts of the letter, in order: the kinds of facts in each, and the note's sections whose typed lines go there. */
const SECTIONS: readonly {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly FactKind[];
  readonly from: readonly string[];
}[] = [
  {
    id: 'reason',
    title: 'Reason for the visit',
    kinds: ['chief-complaint'],
    from: ['chief-complaint', 'cc'],
  },
  {
    id: 'history',
    title: 'History',
    kinds: [
      'symptom',
      'condition',
      'procedure',
      'social-history',
      'immunization',
      'question',
      'choice',
      'other',
    ],
    from: ['history', 'hpi', 'review-of-systems'],
  },
  { id: 'family', title: 'Family history', kinds: ['family-history'], from: [] },
  { id: 'allergies', title: 'Allergies', kinds: ['allergy'], from: [] },
  { id: 'medicines', title: 'Medicines', kinds: ['medication'], from: [] },
  { id: 'exam', title: 'Examination', kinds: ['vital', 'exam'], from: ['exam'] },
  { id: 'results', title: 'Results', kinds: ['result'], from: ['results'] },
  {
    id: 'plan',
    title: 'Assessment and plan',
    kinds: ['diagnosis', 'test', 'referral', 'advice', 'follow-up', 'return-precaution'],
    from: ['plan', 'assessment'],
  },
];

/** A line that may be written: the note's, or made of a chart entry. */
interface Candidate {
  readonly id: string;
  readonly text: string;
  readonly facts: readonly Fact[];
  readonly evidence: readonly Evidence[];
  /** The section of the letter. */
  readonly place: string;
}

const placeOfFact = ({ kind }: Fact): string | undefined =>
  SECTIONS.find(({ kinds }) => kinds.includes(kind))?.id;

/**
 * Every line of the note in its part of the letter. Medicines that the plan speaks of stay in the plan, under the problem
 * that they stand under. A typed line has no fact: it goes where the line before it in its section went.
 */
const ofNote = (note: Note, facts: readonly Fact[]): Candidate[] => {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return note.sections.flatMap((section) => {
    const own = SECTIONS.find(({ from }) => from.includes(section.id))?.id;
    let before = own;
    return section.items.map(({ id, text, group, evidence, facts: restsOn }) => {
      const rests = restsOn.flatMap((fact) => byId.get(fact) ?? []);
      const [first] = rests;
      const place = own === 'plan' ? own : ((first && placeOfFact(first)) ?? before ?? 'history');
      before = place;
      const written = place === 'plan' && group !== undefined ? `${group}: ${text}` : text;
      return { id, text: written, facts: rests, evidence, place };
    });
  });
};

const ofChart = (
  place: string,
  at: number,
  words: readonly (string | undefined)[],
  evidence: readonly Evidence[],
): Candidate => ({
  id: `charted-${place}-${String(at + 1)}`,
  text: sentence([...words, '(charted)'].filter((each) => each !== undefined && each !== '').join(' ')),
  facts: [],
  evidence,
  place,
});

/** What people call it: a charted name goes on with strength and form ("Metformin 500 mg oral tablet"). */
const substanceOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\s*\d.*$/, '')
    .trim() || name.toLowerCase();

/** Charted allergies and medicines in use that the note does not name, each from its chart entry. */
const charted = (chart: Chart | undefined, note: Note): Candidate[] => {
  const said = note.sections.flatMap(({ items }) => items.map(({ text }) => text.toLowerCase())).join(' ');
  const isNew = ({ status, name }: { readonly status: string; readonly name: string }): boolean =>
    status === 'active' && !said.includes(substanceOf(name));
  return [
    ...(chart?.allergies ?? [])
      .filter(isNew)
      .map(({ name, reactions, evidence }, at) =>
        ofChart(
          'allergies',
          at,
          [name, reactions.length ? `(${reactions.join(', ')})` : undefined],
          evidence,
        ),
      ),
    ...(chart?.medications ?? [])
      .filter(isNew)
      .map(({ name, dose, frequency, evidence }, at) =>
        ofChart('medicines', at, [name, dose, frequency], evidence),
      ),
  ];
};

/** A line's own words as a statement about the patient, so that the clinic's topics are found in what was typed, too. */
const asFact = ({ id, text, evidence }: Candidate): Fact => ({
  id,
  kind: 'advice',
  subject: { role: 'patient' },
  polarity: 'affirmed',
  certainty: 'certain',
  time: { relation: 'unstated' },
  text,
  speaker: 'unknown',
  evidence: [...evidence],
});

const NOT_FOR_A_COLLEAGUE: readonly KeptOff['reason'][] = ['sensitive', 'other-person', 'minor'];
const isReason = (reason: KeptOff['reason']): reason is Reason => NOT_FOR_A_COLLEAGUE.includes(reason);

/** Lines that stay off by themselves, by id, each with the reason: what the clinic keeps off the sheet, too. */
const reasons = (
  candidates: readonly Candidate[],
  { knowledge, chart, header }: LetterRequest,
): ReadonlyMap<string, Reason> => {
  const matters = candidates.flatMap((line) =>
    [asFact(line), ...line.facts].map((fact) => ({ fact, facts: [line.id] })),
  );
  const { keptOff } = selectMatters(matters, knowledge, { chart, date: header.date, isPlaced: () => true });
  return new Map(
    keptOff.flatMap(({ fact, reason }) => (isReason(reason) ? [[fact, reason] as const] : [])).reverse(),
  );
};

type Line = Omit<InstructionLine, 'language'>;

const asLine = ({ id, text, facts, evidence }: Candidate): Line => ({
  id,
  text,
  facts: facts.map((fact) => fact.id),
  evidence: [...evidence],
});

const typed = (section: string, { text, evidence }: TypedWords, at: number): Line => ({
  id: `${section}-${String(at + 1)}`,
  text,
  facts: [],
  evidence: [evidence],
});

/**
 * A referral or handoff letter: the note's lines word for word, each with its evidence, so that a letter says nothing that
 * the note does not, and all that a person changed or typed there; from the chart the allergies and medicines that nobody
 * named; first what is asked, last the addenda. What the clinic keeps off the sheet stays off the letter as well until it
 * is put back. Pure.
 */
export const writeLetter = (request: LetterRequest): WrittenLetter => {
  const { note, facts, chart, header, asks = [], addenda = [], putBack = [] } = request;
  const candidates = [...ofNote(note, facts), ...charted(chart, note)];
  const off = reasons(candidates, request);
  const written = candidates.filter(({ id }) => !off.has(id) || putBack.includes(id));
  const sections = [
    { id: 'asks', title: 'What we ask of you', lines: asks.map((one, at) => typed('asks', one, at)) },
    ...SECTIONS.map(({ id, title }) => ({
      id,
      title,
      lines: written.filter(({ place }) => place === id).map(asLine),
    })),
    {
      id: 'addenda',
      title: 'Added after the visit',
      lines: addenda.map((one, at) => typed('addenda', one, at)),
    },
  ];
  return {
    letter: {
      version: 1,
      status: 'draft',
      language: 'en',
      title: 'Letter about a visit',
      header: { ...header, identifiers: [...(header.identifiers ?? [])] },
      sections: sections
        .filter(({ lines }) => lines.length > 0)
        .map((section) => ({
          ...section,
          lines: section.lines.map((line) => ({ ...line, language: 'en' })),
        })),
    },
    keptOff: candidates.flatMap(({ id, text, evidence }) => {
      const reason = off.get(id);
      return reason ? [{ id, text, evidence, reason }] : [];
    }),
  };
};
