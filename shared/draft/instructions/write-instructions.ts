import type { Chart } from '../../contract/chart.ts';
import type { Fact } from '../../contract/fact.ts';
import type {
  InstructionLine,
  Instructions,
  InstructionSection,
  KeptOff,
} from '../../contract/instructions.ts';
import type { SheetKnowledge } from '../../knowledge/sheet.ts';
import { gatherMedicines, sayMedicine } from './medicines.ts';
import { MOST_WORDS, patientPronoun, words } from './plain-words.ts';
import { mask, measure, sentencesOf } from './readability.ts';
import { sectionOf, selectFacts } from './select.ts';
import { makeSheetWords, type SheetWords } from './sheet-words.ts';
import { type Cues, makeCues, sayByTemplate, sayTopics } from './statements.ts';

export interface Visit {
  readonly reason?: string;
  readonly clinicianName?: string;
  /** The day of the visit, ISO 8601. */
  readonly date?: string;
  readonly clinic?: string;
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

type Draft = Omit<InstructionLine, 'id'>;

interface Voices {
  readonly cues: Cues;
  readonly own: SheetWords;
  readonly english: SheetWords;
}

const ORDER = ['why', 'found', 'medicines', 'home', 'tests', 'next', 'call', 'questions', 'choices'] as const;
const PLAN: readonly string[] = ['medicines', 'home', 'tests', 'next', 'call'];

const isTooLong = (text: string): boolean =>
  sentencesOf(text).some((each) => words(each).length > MOST_WORDS);

const sayQuestion = (fact: Fact, { own, english }: Voices): Draft | undefined => {
  const answer = fact.answer && english.plain.say(fact.answer.text).text;
  const asked = fact.text.replace(/^asked:\s*/i, '').replace(/["“”?]+/g, '');
  const question = english.plain.say(asked).text.replace(/\.$/, '?');
  if ([question, answer ?? ''].some(isTooLong)) return undefined;
  const text = answer
    ? [own.sentence('asked', { question }), own.sentence('answered', { answer })].join(' ')
    : (own.sentence('open', { question }) ?? question);
  return {
    text,
    language: 'en',
    facts: [fact.id],
    evidence: [...fact.evidence, ...(fact.answer?.evidence ?? [])],
  };
};

/** Kinds of which only what a template can say is worth a line at home; the note holds the rest. */
const ONLY_WHOLE: readonly (Fact['kind'] | undefined)[] = ['diagnosis', 'result', 'chief-complaint'];

const sayFact = (fact: Fact, voices: Voices): Draft | undefined => {
  if (fact.kind === 'question') return sayQuestion(fact, voices);
  const base = { facts: [fact.id], evidence: fact.evidence };
  const inOwn = (text: string): Draft => ({
    text,
    language: voices.own.language.language,
    ...base,
    ...(text === fact.text ? {} : { original: fact.text }),
  });
  const said = sayByTemplate(fact, voices.own, voices.cues);
  if (said) return inOwn(said);
  if (ONLY_WHOLE.includes(fact.kind)) return undefined;
  const plain = voices.english.plain.say(fact.text);
  if (isTooLong(plain.text)) {
    const topics = sayTopics(fact, voices.own);
    return topics ? inOwn(topics) : undefined;
  }
  return {
    text: plain.text,
    language: 'en',
    ...base,
    original: fact.text,
    ...(plain.replaced.length ? { replaced: [...plain.replaced] } : {}),
  };
};

const medicineLines = (facts: readonly Fact[], chart: Chart | undefined, { own, english }: Voices): Draft[] =>
  gatherMedicines(facts, chart).map((statement) => {
    const inOwn = sayMedicine(statement, own);
    const said = inOwn.isWhole ? inOwn : sayMedicine(statement, english);
    return {
      text: said.text,
      language: (inOwn.isWhole ? own : english).language.language,
      facts: [...statement.facts],
      evidence: [...statement.evidence],
      medicine: said.row,
    };
  });

/** Two facts that come out as the same sentence are one line with the evidence of both. */
const folded = (lines: readonly Draft[]): Draft[] => {
  const byText = new Map<string, Draft>();
  for (const line of lines) {
    const earlier = byText.get(line.text);
    byText.set(
      line.text,
      earlier
        ? {
            ...earlier,
            facts: [...earlier.facts, ...line.facts],
            evidence: [...earlier.evidence, ...line.evidence],
          }
        : line,
    );
  }
  return [...byText.values()];
};

const fixedLine = (text: string | undefined, language: string): Draft[] =>
  text ? [{ text, language, facts: [], evidence: [] }] : [];

/** Facts that were to be told and that no line holds: the reviewer sees them beside the sheet. */
const unsaid = (kept: readonly Fact[], sections: readonly InstructionSection[]): KeptOff[] => {
  const told = new Set(sections.flatMap((section) => section.lines.flatMap((line) => line.facts)));
  return kept
    .filter((fact) => !told.has(fact.id))
    .map((fact) => ({
      fact: fact.id,
      reason: ONLY_WHOLE.includes(fact.kind) || fact.kind === 'medication' ? 'not-for-patient' : 'too-hard',
    }));
};

const HARDEST = 3;

/** Marks the sentences whose own grade is worst, the hardest first; only those above the goal of the language. */
const hardestLines = (
  lines: readonly InstructionLine[],
  language: string,
  names: readonly string[],
): string[] =>
  lines
    .filter((line) => line.language === language && line.facts.length > 0)
    .map((line) => {
      // A sentence of two words says nothing about how hard it is to read.
      const [worst] = sentencesOf(mask(line.text, names))
        .filter((each) => words(each).length > 3)
        .map((each) => measure(language, [each], [])[0])
        .filter((each) => each !== undefined)
        .map((each) => (each.formula === 'INFLESZ' ? 65 - each.grade : each.grade - 6))
        .sort((one, other) => other - one);
      return { id: line.id, excess: worst ?? 0 };
    })
    .filter((line) => line.excess > 0)
    .sort((one, other) => other.excess - one.excess)
    .slice(0, HARDEST)
    .map((line) => line.id);

const namesToMask = (request: InstructionsRequest): string[] =>
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
  const { kept, keptOff } = selectFacts(request.facts, knowledge, {
    chart,
    date: visit.date,
    putBack: request.putBack ?? [],
  });
  const sections = ORDER.map((id): { id: string; lines: Draft[] } => {
    const facts = kept.filter((fact) => sectionOf(fact) === id);
    return {
      id,
      lines: folded(
        id === 'medicines'
          ? medicineLines(facts, chart, voices)
          : facts.map((fact) => sayFact(fact, voices)).filter((line) => line !== undefined),
      ),
    };
  });
  const hasPlan = sections.some(({ id, lines }) => PLAN.includes(id) && lines.length > 0);
  const about = [
    ...(hasPlan ? [] : fixedLine(language.sentences['noPlan'], language.language)),
    ...fixedLine(language.sentences['softwareDraft'], language.language),
  ];
  const names = namesToMask(request);
  const written = [...sections, { id: 'about', lines: about }]
    .filter((section) => section.lines.length > 0)
    .map(({ id, lines }): InstructionSection => {
      const own = lines.filter((line) => line.language === language.language).map((line) => line.text);
      return {
        id,
        title: language.sections[id] ?? id,
        lines: lines.map((line, at) => ({ id: `${id}-${String(at + 1)}`, ...line })),
        readability: measure(language.language, own, names),
      };
    });
  const all = written.flatMap((section) => section.lines);
  const ownTexts = all.filter((line) => line.language === language.language).map((line) => line.text);
  const measures = measure(language.language, ownTexts, names);
  const hardest = hardestLines(all, language.language, names);
  return {
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
    sections: written.map((section) => ({
      ...section,
      lines: section.lines.map((line) => (hardest.includes(line.id) ? { ...line, hard: true } : line)),
    })),
    readability: measures[0] ?? { grade: 0, formula: 'none' },
    measures,
    hardest,
    keptOff: [...keptOff, ...unsaid(kept, written)],
  };
};
