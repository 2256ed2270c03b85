import { PhraseIndex } from '../../knowledge/phrase-index.ts';
import type { SheetKnowledge, Term } from '../../knowledge/sheet.ts';
import { capitalise, sentence } from './template.ts';

export interface Plain {
  readonly text: string;
  readonly replaced: readonly { readonly from: string; readonly to: string }[];
}

/** No sentence of a sheet is longer. */
export const MOST_WORDS = 15;

export const words = (text: string): string[] =>
  text.match(/[\p{L}\p{N}]+(?:['’.,/-][\p{L}\p{N}]+)*%?/gu) ?? [];

/** A replaced word may need another article: "an heart ultrasound", "the the surgeon". */
const fitArticles = (text: string): string =>
  text
    .replace(/\b(?:a|an|the|your|his|her|their) (?=(?:a|an|the) )/gi, '')
    .replace(/\ban? (?=(?:blood|urine|stool|skin|allergy) tests\b)/gi, '')
    .replace(/\ban (?=[bcdfgjkpqstvwyz]|heart|hard|high)/gi, 'a ');

/** "diarrhea that does not stop" with "loose stools" for the first word needs "do": one word became many. */
const MANY: Readonly<Record<string, string>> = {
  is: 'are',
  was: 'were',
  does: 'do',
  has: 'have',
  gets: 'get',
  comes: 'come',
  goes: 'go',
  lasts: 'last',
  "doesn't": "don't",
  "isn't": "aren't",
};
const VERB_OF = new RegExp(`^( (?:that |which )?)(${Object.keys(MANY).join('|')})\\b`, 'i');

const isMany = (word: string): boolean => /[^s]s$/.test(word);

const agreeing = (rest: string, from: string, to: string): string =>
  isMany(to) && !isMany(from)
    ? rest.replace(VERB_OF, (_, before: string, verb: string) => before + (MANY[verb.toLowerCase()] ?? verb))
    : rest;

/**
 * Cuts a sentence that is too long where a new clause with its own subject begins. Nothing is cut out of the reach of a
 * "not" or an "if": "do not lift, push or pull" must not become "Push or pull."
 */
const cut = (text: string, rules: Breaks): string[] => {
  if (words(text).length <= MOST_WORDS) return [text];
  const joints = [
    ...text.matchAll(rules.clause),
    ...(rules.binds.test(text) ? [] : text.matchAll(rules.list)),
  ];
  const middle = text.length / 2;
  const [best] = joints
    .filter(
      (joint) =>
        // What a condition reaches over stays with it: "if you have a fever and you feel weak".
        !(rules.condition.test(text.slice(0, joint.index)) && !OUR_OWN.test(text.slice(joint.index))) &&
        words(text.slice(0, joint.index)).length > 2 &&
        words(text.slice(joint.index + joint[0].length)).length > 2,
    )
    .sort((one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle));
  if (!best) return [text];
  const kept = best.groups?.['keep'];
  const rest = text.slice(best.index + best[0].length);
  return [...cut(text.slice(0, best.index), rules), ...cut(kept ? `${kept} ${rest}` : rest, rules)];
};

const OUR_OWN = /^,? (?:and then|and|but|so) (?:we|i)\b/i;

interface Breaks {
  readonly condition: RegExp;
  readonly clause: RegExp;
  readonly list: RegExp;
  readonly binds: RegExp;
}

const breaksOf = ({ breaks }: SheetKnowledge['wording']): Breaks => ({
  condition: /\b(?:if|unless|when|whether|in case|once)\b/i,
  clause: new RegExp(breaks.clause, 'gi'),
  list: new RegExp(breaks.list, 'gi'),
  binds: new RegExp(breaks.binds, 'i'),
});

/** Whole sentences, which cannot stand inside another, and kinds of medicine, which keep the word that was said. */
const STAND_ALONE: readonly Term['kind'][] = [
  'advice',
  'course',
  'medicine',
  'who',
  'reason',
  'measure',
  'food',
];

/** "gaining weight" is no noun and cannot give its place to "weight gain"; only single clinical nouns can. */
const isNoun = ({ kind }: Term, form: string): boolean =>
  kind !== 'symptom' || !/\s|(?:ing|ed|less|y)$/.test(form);

export interface PlainWords {
  readonly say: (text: string) => Plain;
  /** The same without explaining a word, where that would make a sentence too long. */
  readonly sayShort: (text: string) => Plain;
}

/** Everyday words for clinical ones and short sentences; says which words it replaced. Nothing is added but glosses. */
export const makePlainWords = (knowledge: SheetKnowledge, explained: Set<string>): PlainWords => {
  const index = new PhraseIndex<Term>();
  const nouns = knowledge.terms.filter(({ kind }) => !STAND_ALONE.includes(kind));
  for (const term of nouns) {
    if (term.say['en'])
      for (const form of term.forms.filter((each) => isNoun(term, each))) index.add(form, term);
  }
  const breaks = breaksOf(knowledge.wording);
  const sayWith =
    (explains: boolean) =>
    (text: string): Plain => {
      const replaced: { from: string; to: string }[] = [];
      let said = '';
      let at = 0;
      let last: [string, string] = ['', ''];
      for (const match of index.find(text)) {
        const { say, explain } = match.entry.say['en'] ?? { say: '', explain: undefined };
        const from = text.slice(match.start, match.end);
        const gloss = explains && explain && !explained.has(match.entry.id) ? ` (${explain})` : '';
        const to = `${say}${gloss}`;
        if (to.toLowerCase() !== from.toLowerCase()) replaced.push({ from, to });
        said += agreeing(text.slice(at, match.start), ...last) + to;
        last = [from, to];
        at = match.end;
      }
      said = fitArticles(said + agreeing(text.slice(at), ...last))
        .replace(/\s+/g, ' ')
        .trim();
      const sentences = said.split(/(?<=[.!?])\s+/).flatMap((each) => cut(each, breaks));
      return { text: sentences.map((each) => sentence(capitalise(each))).join(' '), replaced };
    };
  return { say: sayWith(true), sayShort: sayWith(false) };
};
