import type { SheetKnowledge, SheetLanguage, Term } from '../../knowledge/sheet.ts';
import { makePlainWords, type PatientPronoun, type PlainWords } from './plain-words.ts';
import { makeReader, sayWhole, type Part, type Reader, type Reading } from './reading.ts';
import { fill, type Slots } from './template.ts';

/** Everything a sheet in one language is said with; remembers which terms it has explained. */
export interface SheetWords {
  readonly language: SheetLanguage;
  readonly reader: Reader;
  readonly plain: PlainWords;
  readonly sentence: (name: string, slots: Slots) => string | undefined;
  /** A phrase in the sheet's language, undefined where some word of it has no curated form. */
  readonly phrase: (text: string | undefined, ...classes: Part['as'][]) => string | undefined;
  /** Terms as a list, each explained at its first use. */
  readonly list: (terms: readonly Term[], joinedBy?: 'and' | 'or') => string;
  readonly date: (iso: string) => string;
}

export const makeSheetWords = (
  language: SheetLanguage,
  knowledge: SheetKnowledge,
  pronoun: PatientPronoun,
): SheetWords => {
  const explained = new Set<string>();
  const reader = makeReader(language, knowledge);
  const lists = {
    and: new Intl.ListFormat(language.locale, { type: 'conjunction' }),
    or: new Intl.ListFormat(language.locale, { type: 'disjunction' }),
  };
  const days = new Intl.DateTimeFormat(language.locale, { dateStyle: 'long', timeZone: 'UTC' });

  const term = (of: Term): string => {
    const said = of.say[language.language];
    if (!said) return of.id;
    if (!said.explain || explained.has(of.id)) return said.say;
    explained.add(of.id);
    return fill(language.sentences['explain'], { term: said.say, meaning: said.explain }) ?? said.say;
  };
  const phrase = (text: string | undefined, ...classes: Part['as'][]): string | undefined => {
    if (!text) return undefined;
    const reading: Reading = reader.read(text);
    return sayWhole(reading, classes);
  };
  return {
    language,
    reader,
    plain: makePlainWords(knowledge, explained, pronoun),
    sentence: (name, slots) => fill(language.sentences[name], slots),
    phrase,
    list: (terms, joinedBy = 'and') => lists[joinedBy].format([...new Set(terms.map(term))]),
    date: (iso) =>
      /^\d{4}-\d{2}-\d{2}/.test(iso) ? days.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)) : iso,
  };
};
