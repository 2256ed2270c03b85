import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchDialogue } from '../../shared/contract/batch.ts';
import type { Fact } from '../../shared/contract/fact.ts';
import type { InstructionLine, Instructions } from '../../shared/contract/instructions.ts';
import type { Note } from '../../shared/contract/note.ts';
import type { Transcript } from '../../shared/contract/transcript.ts';
import { dialogueToTranscript, draftVisit, loadDraftKnowledge } from '../../shared/draft/index.ts';
import { writeInstructions } from '../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../shared/knowledge/sheet.ts';
import { holdsToItsSources } from '../../shared/review/own-sources.ts';
import { loadReviewKnowledge, makeVerifier, type Verifier } from '../../shared/review/index.ts';
import type { EvalPart, EvalRow } from './table.ts';

// The lexical test below shares no code with the sheet: it reads the finished lines and the words of the turns.
const NUMBER_WORDS: Readonly<Record<string, string>> = {
  1: 'one once a an single daily every each day first nightly another morning bedtime night evening',
  2: 'two twice couple second',
  3: 'three third',
  4: 'four fourth',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
  10: 'ten',
  20: 'twenty',
  30: 'thirty',
  40: 'forty',
  50: 'fifty',
  60: 'sixty',
  80: 'eighty',
  100: 'hundred',
};
const SIDES: Readonly<Record<string, string>> = {
  left: 'left',
  right: 'right',
  izquierdo: 'left',
  izquierda: 'left',
  derecho: 'right',
  derecha: 'right',
};
const DAYS: Readonly<Record<string, string>> = {
  lunes: 'monday',
  martes: 'tuesday',
  miércoles: 'wednesday',
  jueves: 'thursday',
  viernes: 'friday',
  sábado: 'saturday',
  domingo: 'sunday',
};
const ENGLISH_DAYS = new Set(Object.values(DAYS));

/** A kind of medicine is said in the sheet's language; a name is as it was said. */
const KINDS_OF_MEDICINE = new Set(
  loadSheetKnowledge()
    .terms.filter(({ kind }) => kind === 'medicine')
    .flatMap(({ say }) => Object.values(say).map((each) => each.say)),
);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}]+|\d+(?:[.,]\d+)*/gu) ?? [];

const isSpoken = (number: string, spoken: ReadonlySet<string>, text: string): boolean => {
  const bare = number.replaceAll(',', '');
  if (spoken.has(number) || spoken.has(bare) || text.replaceAll(',', '').includes(bare)) return true;
  const names = (NUMBER_WORDS[bare] ?? '').split(' ').filter(Boolean);
  if (names.some((name) => spoken.has(name))) return true;
  // A larger number said in words: its parts must all be there ("fifteen hundred", "two fifty").
  return (
    Number(bare) > 10 &&
    /\b(?:hundred|thousand|teen|fifteen|twelve|eleven|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|point|half)/.test(
      text,
    )
  );
};

/** What a line says that the turns it points to do not: numbers, sides, days, the drug of its row. */
const unheard = (line: InstructionLine, transcript: Transcript): string[] => {
  const turns = new Set(line.evidence.flatMap((each) => (each.source === 'transcript' ? [each.turn] : [])));
  const text = transcript.turns
    .filter((turn) => turns.has(turn.id))
    .map((turn) => turn.text)
    .join(' ')
    .toLowerCase();
  const spoken = new Set(wordsOf(text));
  const said = wordsOf(line.text);
  return [
    ...said.filter((word) => /^\d/.test(word) && !isSpoken(word, spoken, text)),
    ...said.filter((word) => SIDES[word] && !spoken.has(SIDES[word])),
    ...said.filter(
      (word) => (DAYS[word] && !spoken.has(DAYS[word])) || (ENGLISH_DAYS.has(word) && !spoken.has(word)),
    ),
    ...(line.medicine &&
    !KINDS_OF_MEDICINE.has(line.medicine.name) &&
    !text
      .replace(/[^\p{L}\p{N}]/gu, '')
      .includes(line.medicine.name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
      ? [line.medicine.name]
      : []),
  ];
};

const PLAN: readonly Fact['kind'][] = [
  'medication',
  'advice',
  'test',
  'referral',
  'follow-up',
  'return-precaution',
];

/**
 * The plan facts of a note: what its lines rest on that is of a plan's kind, said by the clinician about the patient; a
 * medicine counts where it changes or is to go on.
 */
const planOf = (facts: readonly Fact[], note: Note): Fact[] => {
  const noted = new Set(note.sections.flatMap((section) => section.items.flatMap((item) => item.facts)));
  return facts.filter(
    (fact) =>
      noted.has(fact.id) &&
      PLAN.includes(fact.kind) &&
      fact.subject.role === 'patient' &&
      fact.speaker === 'clinician' &&
      (fact.kind !== 'medication' || fact.drug?.change),
  );
};

/** "We talked about: …" names a matter and tells nothing of it. */
const isBareTopic = (line: InstructionLine): boolean => /^We talked about/.test(line.text);

const claims = (sheet: Instructions): InstructionLine[] =>
  sheet.sections.flatMap((section) => section.lines).filter((line) => line.facts.length > 0);
const longest = (sheet: Instructions): number =>
  Math.max(
    ...claims(sheet)
      .flatMap((line) => line.text.split(/(?<=[.!?])\s+/))
      .map((sentence) => sentence.split(/\s+/).length),
    0,
  );
const gradeBy = (sheet: Instructions, formula: string): number | undefined =>
  sheet.measures?.find((measure) => measure.formula === formula)?.grade;

/** Numbers of a fact's words that no line of the fact holds, in digits or as a word of its own ("twice" is 2 times). */
const numbersLost = (fact: Fact, lines: readonly InstructionLine[]): { all: number; lost: number } => {
  const said = new Set((fact.said ?? fact.text).match(/\d+(?:\.\d+)?/g) ?? []);
  const kept = new Set(lines.flatMap((line) => line.text.match(/\d+(?:\.\d+)?/g) ?? []));
  return { all: said.size, lost: [...said].filter((number) => !kept.has(number)).length };
};

interface PlanMeasures {
  readonly planFacts: number;
  /** Held by a line that says more than what it is about. */
  readonly planTold: number;
  readonly planNamed: number;
  /** Kept off by the clinic's rules, to be put back by hand only. */
  readonly planHidden: number;
  readonly numbers: number;
  readonly numbersLost: number;
}

const HIDDEN: readonly string[] = ['sensitive', 'other-person', 'minor'];

const planMeasures = (plan: readonly Fact[], sheet: Instructions): PlanMeasures => {
  const hidden = new Set(
    (sheet.keptOff ?? []).filter(({ reason }) => HIDDEN.includes(reason)).map(({ fact }) => fact),
  );
  const open = plan.filter((fact) => !hidden.has(fact.id));
  const linesOf = (fact: Fact): InstructionLine[] =>
    claims(sheet).filter((line) => line.facts.includes(fact.id));
  const told = open.filter((fact) => linesOf(fact).some((line) => !isBareTopic(line)));
  const numbers = told.map((fact) => numbersLost(fact, linesOf(fact)));
  return {
    planFacts: open.length,
    planTold: told.length,
    planNamed: open.filter((fact) => !told.includes(fact) && linesOf(fact).length > 0).length,
    planHidden: plan.length - open.length,
    numbers: numbers.reduce((sum, each) => sum + each.all, 0),
    numbersLost: numbers.reduce((sum, each) => sum + each.lost, 0),
  };
};

interface Verdicts {
  readonly checked: number;
  readonly contradicted: number;
  readonly unsupported: number;
}

/** What the verifier makes of the sheet's sentences, read as a note of the visit. */
const verdictsOf = (sheet: Instructions, verifier: Verifier): Verdicts => {
  const { sentences } = verifier.check(
    claims(sheet)
      .map((line) => line.text)
      .join('\n'),
  );
  const count = (verdict: string): number => sentences.filter((each) => each.verdict === verdict).length;
  return {
    checked: sentences.length - count('not-checkable'),
    contradicted: count('contradicted'),
    unsupported: count('unsupported'),
  };
};

/** Lines that the visit contradicts and that the very words they cite do not bear out: what a reader has to look at. */
const doubtedLines = (
  sheet: Instructions,
  transcript: Transcript,
  verifier: Verifier,
  reviewer: ReturnType<typeof loadReviewKnowledge>,
): InstructionLine[] =>
  claims(sheet).filter(
    (line) =>
      verifier.check(line.text).sentences.some((each) => each.verdict === 'contradicted') &&
      !holdsToItsSources(line, true, transcript.turns, reviewer),
  );

interface Measured extends PlanMeasures, Verdicts {
  readonly doubted: readonly InstructionLine[];
  readonly asSaid: number;
  readonly english: Instructions;
  readonly spanish: Instructions;
  readonly unheard: number;
}

const share = (count: number, of: number): string =>
  `${((100 * count) / Math.max(1, of)).toFixed(1)} % (${count} of ${of})`;

const rowsOf = (data: string, visits: readonly Measured[]): EvalRow[] => {
  const n = visits.length;
  const count = (holds: (visit: Measured) => boolean): number => visits.filter(holds).length;
  const sum = (value: (visit: Measured) => number): number =>
    visits.reduce((total, visit) => total + value(visit), 0);
  const easy = count(
    ({ english }) => (gradeBy(english, 'Flesch-Kincaid') ?? 99) <= 6 && (gradeBy(english, 'SMOG') ?? 99) <= 8,
  );
  const short = count(({ english }) => longest(english) <= 15);
  const spanishEasy = count(({ spanish }) => (gradeBy(spanish, 'INFLESZ') ?? 0) > 65);
  const lines = sum(({ spanish }) => claims(spanish).length);
  const inSpanish = sum(({ spanish }) => claims(spanish).filter((line) => line.language === 'es').length);
  const facts = sum((visit) => visit.planFacts);
  const told = sum((visit) => visit.planTold);
  const wrong = sum((visit) => visit.unheard);
  const lost = sum((visit) => visit.numbersLost);
  const sentences = sum((visit) => visit.checked);
  return [
    {
      figure: 'sheets at Flesch-Kincaid 6.0 and SMOG 8.0 or lower',
      value: share(easy, n),
      bar: '95 %',
      met: easy / n >= 0.95,
      data,
    },
    {
      figure: 'sheets without a sentence over 15 words',
      value: share(short, n),
      bar: '100 %',
      met: short === n,
      data,
    },
    {
      figure: `plan facts of the note told on the sheet (named only: ${String(sum((visit) => visit.planNamed))}; kept off by rule: ${String(sum((visit) => visit.planHidden))})`,
      value: share(told, facts),
      bar: '100 %',
      met: told === facts,
      data,
    },
    {
      figure: 'numbers of told plan facts that their lines leave out',
      value: share(
        lost,
        sum((visit) => visit.numbers),
      ),
      bar: '0 %',
      met: lost === 0,
      data,
    },
    {
      figure: 'sentences of the English sheets that the verifier finds contradicted; unsupported',
      value: `${share(
        sum((visit) => visit.contradicted),
        sentences,
      )}; ${share(
        sum((visit) => visit.unsupported),
        sentences,
      )}`,
      bar: '0 contradicted',
      data,
    },
    {
      figure:
        'lines of the English sheets contradicted by the visit and not borne out by the words they cite; printed as they were said',
      value: `${String(sum((visit) => visit.doubted.length))}; ${String(sum((visit) => visit.asSaid))} of ${String(
        sum(({ english }) => claims(english).length),
      )}`,
      bar: '0 contradicted',
      data,
    },
    {
      figure: 'drugs, numbers, days, sides on a sheet that its turns do not hold (en + es)',
      value: String(wrong),
      bar: '0',
      met: wrong === 0,
      data,
    },
    {
      figure: 'Spanish sheets "fairly easy" or better (INFLESZ)',
      value: share(spanishEasy, n),
      bar: '100 %',
      met: spanishEasy === n,
      data,
    },
    {
      figure: 'lines of the Spanish sheets in Spanish',
      value: share(inSpanish, lines),
      bar: '90 %',
      met: inSpanish / lines >= 0.9,
      data,
    },
  ];
};

/** The patient's sheet over the drafted visits of the dev sets. */
export const sheet: EvalPart = {
  name: 'sheet',
  run: ({ shared, say }) => {
    const knowledge = loadDraftKnowledge();
    const words = loadSheetKnowledge();
    const reviewer = loadReviewKnowledge();
    const measured = ['aci_valid', 'primock57_dev'].map((set) => {
      const visits = readFileSync(join(shared, 'data', `${set}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((row): Measured => {
          const visit = BatchDialogue.parse(JSON.parse(row));
          const transcript = dialogueToTranscript(visit);
          const { facts, note } = draftVisit({ transcript, knowledge });
          const write = (language: string): Instructions =>
            writeInstructions({ facts, language, visit: {}, knowledge: words });
          const english = write('en');
          const spanish = write('es');
          const verifier = makeVerifier(transcript.turns, undefined, reviewer);
          return {
            english,
            spanish,
            ...planMeasures(planOf(facts, note), english),
            ...verdictsOf(english, verifier),
            doubted: doubtedLines(english, transcript, verifier, reviewer),
            asSaid: claims(english).filter((line) => line.asSaid).length,
            unheard: [...claims(english), ...claims(spanish)].filter(
              (line) => unheard(line, transcript).length > 0,
            ).length,
          };
        });
      say(`sheet: ${set}, ${visits.length} visits`);
      return rowsOf(set, visits);
    });
    return Promise.resolve(measured.flat());
  },
};
