import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchDialogue } from '../../shared/contract/batch.ts';
import type { Fact } from '../../shared/contract/fact.ts';
import type { InstructionLine, Instructions } from '../../shared/contract/instructions.ts';
import type { Transcript } from '../../shared/contract/transcript.ts';
import { dialogueToTranscript, draftVisit, loadDraftKnowledge } from '../../shared/draft/index.ts';
import { writeInstructions } from '../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../shared/knowledge/sheet.ts';
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

interface Measured {
  readonly english: Instructions;
  readonly spanish: Instructions;
  readonly planFacts: number;
  readonly planTold: number;
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
      figure: 'plan facts of the draft that a line of the sheet holds',
      value: share(told, facts),
      bar: '100 %',
      met: told === facts,
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
    const measured = ['aci_valid', 'primock57_dev'].map((set) => {
      const visits = readFileSync(join(shared, 'data', `${set}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((row): Measured => {
          const visit = BatchDialogue.parse(JSON.parse(row));
          const transcript = dialogueToTranscript(visit);
          const { facts } = draftVisit({ transcript, knowledge });
          const write = (language: string): Instructions =>
            writeInstructions({ facts, language, visit: {}, knowledge: words });
          const english = write('en');
          const spanish = write('es');
          const told = new Set(claims(english).flatMap((line) => line.facts));
          const plan = facts.filter(
            (fact) =>
              PLAN.includes(fact.kind) &&
              fact.subject.role === 'patient' &&
              (fact.kind !== 'medication' || fact.drug?.change),
          );
          const wrong = [...claims(english), ...claims(spanish)]
            .map((line) => unheard(line, transcript))
            .filter((found) => found.length > 0);
          return {
            english,
            spanish,
            planFacts: plan.length,
            planTold: plan.filter((fact) => told.has(fact.id)).length,
            unheard: wrong.length,
          };
        });
      say(`sheet: ${set}, ${visits.length} visits`);
      return rowsOf(set, visits);
    });
    return Promise.resolve(measured.flat());
  },
};
