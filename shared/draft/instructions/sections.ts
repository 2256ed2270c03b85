import type { Fact } from '../../contract/fact.ts';
import type { Matter } from './matters.ts';
import type { MedicineStatement } from './medicine-statement.ts';
import { sayMedicine } from './say-medicine.ts';
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

const withEvidenceOf = (line: DraftLine, other: DraftLine): DraftLine => ({
  ...line,
  facts: [...line.facts, ...other.facts],
  evidence: [...line.evidence, ...other.evidence],
});

/** What the first says, and what the second says besides. */
const textOfBoth = (first: string, second: string): string => {
  const said = sentencesOf(bare(first));
  return [first, ...sentencesOf(second).filter((each) => !said.includes(bare(each)))].join(' ');
};

/** Lines of which one says every sentence of the other are one line, the longer, with the evidence of both. */
const folded = (lines: readonly DraftLine[]): DraftLine[] => {
  const kept: DraftLine[] = [];
  for (const line of lines) {
    const sentences = sentencesOf(bare(line.text));
    const isSaidIn = (some: readonly string[], all: readonly string[]): boolean =>
      some.every((each) => all.includes(each));
    const at = kept.findIndex((earlier) => {
      const said = sentencesOf(bare(earlier.text));
      const isOne = isSaidIn(sentences, said) || (!line.medicine && isSaidIn(said, sentences));
      return isOne && !line.medicine === !earlier.medicine && line.language === earlier.language;
    });
    const earlier = kept[at];
    if (!earlier) kept.push(line);
    else kept[at] = withEvidenceOf({ ...earlier, text: textOfBoth(earlier.text, line.text) }, line);
  }
  return kept;
};

const isQuestion = ({ fact }: Matter): boolean => fact.kind === 'question';

interface Spoken {
  readonly id: string;
  readonly line: DraftLine;
}

/** The lines of all matters in the order of the page, each with the part it stands in. */
const spokenOf = (matters: readonly Matter[], voices: Voices): Spoken[] =>
  ORDER.flatMap((id) =>
    matters
      .filter((matter) => !isQuestion(matter) && placeOf(matter.fact, voices.cues) === id)
      .flatMap((matter) => {
        const said = sayMatter(matter, voices);
        if (!said) return [];
        const { line, place } = said;
        (line.language === voices.own.language.language ? voices.own : voices.english).settle(line.text);
        // What was only thought about stays a choice, however it is said.
        return [{ id: id === 'choices' ? id : (place ?? id), line }];
      }),
  );

/** What a template names behind its fixed words; undefined where the text is not made by it. */
const namedBy = (template: string | undefined, text: string): string | undefined => {
  const [before, after] = template?.split('{what}') ?? [];
  if (before === undefined || after === undefined) return undefined;
  return text.startsWith(before) && text.endsWith(after)
    ? bare(text.slice(before.length, text.length - after.length))
    : undefined;
};

/** Templates that only name a test or a visit, or say that there may be one. */
const NAMES_ONLY = ['choice', 'testMaybe'] as const;

/** The lines without one that says less, whose evidence goes to the one that says it too. One that has taken in another stays. */
const foldedInto = (
  lines: readonly Spoken[],
  lesser: Spoken,
  into: Spoken | undefined,
): readonly Spoken[] => {
  if (!into || !lines.includes(lesser)) return lines;
  const whole = { ...into, line: withEvidenceOf(into.line, lesser.line) };
  return lines.filter((one) => one !== lesser).map((one) => (one === into ? whole : one));
};

/** What is told for certain is not told as possible too: "You may have: diabetes" beside "You have: diabetes". */
const withoutDoubled = (spoken: readonly Spoken[], { own, english }: Voices): readonly Spoken[] => {
  const named = ({ line }: Spoken, name: 'have' | 'mayHave'): string | undefined =>
    namedBy(own.language.sentences[name], line.text) ?? namedBy(english.language.sentences[name], line.text);
  return spoken.reduce((kept, each) => {
    const maybe = named(each, 'mayHave');
    const into = kept.find((one) => maybe !== undefined && named(one, 'have')?.includes(maybe));
    return foldedInto(kept, each, into);
  }, spoken);
};

/** Statements that say no more than that there is some test. */
const SAYS_LITTLE = ['orderTest', 'orderTests'] as const;

/** A line that says less than another of the tests joins it: "We will order a test" beside the test by its name. */
const withoutLesser = (spoken: readonly Spoken[], { own }: Voices): readonly Spoken[] => {
  const { sentences } = own.language;
  return spoken.reduce((kept, each) => {
    const { text } = each.line;
    const named = NAMES_ONLY.map((name) => namedBy(sentences[name], text)).find(Boolean);
    const says = SAYS_LITTLE.some((name) => sentences[name] === text);
    const into = kept.find(
      (other) =>
        other !== each &&
        other.id === 'tests' &&
        (named
          ? bare(other.line.text).includes(named)
          : says && !SAYS_LITTLE.some((name) => sentences[name] === other.line.text)),
    );
    return foldedInto(kept, each, into);
  }, spoken);
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
  const spoken = withoutLesser(withoutDoubled(spokenOf(matters, voices), voices), voices);
  const questions = sayQuestions(matters.filter(isQuestion), voices);
  const sections = ORDER.map((id): DraftSection => {
    const lines = spoken.filter((each) => each.id === id).map(({ line }) => line);
    const rows = id === 'medicines' ? medicineLines(medicines, voices) : [];
    return { id, lines: folded([...rows, ...lines, ...(id === 'questions' ? questions : [])]) };
  });
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
