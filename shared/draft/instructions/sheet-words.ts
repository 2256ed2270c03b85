import { PhraseIndex } from '../../knowledge/phrase-index.ts';
import type { SheetKnowledge, SheetLanguage, Term } from '../../knowledge/sheet.ts';
import { makeOwnWords, type OwnWords } from './own-words.ts';
import type { PatientPronoun } from './person.ts';
import { makePlainWords, type PlainWords, words } from './plain-words.ts';
import { makeReader, sayWhole, type Part, type Reader, type Reading } from './reading.ts';
import { capitalise, fill, type Slots } from './template.ts';

/** Everything a sheet in one language is said with; remembers which terms it has explained. */
export interface SheetWords {
  readonly language: SheetLanguage;
  readonly reader: Reader;
  readonly plain: PlainWords;
  readonly own: OwnWords;
  readonly sentence: (name: string, slots: Slots) => string | undefined;
  /** A phrase in the sheet's language, undefined where some word of it has no curated form. */
  readonly phrase: (text: string | undefined, ...classes: Part['as'][]) => string | undefined;
  /** A medicine by its name as it was said; a kind of medicine ("antibiotics") in the sheet's language. */
  readonly medicine: (name: string) => string;
  /** The medicines that a text lists and nothing else; undefined where it holds other words. */
  readonly medicines: (text: string) => string | undefined;
  /** Terms as a list, each explained until it was once, where the list stays short. */
  readonly list: (terms: readonly Term[], joinedBy?: 'and' | 'or') => string;
  /** A line that is printed: what it explains is not explained again. */
  readonly settle: (text: string) => void;
  readonly date: (iso: string) => string;
}

/** With the words of its sentence, a list of so many stays under the longest sentence. */
const MOST_WORDS_OF_LIST = 11;

/** What may stand between the names of a list. */
const LISTS_ONLY =
  /^(?:\s|,|\b(?:and|or|even|some|a|an|the|like|called|something|things|medicines?|medications?|tablets?|pills?)\b)*$/i;

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
  const kinds = new PhraseIndex<Term>();
  for (const each of knowledge.terms.filter(({ kind }) => kind === 'medicine'))
    for (const form of each.forms) kinds.add(form, each);
  const days = new Intl.DateTimeFormat(language.locale, { dateStyle: 'long', timeZone: 'UTC' });

  const glossed = (of: Term): string => {
    const said = of.say[language.language];
    if (!said) return of.id;
    if (!said.explain || explained.has(of.id)) return said.say;
    return fill(language.sentences['explain'], { term: said.say, meaning: said.explain }) ?? said.say;
  };
  const medicine = (name: string): string => kinds.get(name)?.say[language.language]?.say ?? name;
  const named = (of: Term): string => of.say[language.language]?.say ?? of.id;
  const phrase = (text: string | undefined, ...classes: Part['as'][]): string | undefined => {
    if (!text) return undefined;
    const reading: Reading = reader.read(text);
    return sayWhole(reading, classes);
  };
  return {
    language,
    reader,
    plain: makePlainWords(knowledge, explained),
    own: makeOwnWords(knowledge.wording, pronoun),
    sentence: (name, slots) => {
      const said = fill(language.sentences[name], slots);
      return said && capitalise(said);
    },
    phrase,
    list: (terms, joinedBy = 'and') => {
      const list = (say: (term: Term) => string): string =>
        lists[joinedBy].format([...new Set(terms.map(say))]);
      const whole = list(glossed);
      return words(whole).length > MOST_WORDS_OF_LIST ? list(named) : whole;
    },
    medicines: (text) => {
      const found = knowledge.drugs.find(text);
      const rest = found.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
      if (!found.length || !LISTS_ONLY.test(rest)) return undefined;
      const names = [...new Set(found.map(({ matched }) => medicine(matched)))];
      return lists[/\bor\b/i.test(rest) ? 'or' : 'and'].format(names);
    },
    medicine,
    settle: (text) => {
      for (const { id, say } of knowledge.terms) {
        const meaning = say[language.language]?.explain;
        if (meaning && text.includes(`(${meaning})`)) explained.add(id);
      }
    },
    date: (iso) =>
      /^\d{4}-\d{2}-\d{2}/.test(iso) ? days.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)) : iso,
  };
};
