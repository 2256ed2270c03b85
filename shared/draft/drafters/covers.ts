import type { DrugLexicon } from '../../knowledge/drugs.ts';
import { readQuantities, readSides, tokenise, type Language } from '../../language/index.ts';

/** What a statement says, in a form that can be looked up in another: stems, and the values that must not be lost. */
export interface Gist {
  readonly stems: ReadonlySet<string>;
  /** Medicines, numbers and sides. */
  readonly values: ReadonlySet<string>;
}

export type ReadGist = (text: string) => Gist;

export const makeGistReader =
  (language: Language, drugs: DrugLexicon): ReadGist =>
  (text) => {
    const tokens = tokenise(text);
    const stems = tokens
      .filter(({ kind, norm }) => kind === 'word' && norm.length > 1 && !language.stop.has(norm))
      .map(({ norm }) => language.stem(norm));
    const values = [
      ...drugs.find(text).map(({ name }) => `drug ${name}`),
      ...readQuantities(tokens, language)
        .filter(({ weak, kind }) => !weak && kind !== 'ordinal')
        .map(({ value }) => `number ${value}`),
      ...readSides(tokens, language).map(({ side }) => `side ${side}`),
    ];
    return { stems: new Set(stems), values: new Set(values) };
  };

/** Share of the words of a statement that must stand in others for them to tell it. Chosen by reading, not fitted. */
const ENOUGH = 0.6;

/** Whether other statements together tell all that this one does: every value, and most of its words. */
export const isCovered = (said: Gist, by: readonly Gist[]): boolean => {
  for (const value of said.values) if (!by.some(({ values }) => values.has(value))) return false;
  const found = [...said.stems].filter((stem) => by.some(({ stems }) => stems.has(stem)));
  return found.length >= said.stems.size * ENOUGH;
};
