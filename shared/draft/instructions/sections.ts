import type { Fact } from '../../contract/fact.ts';
import type { Matter } from './matters.ts';
import { type MedicineStatement, sayMedicine } from './medicines.ts';
import { sentencesOf } from './readability.ts';
import { placeOf } from './recast.ts';
import { type DraftLine, sayLeft, sayMatter, sayQuestions, together, type Voices } from './telling.ts';

const ORDER = ['why', 'found', 'medicines', 'home', 'tests', 'next', 'call', 'questions', 'choices'] as const;

/** A part of the sheet before its lines have ids. */
export interface DraftSection {
  readonly id: string;
  readonly lines: readonly DraftLine[];
}

const medicineLines = (statements: readonly MedicineStatement[], { own, english }: Voices): DraftLine[] =>
  statements.map((statement) => {
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

/** A word that was explained the first time is the same word. */
const bare = (text: string): string => text.replace(/ \([^)]*\)/g, '').toLowerCase();

/** Lines whose every sentence an earlier line of the section has said are one line with the evidence of both. */
const folded = (lines: readonly DraftLine[]): DraftLine[] => {
  const kept: DraftLine[] = [];
  for (const line of lines) {
    const sentences = sentencesOf(bare(line.text));
    const at = kept.findIndex((earlier) => {
      const said = sentencesOf(bare(earlier.text));
      return !line.medicine === !earlier.medicine && sentences.every((each) => said.includes(each));
    });
    const earlier = kept[at];
    if (!earlier) kept.push(line);
    else
      kept[at] = {
        ...earlier,
        facts: [...earlier.facts, ...line.facts],
        evidence: [...earlier.evidence, ...line.evidence],
      };
  }
  return kept;
};

const isQuestion = ({ fact }: Matter): boolean => fact.kind === 'question';

const sectionOf = (
  id: string,
  matters: readonly Matter[],
  medicines: readonly MedicineStatement[],
  voices: Voices,
): DraftSection => {
  const placed = matters.filter(({ fact }) => placeOf(fact, voices.cues) === id);
  const rows = id === 'medicines' ? medicineLines(medicines, voices) : [];
  const questions = sayQuestions(placed.filter(isQuestion), voices);
  const lines = placed.flatMap((matter) => {
    const line = isQuestion(matter) ? undefined : sayMatter(matter, voices);
    if (!line) return [];
    (line.language === voices.own.language.language ? voices.own : voices.english).settle(line.text);
    return [line];
  });
  return { id, lines: folded([...rows, ...lines, ...questions]) };
};

/** Speech that was taken apart, of which nothing was told, is whole again: half a plan misleads. */
const wholeAgain = (left: readonly Matter[], facts: readonly Fact[]): Matter[] => {
  const seen = new Set<string>();
  return left.flatMap((matter) => {
    const fact = facts.find(({ id }) => id === matter.facts[0]);
    if (!fact || matter.facts.length > 1 || matter.fact.said === fact.said) return [matter];
    if (seen.has(fact.id)) return [];
    seen.add(fact.id);
    return [{ fact: { ...fact, kind: matter.filed ?? matter.fact.kind }, facts: [fact.id] }];
  });
};

/** The parts of the sheet in the order of the page; what no sentence tells stands last in its part, in the words said. */
export const composeSections = (
  matters: readonly Matter[],
  medicines: readonly MedicineStatement[],
  facts: readonly Fact[],
  voices: Voices,
): DraftSection[] => {
  const sections = ORDER.map((id) => sectionOf(id, matters, medicines, voices));
  const told = new Set(sections.flatMap(({ lines }) => lines.flatMap((line) => line.facts)));
  const left = wholeAgain(
    matters.filter((matter) => !isQuestion(matter) && !matter.facts.some((id) => told.has(id))),
    facts,
  );
  return sections.map(({ id, lines }) => {
    const said = left
      .filter(({ fact }) => placeOf(fact, voices.cues) === id)
      .flatMap((matter) => sayLeft(matter, voices) ?? []);
    return { id, lines: [...lines, ...together(folded(said), voices)] };
  });
};
