import type { DrugEntry, DrugLexicon } from '../../knowledge/drugs.ts';
import type { IsEveryday } from './everyday.ts';
import { likeness, soundOf, type Sounded } from './likeness.ts';

export type NameKind = 'drug' | 'lab' | 'problem' | 'name' | 'term';

/** Something of this patient's chart that is likely to be said, as charted. */
export interface ChartedName {
  readonly kind: NameKind;
  readonly name: string;
}

/** A name that may have been said, as it would be written. Names of one `thing` are the same medicine or test. */
export interface KnownName extends Sounded {
  readonly kind: NameKind;
  readonly written: string;
  readonly thing: string;
  readonly source: 'chart' | 'lexicon';
  /** A trade name: shorter and odder than a generic one, so met by chance more often. */
  readonly isBrand: boolean;
}

type Unsounded = Omit<KnownName, keyof Sounded>;

/** Shorter names are met by chance in any sentence. */
const SHORTEST = { chart: 4, lexicon: 6 } as const;
const SHORTEST_PART = 6;
/** A medicine with fewer listed products is seldom said; it is known where the chart holds it. None: curated by hand. */
const LEAST_PRODUCTS = 5;
/** Likeness from which a name is another spelling of one; it would only compete with it. */
const SAME_SPELLING = 0.85;

/**
 * A name of several words is looked for by those of them that are no everyday words ("isosorbide" of the mononitrate),
 * and as a whole where none is.
 */
const partsOf = (name: string, isEveryday: IsEveryday): readonly string[] => {
  const parts = name.split(/[\s/-]+/u);
  if (parts.length === 1) return [name];
  const own = parts.filter((part) => !isEveryday(part));
  const long = own.filter((part) => part.length >= SHORTEST_PART);
  return own.length === parts.length ? [name, ...long] : long;
};

/** Names that are not the medicine's own in another spelling, as registers hold them by mistake or by country. */
const otherThan = (drug: DrugEntry, names: readonly string[]): readonly string[] => {
  const own = [drug.name, ...drug.ingredients].map(soundOf);
  return names.filter((name) => {
    const sounded = name.split(/[\s/-]+/u).map(soundOf);
    return !sounded.some((part) => own.some((main) => likeness(part, main) >= SAME_SPELLING));
  });
};

/** Every way to say a medicine. One that is not the patient's and combines others is said by its brand or its parts. */
const namesOfDrug = (
  drug: DrugEntry,
  source: KnownName['source'],
  isEveryday: IsEveryday,
): readonly Unsounded[] => {
  const generics =
    source === 'lexicon' && drug.ingredients.length > 1 ? [] : [drug.name, ...otherThan(drug, drug.synonyms)];
  const named = (name: string, isBrand: boolean): readonly Unsounded[] =>
    partsOf(name, isEveryday).map((part) => ({
      kind: 'drug',
      written: isBrand ? part : part.toLowerCase(),
      thing: drug.name,
      source,
      isBrand,
    }));
  return [
    ...generics.flatMap((name) => named(name, false)),
    ...otherThan(drug, drug.brands).flatMap((name) => named(name, true)),
  ];
};

const isSaid = ({ products }: DrugEntry): boolean => products === 0 || products >= LEAST_PRODUCTS;

/**
 * Names to compare heard words with: the chart's first, then the medicines that are commonly said and the tests. A brand
 * or a problem that is an everyday word needs no help and is left out.
 */
export const knownNames = (
  charted: readonly ChartedName[],
  drugs: DrugLexicon,
  labs: readonly string[],
  isEveryday: IsEveryday,
): readonly KnownName[] => {
  const drugsIn = ({ kind, name }: ChartedName): readonly string[] =>
    kind === 'drug' ? drugs.find(name).map((mention) => mention.name) : [];
  const chartedDrugs = new Set(charted.flatMap(drugsIn));
  const medicines = drugs.entries.filter(({ isGroup }) => !isGroup);
  const plainNames = (kind: NameKind, name: string, source: KnownName['source']): readonly Unsounded[] =>
    partsOf(name, isEveryday).map((written) => ({ kind, written, thing: name, source, isBrand: false }));

  const all: readonly Unsounded[] = [
    ...medicines
      .filter(({ name }) => chartedDrugs.has(name))
      .flatMap((drug) => namesOfDrug(drug, 'chart', isEveryday)),
    ...charted
      .filter((entry) => drugsIn(entry).length === 0)
      .flatMap(({ kind, name }) => plainNames(kind, name, 'chart')),
    ...medicines
      .filter((drug) => !chartedDrugs.has(drug.name) && isSaid(drug))
      .flatMap((drug) => namesOfDrug(drug, 'lexicon', isEveryday)),
    ...labs.flatMap((name) => plainNames('lab', name.toLowerCase(), 'lexicon')),
  ];
  const seen = new Set<string>();
  return all.flatMap((name) => {
    const sounded = soundOf(name.written);
    const needsNoHelp = isEveryday(name.written) && (name.isBrand || name.kind === 'problem');
    if (needsNoHelp || sounded.letters.length < SHORTEST[name.source] || seen.has(sounded.letters)) return [];
    seen.add(sounded.letters);
    return [{ ...name, ...sounded }];
  });
};
