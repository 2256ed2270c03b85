import type { Moment } from '../../contract/instructions.ts';
import { PhraseIndex, tokens } from '../../knowledge/phrase-index.ts';
import type { Phrase, SheetKnowledge, SheetLanguage, Term } from '../../knowledge/sheet.ts';

/** A stretch of a fact's English that has a curated form in the sheet's language. Offsets are UTF-16, `end` exclusive. */
export interface Part {
  readonly as: Phrase['as'] | 'term' | 'filler';
  readonly say: string;
  readonly start: number;
  readonly end: number;
  readonly term?: Term;
  readonly moments: readonly Moment[];
}

export interface Reading {
  readonly parts: readonly Part[];
  /** Words no rule knows. Only a reading without residue may be said in another language. */
  readonly residue: readonly string[];
}

const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const NUMBER = `(\\d+(?:[.,]\\d+)?|${NUMBER_WORDS.join('|')})`;
const digits = (word: string): string => {
  const at = NUMBER_WORDS.indexOf(word.toLowerCase());
  return at < 0 ? word : String(at);
};

interface Rule {
  readonly phrase: Phrase;
  readonly pattern: RegExp;
}

type Units = SheetLanguage['units'];

/** What `{u}` may be; amounts are named. */
const TIMES = ['minute', 'hour', 'day', 'week', 'month', 'year'];

/** Units by their English forms: "week", "weeks". */
const unitsByForm = (english: Units): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(english).flatMap(([unit, [one, many]]) => [
      [one, unit],
      [many, unit],
    ]),
  );

const lastNumber = (text: string): string | undefined => text.match(/\d+(?:[.,]\d+)?/g)?.at(-1);

/**
 * `{1}` is what the first `{n}` or `{u}` found: a number in digits, or a unit as one or many by the number before it.
 * `{~1}` is "a few" of the unit, `{tablet}` the unit of that name.
 */
const fillIn = (
  phrase: Phrase,
  match: RegExpMatchArray,
  units: Units,
  forms: ReadonlyMap<string, string>,
): string => {
  const unit = (name: string, before: string, few: boolean): string => {
    const [one, many, some] = units[name] ?? [name, name, name];
    if (few) return some;
    return [undefined, '1'].includes(lastNumber(before)) && !/\d+ \S+ \d+/.test(before) ? one : many;
  };
  return phrase.say
    .split(/(\{[^}]+\})/)
    .reduce((said, piece) => {
      const [, few, slot] = /^\{(~?)(\w+)\}$/.exec(piece) ?? [];
      if (slot === undefined) return said + piece;
      const found = /^\d+$/.test(slot) ? (match[Number(slot)] ?? '').toLowerCase() : slot;
      const name = forms.get(found) ?? (units[found] ? found : undefined);
      return said + (name ? unit(name, said, few === '~') : digits(found));
    }, '')
    .trim();
};

/** The phrase rules, terms and fillers of one language, made once per sheet. */
export interface Reader {
  readonly read: (text: string) => Reading;
}

export const makeReader = (language: SheetLanguage, knowledge: SheetKnowledge): Reader => {
  const forms = unitsByForm(knowledge.languages['en']?.units ?? {});
  const unit = `(${[...forms]
    .filter(([, name]) => TIMES.includes(name))
    .map(([form]) => form)
    .sort((one, other) => other.length - one.length)
    .join('|')})`;
  const rules: Rule[] = language.phrases.map((phrase) => ({
    phrase,
    // A phrase ends where its word ends, so that "in 2" is not found in "in 25".
    pattern: new RegExp(
      `(?:${phrase.match.replaceAll('{n}', NUMBER).replaceAll('{u}', unit)})(?![\\p{L}\\p{N}])`,
      'iuy',
    ),
  }));
  const terms = new PhraseIndex<Term>();
  for (const term of knowledge.terms) {
    if (term.say[language.language]) for (const form of term.forms) terms.add(form, term);
  }
  const fillers = new PhraseIndex<true>();
  for (const filler of knowledge.wording.fillers) fillers.add(filler, true);

  const phraseAt = (text: string, at: number): Part | undefined => {
    let best: Part | undefined;
    for (const { phrase, pattern } of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      const end = at + (match?.[0].length ?? 0);
      if (match && end > (best?.end ?? at)) {
        best = {
          as: phrase.as,
          say: fillIn(phrase, match, language.units, forms),
          start: at,
          end,
          moments: phrase.moments ?? [],
        };
      }
    }
    return best;
  };

  const read = (text: string): Reading => {
    const parts: Part[] = [];
    const residue: string[] = [];
    const termsFound = new Map(terms.find(text).map((match) => [match.start, match]));
    const fillersFound = new Map(fillers.find(text).map((match) => [match.start, match]));
    let at = 0;
    for (const token of tokens(text)) {
      if (token.start < at) continue;
      const term = termsFound.get(token.start);
      const phrase = phraseAt(text, token.start);
      const said = term?.entry.say[language.language];
      const filler = fillersFound.get(token.start);
      // The longest wins: "the rest of your history" is no advice to rest.
      if (filler && filler.end > Math.max(phrase?.end ?? 0, term?.end ?? 0))
        parts.push({ as: 'filler', say: '', start: filler.start, end: filler.end, moments: [] });
      else if (phrase && phrase.end >= (term?.end ?? 0)) parts.push(phrase);
      else if (term && said) {
        parts.push({
          as: 'term',
          say: said.say,
          start: term.start,
          end: term.end,
          term: term.entry,
          moments: [],
        });
      } else if (filler)
        parts.push({ as: 'filler', say: '', start: filler.start, end: filler.end, moments: [] });
      else {
        residue.push(text.slice(token.start, token.end));
        at = token.end;
        continue;
      }
      at = parts.at(-1)?.end ?? token.end;
    }
    return { parts, residue };
  };
  return { read };
};

/** The phrases of some classes, joined; undefined where the text holds anything else that is not a filler. */
export const sayWhole = (reading: Reading, classes: readonly Part['as'][]): string | undefined => {
  const said = reading.parts.filter((part) => part.as !== 'filler');
  if (reading.residue.length || !said.length || said.some((part) => !classes.includes(part.as)))
    return undefined;
  return said.map((part) => part.say).join(', ');
};
