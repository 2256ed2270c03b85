import { z } from 'zod';
import { knowledgeFolder, readKnowledge } from './folder.ts';
import { PhraseIndex, tokens } from './phrase-index.ts';

const head = { source: z.string().min(1), date: z.iso.date() };
const DerivedDrugs = z.object({
  ...head,
  rows: z.array(
    z.object({
      name: z.string(),
      ingredients: z.array(z.string()).min(1),
      brands: z.array(z.string()),
      classes: z.array(z.string()),
      routes: z.array(z.string()),
      strengths: z.record(z.string(), z.array(z.string())),
      products: z.number(),
    }),
  ),
});
const AddedDrugs = z.object({
  ...head,
  rows: z.array(
    z.strictObject({
      name: z.string(),
      ingredients: z.array(z.string()).min(1).optional(),
      /** Other generic names, spellings and lay names of the very same medicine. */
      synonyms: z.array(z.string()).optional(),
      brands: z.array(z.string()).optional(),
      classes: z.array(z.string()).optional(),
      /** Names in drugs.json that are the same medicine and are read as this one. */
      folds: z.array(z.string()).optional(),
      source: z.string().min(1),
      date: z.iso.date(),
    }),
  ),
});
const DrugGroups = z.object({
  ...head,
  rows: z.array(
    z.strictObject({ name: z.string(), words: z.array(z.string()), classes: z.array(z.string()) }),
  ),
});
const StopWords = z.object({
  ...head,
  rows: z.array(z.strictObject({ word: z.string(), why: z.string() })),
});

/** One medicine, or a group of them as people say it ("blood thinner"). Classes are FDA class names (EPC). */
export interface DrugEntry {
  readonly name: string;
  readonly isGroup: boolean;
  readonly ingredients: readonly string[];
  readonly synonyms: readonly string[];
  readonly brands: readonly string[];
  readonly classes: readonly string[];
  readonly routes: readonly string[];
  /** By coarse dose form: `{ tablet: ['500 mg', …] }`; empty where only the curated list knows the medicine. */
  readonly strengths: Readonly<Record<string, readonly string[]>>;
  /** Listed products: a rough measure of how common it is. */
  readonly products: number;
}

export interface DrugMention {
  /** Canonical generic ("metformin", "hydrocodone-acetaminophen") or the group's name. */
  readonly name: string;
  /** As it stands in the text, `[start, end)` in UTF-16 code units. */
  readonly matched: string;
  readonly start: number;
  readonly end: number;
  readonly isBrand: boolean;
  readonly isGroup: boolean;
  readonly ingredients: readonly string[];
  readonly classes: readonly string[];
}

export interface DrugLexicon {
  /** Every medicine and group named in running text, in order; one pass over the text. */
  find(text: string): DrugMention[];
  /** The medicine whose whole name (generic, synonym or brand) this is. */
  get(name: string): DrugEntry | undefined;
  readonly entries: readonly DrugEntry[];
}

interface Named {
  readonly drug: DrugEntry;
  readonly isBrand: boolean;
}

const unique = (items: readonly string[]): string[] => [...new Set(items)];

type Derived = z.infer<typeof DerivedDrugs>['rows'][number];
type Added = z.infer<typeof AddedDrugs>['rows'][number];

const merge = (added: Added, derived: readonly Derived[]): DrugEntry => ({
  name: added.name,
  isGroup: false,
  ingredients: added.ingredients ?? [added.name],
  synonyms: unique([
    ...(added.synonyms ?? []),
    ...derived.map((row) => row.name).filter((name) => name !== added.name),
  ]),
  brands: unique([...(added.brands ?? []), ...derived.flatMap((row) => row.brands)]),
  classes: unique([...derived.flatMap((row) => row.classes), ...(added.classes ?? [])]),
  routes: unique(derived.flatMap((row) => row.routes)),
  strengths: Object.fromEntries(
    unique(derived.flatMap((row) => Object.keys(row.strengths))).map((form) => [
      form,
      unique(derived.flatMap((row) => row.strengths[form] ?? [])),
    ]),
  ),
  products: derived.reduce((sum, row) => sum + row.products, 0),
});

const setKey = (ingredients: readonly string[]): string => [...new Set(ingredients)].sort().join('|');

const joinRows = (derived: readonly Derived[], added: readonly Added[]): DrugEntry[] => {
  const folded = new Map(added.flatMap((row) => (row.folds ?? []).map((name) => [name, row.name] as const)));
  const renamed = derived.map((row) => ({
    ...row,
    ingredients: row.ingredients.map((name) => folded.get(name) ?? name),
  }));
  const byKey = new Map<string, Derived[]>();
  for (const row of renamed) {
    const key = setKey(row.ingredients);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const taken = new Set<Derived>();
  const curated = added.map((row) => {
    const same = byKey.get(setKey(row.ingredients ?? [row.name])) ?? [];
    same.forEach((each) => taken.add(each));
    return merge(row, same);
  });
  return [
    ...curated,
    ...renamed
      .filter((row) => !taken.has(row))
      .map((row) => ({ ...row, isGroup: false, synonyms: [] as string[] })),
  ];
};

/** A combination is also said with its parts the other way round. */
const writtenNames = (drug: DrugEntry): string[] =>
  drug.ingredients.length === 2
    ? [drug.name, [...drug.ingredients].join('-'), [...drug.ingredients].reverse().join('-')]
    : [drug.name];

const phraseKey = (text: string): string =>
  tokens(text)
    .map((token) => token.key)
    .join(' ');

/**
 * Reads drugs.json, drugs-added.json, drug-groups.json and drug-stop-words.json (about 20 ms). Throws where a file does not fit: that
 * is a fault of the build.
 */
export const loadDrugs = (folder: string = knowledgeFolder()): DrugLexicon => {
  const derived = readKnowledge(folder, 'drugs.json', DerivedDrugs).rows;
  const added = readKnowledge(folder, 'drugs-added.json', AddedDrugs).rows;
  const groups = readKnowledge(folder, 'drug-groups.json', DrugGroups).rows;
  const stops = new Set(
    readKnowledge(folder, 'drug-stop-words.json', StopWords).rows.map((row) => phraseKey(row.word)),
  );
  const drugs = joinRows(derived, added);
  const index = new PhraseIndex<Named>();
  const name = (phrase: string, drug: DrugEntry, isBrand: boolean): void => {
    if (!stops.has(phraseKey(phrase))) index.add(phrase, { drug, isBrand });
  };
  const curated = drugs.slice(0, added.length);
  const rest = drugs.slice(added.length);
  // The first to claim a name keeps it: generics before brands, curated rows before derived ones, common before rare.
  for (const drug of [...curated, ...rest])
    writtenNames(drug).forEach((phrase) => {
      name(phrase, drug, false);
    });
  for (const drug of curated)
    drug.synonyms.forEach((phrase) => {
      name(phrase, drug, false);
    });
  const common = [...rest].sort((a, b) => b.products - a.products);
  for (const drug of [...curated, ...common])
    drug.brands.forEach((phrase) => {
      name(phrase, drug, true);
    });
  const grouped = groups.map((group) => ({
    name: group.name,
    isGroup: true,
    ingredients: [],
    synonyms: group.words,
    brands: [],
    classes: group.classes,
    routes: [],
    strengths: {},
    products: 0,
  }));
  for (const group of grouped)
    [group.name, ...group.synonyms].forEach((phrase) => index.add(phrase, { drug: group, isBrand: false }));
  return {
    entries: [...drugs, ...grouped],
    get: (text) => index.get(text)?.drug,
    find: (text) =>
      index.find(text).map(({ entry: { drug, isBrand }, start, end }) => ({
        name: drug.name,
        matched: text.slice(start, end),
        start,
        end,
        isBrand,
        isGroup: drug.isGroup,
        ingredients: drug.ingredients,
        classes: drug.classes,
      })),
  };
};
