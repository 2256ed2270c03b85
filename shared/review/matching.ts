import type { Item } from './reading.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import { keyOf, type Mention, type Spoken } from './spoken.ts';

/** A mention that can stand for an item of the note, and how fully: 1 the same word, less for a synonym. */
export interface Match {
  readonly mention: Mention;
  readonly weight: number;
}

export type Matcher = (item: Pick<Item, 'kind' | 'key'>) => readonly Match[];

const SYNONYM = 0.85;
const MOST_LEARNED = 0.8;

/** Finds mentions by word, synonym or learned association; remembers each key, since notes repeat themselves. */
export const makeMatcher = (spoken: Spoken, knowledge: ReviewKnowledge): Matcher => {
  const remembered = new Map<string, readonly Match[]>();
  const find = (item: Pick<Item, 'kind' | 'key'>): readonly Match[] => {
    const best = new Map<Mention, number>();
    const take = (key: string, weight: number): void => {
      for (const mention of spoken.byKey.get(key) ?? [])
        if ((best.get(mention) ?? 0) < weight) best.set(mention, weight);
    };
    take(keyOf(item), 1);
    if (item.kind === 'side' && item.key !== 'both') take('side:both', 0.5);
    if (item.kind === 'word') {
      for (const stems of knowledge.synonyms.of(item.key))
        for (const stem of stems) take(`word:${stem}`, SYNONYM / stems.length);
      for (const [stem, share] of knowledge.learned(item.key))
        take(`word:${stem}`, Math.min(MOST_LEARNED, 2 * share));
    }
    return [...best]
      .map(([mention, weight]) => ({ mention, weight }))
      .sort((a, b) => a.mention.position - b.mention.position);
  };
  return (item) => {
    const key = keyOf(item);
    const known = remembered.get(key);
    if (known) return known;
    const found = find(item);
    remembered.set(key, found);
    return found;
  };
};
