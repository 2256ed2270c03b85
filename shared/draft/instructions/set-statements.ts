import type { SheetKnowledge, TermKind } from '../../knowledge/sheet.ts';
import type { Part } from './reading.ts';
import type { SheetWords } from './sheet-words.ts';
import type { Slots } from './template.ts';

/** A statement that is said in set ways ("I'll send it to your pharmacy"), by the names of the sentences that tell it. */
export interface SetStatement {
  readonly pattern: RegExp;
  /** The first of them whose every slot was said is used. */
  readonly say: readonly string[];
  /** The part of the sheet that a sentence of `say` belongs to, where it has one of its own. */
  readonly placeOf: (name: string) => string | undefined;
}

const SHORTHAND = /\{(\w+)\}/g;

/** The statements of the wording file, made once per sheet; `{we}` in a pattern stands for its shorthand. A pattern is for all of a statement. */
export const makeSetStatements = ({ wording }: SheetKnowledge): SetStatement[] =>
  wording.statements.map(({ match, say }) => ({
    pattern: new RegExp(
      `^(?:${match.replace(SHORTHAND, (_, name: string) => `(?:${wording.shorthand[name] ?? name})`)})[.,!]*$`,
      'iu',
    ),
    say,
    placeOf: (name) => wording.places[name],
  }));

/** Phrases that a slot of this name may hold. */
const PHRASES: Readonly<Record<string, readonly Part['as'][]>> = {
  when: ['when'],
  duration: ['how-long'],
  often: ['how-often'],
  amount: ['amount'],
};
/** Terms that a slot of this name may hold. */
const TERMS: Readonly<Record<string, readonly TermKind[]>> = {
  who: ['specialty', 'who', 'treatment'],
  what: ['test', 'measure', 'treatment', 'plain', 'symptom', 'condition', 'medicine'],
  test: ['test'],
  aid: ['aid'],
  food: ['food'],
  where: ['body'],
  advice: ['advice'],
};

/** A slot's words in the sheet's language; undefined where some word of them has no form in it. */
const sayIn = (slot: string, said: string, words: SheetWords): string | undefined => {
  if (/^\d+(?:\.\d+)?$/.test(said)) return said;
  if (slot === 'med') return words.medicines(said);
  // A reason has no typed fact: it stands in the clinician's words, in their language.
  if (slot === 'words') return words.language.language === 'en' ? said.replace(/[.!]+$/, '') : undefined;
  if (slot === 'side') return words.language.sentences[said.toLowerCase()];
  const phrases = PHRASES[slot];
  if (phrases) return words.phrase(said, ...phrases);
  const kinds = TERMS[slot] ?? [];
  const { parts, residue } = words.reader.read(said);
  const terms = parts.flatMap(({ term }) => (term ? [term] : []));
  const isCovered =
    residue.length === 0 &&
    terms.length > 0 &&
    terms.every(({ kind }) => kinds.includes(kind)) &&
    parts.every(({ as }) => as === 'term' || as === 'filler');
  // A whole sentence of advice cannot stand in a list.
  if (!isCovered || (slot === 'advice' && terms.length > 1)) return undefined;
  return words.list(terms, /\bor\b/i.test(said) ? 'or' : 'and');
};

export interface SetSaid {
  readonly text: string;
  readonly place: string | undefined;
}

/** The first set statement that a text is and that the sheet's language can say with every slot filled. */
export const saySetStatement = (
  text: string,
  statements: readonly SetStatement[],
  words: SheetWords,
): SetSaid | undefined => {
  for (const { pattern, say, placeOf } of statements) {
    const match = pattern.exec(text);
    if (!match) continue;
    const spoken = Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined);
    const slots: Slots = Object.fromEntries(
      spoken.map(([name, value]) => [name, sayIn(name.replace(/\d$/, ''), value, words)]),
    );
    if (spoken.some(([name]) => !slots[name])) continue;
    const name = say.find((each) => words.sentence(each, slots) !== undefined);
    const told = name && words.sentence(name, slots);
    if (name && told) return { text: told, place: placeOf(name) };
  }
  return undefined;
};
