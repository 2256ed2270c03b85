import type { ChartMedication } from '../../contract/chart.ts';
import type { Fact } from '../../contract/fact.ts';
import type { DrugEntry } from '../../knowledge/drugs.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';

/** A medicine fact of the visit with what the lexicon makes of its name. */
export interface SaidDrug {
  readonly fact: Fact;
  readonly drug: NonNullable<Fact['drug']>;
  readonly entry: DrugEntry;
}

/** Facts about the patient that were meant as such: not a relative's, not "if it gets worse". */
export const isMeant = (fact: Fact): boolean =>
  fact.subject.role === 'patient' && fact.certainty !== 'conditional';

export const saidDrugs = (facts: readonly Fact[], { drugs }: Knowledge): SaidDrug[] =>
  facts.flatMap((fact) => {
    if (fact.kind !== 'medication' || !fact.drug || !isMeant(fact)) return [];
    const name = drugs.get(fact.drug.name)?.name ?? drugs.find(fact.drug.name)[0]?.name;
    const entry = name === undefined ? undefined : drugs.get(name);
    return entry ? [{ fact, drug: fact.drug, entry }] : [];
  });

const shareAll = (a: readonly string[], b: readonly string[]): boolean => a.every((each) => b.includes(each));

/**
 * Whether a charted medicine is the one that was said: the same ingredients, one a part of the other's combination, or
 * for a group ("blood thinner") one of its classes.
 */
export const isSame = (entry: DrugEntry, medication: ChartMedication, { drugs }: Knowledge): boolean => {
  const charted = drugs.find(medication.name).filter((mention) => !mention.isGroup);
  if (entry.isGroup)
    return charted.some((mention) => mention.classes.some((each) => entry.classes.includes(each)));
  const ingredients = charted.flatMap((mention) => mention.ingredients);
  return (
    ingredients.length > 0 &&
    (shareAll(entry.ingredients, ingredients) || shareAll(ingredients, entry.ingredients))
  );
};

const ORDERED = ['new', 'changed'];

/** Ordered in this visit, rather than reported as taken. */
export const isOrder = ({ fact, drug }: SaidDrug): boolean =>
  fact.polarity === 'affirmed' &&
  (drug.change === 'new' ||
    (ORDERED.includes(drug.change ?? '') && fact.speaker === 'clinician') ||
    (drug.change === undefined && fact.time.relation === 'future'));

export const isStopped = ({ fact, drug }: SaidDrug): boolean =>
  drug.change === 'stopped' ||
  drug.change === 'held' ||
  (fact.polarity === 'denied' && drug.change === undefined);
