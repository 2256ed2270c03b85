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

/** Which pronoun the facts use for the patient; the most frequent one, since facts are about the patient. */
export type PatientPronoun = 'he' | 'she' | 'they';

export const patientPronoun = (texts: readonly string[]): PatientPronoun => {
  const all = texts.join(' ');
  const he = all.match(/\b(?:he|his|him)\b/gi)?.length ?? 0;
  const she = all.match(/\b(?:she|her|hers)\b/gi)?.length ?? 0;
  if (!he && !she) return 'they';
  return he >= she ? 'he' : 'she';
};

const PRONOUNS: Readonly<
  Record<PatientPronoun, { subject: string; object: string; possessive: string; self: string }>
> = {
  he: { subject: 'he', object: 'him', possessive: 'his', self: 'himself' },
  she: { subject: 'she', object: '(?!)', possessive: 'her', self: 'herself' },
  they: { subject: 'they', object: 'them', possessive: 'their', self: 'themselves' },
};

const VERBS: Readonly<Record<string, string>> = {
  is: 'are',
  was: 'were',
  has: 'have',
  does: 'do',
  "isn't": "aren't",
  "doesn't": "don't",
  "hasn't": "haven't",
  "wasn't": "weren't",
};
const ADVERBS =
  'also|still|just|really|never|always|usually|probably|currently|sometimes|then|now|only|often';

/** The verb form that goes with "you". */
const withYou = (verb: string): string => {
  const known = VERBS[verb.toLowerCase()];
  if (known) return known;
  if (!/[a-z]s$/.test(verb) || /(?:ss|us|'s)$/.test(verb) || /^(?:as|this|his|always)$/.test(verb))
    return verb;
  if (/ies$/.test(verb)) return `${verb.slice(0, -3)}y`;
  return /(?:ss|x|ch|sh|o)es$/.test(verb) ? verb.slice(0, -2) : verb.slice(0, -1);
};

/** "the patient takes her inhaler" -> "you take your inhaler". */
const toYou = (text: string, knowledge: SheetKnowledge, pronoun: PatientPronoun): string => {
  const { subject, object, possessive, self } = PRONOUNS[pronoun];
  const named = knowledge.wording.person.reduce(
    (said, { match, say }) => said.replace(new RegExp(match, 'gi'), say),
    text.replace(/\b(?:call|see|tell|contact|let|message|with) me\b/gi, (found) =>
      found.replace(/me$/i, 'us'),
    ),
  );
  return (
    named
      .replace(new RegExp(`\\b${self}\\b`, 'gi'), 'yourself')
      .replace(new RegExp(`\\b${subject}\\b`, 'gi'), 'you')
      .replace(new RegExp(`\\b${object}\\b`, 'gi'), 'you')
      // "her" is whose it is before a noun, and whom it is about before a little word or the end.
      .replace(
        new RegExp(
          `\\b${possessive}\\b(?=\\s+(?!(?:to|and|if|on|for|in|at|with|or|as|that|from|about|up|by|back)\\b)[a-z0-9])`,
          'gi',
        ),
        'your',
      )
      .replace(new RegExp(`\\b${possessive}\\b`, 'gi'), pronoun === 'she' ? 'you' : 'your')
      .replace(
        new RegExp(`\\byou ((?:(?:${ADVERBS}) )?)([a-z']+)`, 'gi'),
        (_, adverb: string, verb: string) => `you ${adverb}${withYou(verb)}`,
      )
  );
};

/** A replaced word may need another article: "an heart ultrasound", "the the surgeon". */
const fitArticles = (text: string): string =>
  text
    .replace(/\b(?:a|an|the|your|his|her|their) (?=(?:a|an|the) )/gi, '')
    .replace(/\ban (?=[bcdfgjkpqstvwyz]|heart|hard|high)/gi, 'a ');

/** Takes off what only says that a plan is coming: "Advised to rest" is told as "Rest". */
const withoutOpening = (text: string, openings: readonly RegExp[]): string => {
  for (const opening of openings) {
    const rest = text.replace(opening, '');
    if (rest !== text && words(rest).length > 0) return withoutOpening(rest, openings);
  }
  return text;
};

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
        words(text.slice(0, joint.index)).length > 2 &&
        words(text.slice(joint.index + joint[0].length)).length > 2,
    )
    .sort((one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle));
  if (!best) return [text];
  const kept = best.groups?.['keep'];
  const rest = text.slice(best.index + best[0].length);
  return [...cut(text.slice(0, best.index), rules), ...cut(kept ? `${kept} ${rest}` : rest, rules)];
};

interface Breaks {
  readonly clause: RegExp;
  readonly list: RegExp;
  readonly binds: RegExp;
}

const breaksOf = ({ breaks }: SheetKnowledge['wording']): Breaks => ({
  clause: new RegExp(breaks.clause, 'gi'),
  list: new RegExp(breaks.list, 'gi'),
  binds: new RegExp(breaks.binds, 'i'),
});

export interface PlainWords {
  readonly say: (text: string) => Plain;
}

/** Everyday words for clinical ones, short sentences, "you"; says which words it replaced. Nothing is added but glosses. */
export const makePlainWords = (
  knowledge: SheetKnowledge,
  explained: Set<string>,
  pronoun: PatientPronoun,
): PlainWords => {
  const index = new PhraseIndex<Term>();
  // A piece of advice or a course is a whole sentence and cannot stand inside another.
  const nouns = knowledge.terms.filter((term) => term.kind !== 'advice' && term.kind !== 'course');
  for (const term of nouns) {
    if (term.say['en']) for (const form of term.forms) index.add(form, term);
  }
  const openings = knowledge.wording.openings.map((opening) => new RegExp(`^(?:${opening})`, 'i'));
  const breaks = breaksOf(knowledge.wording);
  return {
    say: (whole) => {
      const text = withoutOpening(whole.trim(), openings);
      const replaced: { from: string; to: string }[] = [];
      let said = '';
      let at = 0;
      for (const match of index.find(text)) {
        const { say, explain } = match.entry.say['en'] ?? { say: '', explain: undefined };
        const from = text.slice(match.start, match.end);
        const gloss = explain && !explained.has(match.entry.id) ? ` (${explain})` : '';
        explained.add(match.entry.id);
        const to = `${from.toLowerCase() === say.toLowerCase() ? from : say}${gloss}`;
        if (to !== from) replaced.push({ from, to });
        said += text.slice(at, match.start) + to;
        at = match.end;
      }
      said = toYou(fitArticles(said + text.slice(at)), knowledge, pronoun)
        .replace(/\s+/g, ' ')
        .trim();
      const sentences = said.split(/(?<=[.!?])\s+/).flatMap((each) => cut(each, breaks));
      return { text: sentences.map((each) => sentence(capitalise(each))).join(' '), replaced };
    },
  };
};
