import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { makePhrases, type Phrases } from './phrases.ts';
import { makeStemmer, type Stemmer } from './stems.ts';

const provenance = { source: z.string(), date: z.string() };
const numberMap = z.record(z.string(), z.number());

const NumbersFile = z.object({
  ...provenance,
  ones: numberMap,
  teens: numberMap,
  tens: numberMap,
  scales: numberMap,
  ordinals: numberMap,
  fractions: numberMap,
  counts: numberMap,
  approximate: numberMap,
  months: numberMap,
  notACount: z.array(z.string()),
  units: z.record(z.string(), z.array(z.string())),
});

const SideRule = z.object({ before: z.array(z.string()), after: z.array(z.string()) });
const WordsFile = z.object({
  ...provenance,
  stop: z.string(),
  frame: z.string(),
  fillers: z.array(z.string()),
  particles: z.array(z.string()),
  yes: z.array(z.string()),
  no: z.array(z.string()),
  unsure: z.array(z.string()),
  question: z.array(z.string()),
  questionTail: z.array(z.string()),
  clauseOpeners: z.array(z.string()),
  sideNot: z.object({ right: SideRule, left: SideRule }),
  family: z.array(z.string()),
  others: z.array(z.string()),
});

const Category = z.enum(['negated', 'hedged', 'conditional', 'past']);
export type ContextCategory = z.infer<typeof Category>;
const ContextFile = z.object({
  ...provenance,
  reach: z.number().int().positive(),
  rows: z.array(
    z.object({
      category: Category,
      direction: z.enum(['forward', 'backward']),
      phrases: z.array(z.string()),
    }),
  ),
  ends: z.array(z.string()),
  pseudo: z.array(z.string()),
  pseudoKeeps: z.array(z.string()),
  answerFollows: z.array(z.string()),
});

const SynonymsFile = z.object({
  ...provenance,
  spelling: z.array(z.tuple([z.string(), z.string()])),
  groups: z.array(z.array(z.string())),
});

export interface ContextCue {
  readonly category: ContextCategory;
  readonly direction: 'forward' | 'backward';
}

/** What the pure functions of this folder know of English; made once by `loadLanguage`, then only read. */
export interface Language {
  readonly numbers: {
    readonly ones: ReadonlyMap<string, number>;
    readonly teens: ReadonlyMap<string, number>;
    readonly tens: ReadonlyMap<string, number>;
    readonly scales: ReadonlyMap<string, number>;
    readonly ordinals: ReadonlyMap<string, number>;
    readonly fractions: ReadonlyMap<string, number>;
    readonly counts: ReadonlyMap<string, number>;
    readonly approximate: ReadonlyMap<string, number>;
    readonly months: ReadonlyMap<string, number>;
    readonly notACount: ReadonlySet<string>;
    /** Written or spoken unit to its canonical form ("milligrams" to "mg"). */
    readonly units: ReadonlyMap<string, string>;
    /** Every word that a spoken number can open with: most words of a visit are none of them. */
    readonly openers: ReadonlySet<string>;
  };
  /** Words that carry no content for matching. */
  readonly stop: ReadonlySet<string>;
  /** Words that clinical notes frame statements with ("reports", "examination"); heard in no visit, so not evidence. */
  readonly frame: ReadonlySet<string>;
  readonly fillers: Phrases<true>;
  readonly particles: Phrases<true>;
  readonly answers: Phrases<'yes' | 'no' | 'unsure'>;
  readonly question: Phrases<true>;
  readonly questionTail: Phrases<true>;
  readonly clauseOpeners: Phrases<true>;
  readonly sideNot: Readonly<
    Record<'left' | 'right', { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }>
  >;
  readonly family: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
  readonly cues: Phrases<readonly ContextCue[]>;
  readonly cueEnds: Phrases<true>;
  readonly pseudoCues: Phrases<'keeps' | 'drops'>;
  readonly answerFollows: ReadonlySet<string>;
  /** How many words a forward cue reaches at most. */
  readonly reach: number;
  /** UK to US spelling, by word. */
  readonly spelling: ReadonlyMap<string, string>;
  /** Groups of words and phrases that mean nearly the same. */
  readonly synonymGroups: readonly (readonly string[])[];
  readonly stem: Stemmer;
}

const marked = (phrases: readonly string[]): Phrases<true> =>
  makePhrases(phrases.map((phrase) => [phrase, true] as const));
const mapOf = (record: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(record));
const wordsOf = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const cuesOf = (rows: z.infer<typeof ContextFile>['rows']): Phrases<readonly ContextCue[]> => {
  const byPhrase = new Map<string, ContextCue[]>();
  for (const { category, direction, phrases } of rows)
    for (const phrase of phrases) {
      const cues = byPhrase.get(phrase) ?? [];
      cues.push({ category, direction });
      byPhrase.set(phrase, cues);
    }
  return makePhrases(byPhrase);
};

const unitsOf = (units: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(units).flatMap(([canonical, forms]) => forms.map((form) => [form, canonical] as const)),
  );

const openersOf = (numbers: z.infer<typeof NumbersFile>): ReadonlySet<string> => {
  const { ones, teens, tens, scales, ordinals, fractions, counts, approximate } = numbers;
  const opening = [ones, teens, tens, scales, ordinals, fractions, counts, approximate];
  return new Set([...opening.flatMap((words) => Object.keys(words)), 'point']);
};

const sidesOf = (rule: z.infer<typeof SideRule>) => ({
  before: new Set(rule.before),
  after: new Set(rule.after),
});

const HERE = fileURLToPath(new URL('../../resources/knowledge/', import.meta.url));

/**
 * Reads `language-*.json` from the knowledge folder (the project's own by default). Rejects a malformed file by
 * throwing: these files are part of the program.
 */
export const loadLanguage = (folder: string = HERE): Language => {
  const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
  const numbers = NumbersFile.parse(read('language-numbers.json'));
  const words = WordsFile.parse(read('language-words.json'));
  const context = ContextFile.parse(read('language-context.json'));
  const synonyms = SynonymsFile.parse(read('language-synonyms.json'));
  const keeps = new Set(context.pseudoKeeps);
  return {
    numbers: {
      ones: mapOf(numbers.ones),
      teens: mapOf(numbers.teens),
      tens: mapOf(numbers.tens),
      scales: mapOf(numbers.scales),
      ordinals: mapOf(numbers.ordinals),
      fractions: mapOf(numbers.fractions),
      counts: mapOf(numbers.counts),
      approximate: mapOf(numbers.approximate),
      months: mapOf(numbers.months),
      notACount: new Set(numbers.notACount),
      units: unitsOf(numbers.units),
      openers: openersOf(numbers),
    },
    stop: wordsOf(words.stop),
    frame: wordsOf(words.frame),
    fillers: marked(words.fillers),
    particles: marked(words.particles),
    answers: makePhrases([
      ...words.yes.map((phrase) => [phrase, 'yes'] as const),
      ...words.no.map((phrase) => [phrase, 'no'] as const),
      ...words.unsure.map((phrase) => [phrase, 'unsure'] as const),
    ]),
    question: marked(words.question),
    questionTail: marked(words.questionTail),
    clauseOpeners: marked(words.clauseOpeners),
    sideNot: { left: sidesOf(words.sideNot.left), right: sidesOf(words.sideNot.right) },
    family: new Set(words.family),
    others: new Set(words.others),
    cues: cuesOf(context.rows),
    cueEnds: marked(context.ends),
    pseudoCues: makePhrases(
      context.pseudo.map((phrase) => [phrase, keeps.has(phrase) ? 'keeps' : 'drops'] as const),
    ),
    answerFollows: new Set(context.answerFollows),
    reach: context.reach,
    spelling: new Map(synonyms.spelling),
    synonymGroups: synonyms.groups,
    stem: makeStemmer(new Map(synonyms.spelling)),
  };
};
