import type { Language } from './language.ts';
import { tokenise } from './tokens.ts';

/** Which stems may stand for which: "abdomen" for "belly", "hypertens" for "blood" with "pressur". */
export interface Synonyms {
  /** Alternatives of a stem: each a list of stems that together mean the same; empty where none is known. */
  readonly of: (stem: string) => readonly (readonly string[])[];
}

/** Built once from the synonym groups; a phrase of stop words only is left out. */
export const makeSynonyms = (language: Language): Synonyms => {
  const known = new Map<string, (readonly string[])[]>();
  const stemsOf = (phrase: string): readonly string[] =>
    tokenise(phrase)
      .filter((token) => token.kind !== 'mark' && !language.stop.has(token.norm))
      .map((token) => language.stem(token.norm));
  for (const group of language.synonymGroups) {
    const members = group.map(stemsOf).filter((stems) => stems.length > 0);
    for (const member of members) {
      const [only, ...rest] = member;
      if (only === undefined || rest.length > 0) continue;
      const others = members.filter((other) => !(other.length === 1 && other[0] === only));
      known.set(only, [...(known.get(only) ?? []), ...others]);
    }
  }
  return { of: (stem) => known.get(stem) ?? [] };
};
