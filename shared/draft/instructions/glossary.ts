import type { PlainTerm } from '../../contract/plain-words.ts';
import { PhraseIndex } from '../../knowledge/phrase-index.ts';
import type { Term } from '../../knowledge/sheet.ts';

/**
 * Reads the sheet's terms once; what it gives finds them in a text, each once, in the order of the text. A term that
 * is said by itself in every language helps nobody and is left out.
 */
export const makeGlossary = (terms: readonly Term[]): ((text: string) => readonly PlainTerm[]) => {
  const index = new PhraseIndex<Term>();
  for (const term of terms) for (const form of term.forms) index.add(form, term);
  return (text) => {
    const found = new Map<string, PlainTerm>();
    for (const { entry, start, end } of index.find(text)) {
      const term = text.slice(start, end);
      const { say } = entry;
      const tells = Object.values(say).some(
        (one) => one.explain !== undefined || one.say.toLowerCase() !== term.toLowerCase(),
      );
      if (tells && !found.has(entry.id)) found.set(entry.id, { term, say });
    }
    return [...found.values()];
  };
};
