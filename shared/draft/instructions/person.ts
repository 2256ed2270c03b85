import type { Wording } from '../../knowledge/sheet.ts';

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
export const toYou = (text: string, wording: Wording, pronoun: PatientPronoun): string => {
  const { subject, object, possessive, self } = PRONOUNS[pronoun];
  const named = wording.person.reduce(
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
