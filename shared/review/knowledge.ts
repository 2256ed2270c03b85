import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { loadDrugs, type DrugLexicon } from '../knowledge/drugs.ts';
import {
  loadLanguage,
  makePhrases,
  makeSynonyms,
  type Language,
  type Phrases,
  type Synonyms,
} from '../language/index.ts';

const provenance = { source: z.string(), date: z.string() };

const WordsFile = z.object({
  ...provenance,
  /** Rarity of a stem that the file does not list. */
  unknown: z.number(),
  rarity: z.record(z.string(), z.number()),
  learned: z.record(z.string(), z.record(z.string(), z.number())),
});

const Detector = z.object({
  bias: z.number(),
  /** A sentence is flagged from this score (log odds) on. */
  threshold: z.number(),
  /** Each feature counts as weight times (value - mean) / scale. */
  features: z.record(z.string(), z.object({ weight: z.number(), mean: z.number(), scale: z.number() })),
});
export type Detector = z.infer<typeof Detector>;
export const DetectorName = z.enum(['finding', 'negation', 'number', 'drug', 'side']);
export type DetectorName = z.infer<typeof DetectorName>;
const ModelFile = z.object({ ...provenance, detectors: z.record(DetectorName, Detector) });
export type ReviewModel = z.infer<typeof ModelFile>;

const RulesFile = z.object({
  ...provenance,
  headings: z.string(),
  /** Recogniser confidence under which a medicine, number or side is uncertain. */
  uncertainBelow: z.number(),
  /** Words for the same relative, a line each. */
  relatives: z.array(z.string()),
  /** Words that say when, by what could stand in their place. */
  times: z.array(z.array(z.string())),
  omissions: z.array(
    z.object({
      kind: z.string(),
      rank: z.number(),
      speaker: z.enum(['any', 'clinician']),
      phrases: z.array(z.string()),
    }),
  ),
});
export interface OmissionRule {
  readonly kind: string;
  readonly rank: number;
  readonly speaker: 'any' | 'clinician';
}

/** "last week", as it is written, and the group of words that could stand in its place. */
export interface TimeWord {
  readonly phrase: string;
  readonly group: number;
}

/** What the verifier knows; made once, then only read. */
export interface ReviewKnowledge {
  readonly language: Language;
  readonly drugs: DrugLexicon;
  readonly synonyms: Synonyms;
  readonly rarity: (stem: string) => number;
  /** Spoken stems that notes write as this stem, with their share. */
  readonly learned: (stem: string) => readonly (readonly [string, number])[];
  readonly model: ReviewModel;
  readonly headingWords: ReadonlySet<string>;
  readonly frameStems: ReadonlySet<string>;
  readonly uncertainBelow: number;
  /** One word for each relative, whatever they are called. */
  readonly relative: ReadonlyMap<string, string>;
  /** Words that say when, with the number of their group. */
  readonly times: Phrases<TimeWord>;
  readonly omissions: Phrases<OmissionRule>;
}

const HERE = fileURLToPath(new URL('../../resources/knowledge/', import.meta.url));

const NOTHING: readonly (readonly [string, number])[] = [];

/**
 * Reads `review-*.json`, the language and the medicines from the knowledge folder (the project's own by default).
 * Throws on a malformed file: these files are part of the program.
 */
export const loadReviewKnowledge = (
  folder: string = HERE,
  language: Language = loadLanguage(folder),
  drugs: DrugLexicon = loadDrugs(folder),
): ReviewKnowledge => {
  const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
  const words = WordsFile.parse(read('review-words.json'));
  const rules = RulesFile.parse(read('review-rules.json'));
  const rarity = new Map(Object.entries(words.rarity));
  const learned = new Map(
    Object.entries(words.learned).map(([stem, row]) => [stem, Object.entries(row)] as const),
  );
  return {
    language,
    drugs,
    synonyms: makeSynonyms(language),
    rarity: (stem) => rarity.get(stem) ?? words.unknown,
    learned: (stem) => learned.get(stem) ?? NOTHING,
    model: ModelFile.parse(read('review-model.json')),
    headingWords: new Set(rules.headings.split(' ')),
    frameStems: new Set([...language.frame].map(language.stem)),
    uncertainBelow: rules.uncertainBelow,
    relative: new Map(
      rules.relatives.flatMap((line) =>
        line.split(' ').map((word, _, [first = word]) => [word, first] as const),
      ),
    ),
    times: makePhrases(
      rules.times.flatMap((phrases, group) => phrases.map((phrase) => [phrase, { phrase, group }] as const)),
    ),
    omissions: makePhrases(
      rules.omissions.flatMap(({ phrases, ...rule }) => phrases.map((phrase) => [phrase, rule] as const)),
    ),
  };
};
