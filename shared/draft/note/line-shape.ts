import type { Claim } from '../facts/claims.ts';
import type { DrugLexicon } from '../../knowledge/drugs.ts';
import type { Lexicon } from '../lexicon.ts';

/** What tells the class of a word. */
export interface WordClasses {
  readonly lexicon: Lexicon;
  readonly drugs: DrugLexicon;
}

interface Token {
  readonly text: string;
  readonly start: number;
}

const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}'/.%-]*|[,;:]/gu;

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(TOKEN)].map((found) => ({
    text: found[0].toLowerCase().replace(/\.$/, ''),
    start: found.index,
  }));

const TIME =
  /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|ago|yesterday|today|tonight|tomorrow|mornings?|evenings?|nights?|afternoons?|weekends?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|january|february|march|april|june|july|august|september|october|november|december)$/;

const PHRASES = [
  'conditions',
  'procedures',
  'tests',
  'results',
  'referrals',
  'medicines',
  'vitals',
  'examMoves',
  'followUp',
  'warning',
  'advice',
  'social',
  'allergy',
  'immunization',
] as const satisfies readonly (keyof Lexicon)[];

/** Words of health; what is marked so in a line's classes. */
const MARK = '*';

const SHORT = 3;

/** "Walked" and "walking" are built alike, whatever was done. */
const builtLike = (word: string, lexicon: Lexicon): string => {
  const { language, pronouns, auxiliaries, generic, neverBefore, isVerb } = lexicon;
  const isFunction = language.stop.has(word) || pronouns.has(word) || auxiliaries.has(word);
  if (isFunction || generic.has(word) || neverBefore.has(word) || word.length <= SHORT) return word;
  const ending = /(?:ing|ed|ly|s)$/.exec(word)?.[0] ?? '';
  return `${isVerb(word) ? 'verb' : 'word'}-${ending}`;
};

const ofWord = (word: string, lexicon: Lexicon): string => {
  if (/\d/.test(word)) return '#';
  if (TIME.test(word)) return 'time';
  if (lexicon.findings.has(word) || lexicon.symptomNouns.has(word)) return `${MARK}finding`;
  if (lexicon.bodyWords.has(word)) return `${MARK}body`;
  if (lexicon.sides.has(word)) return 'side';
  if (lexicon.familyRelations.has(word)) return `${MARK}relative`;
  return builtLike(word, lexicon);
};

/** A line as classes of words: function words stand for themselves, words of health for their kind, the rest for how they end. */
const classesOf = (text: string, { lexicon, drugs }: WordClasses): readonly string[] => {
  const tokens = tokensOf(text);
  const medicines = drugs.find(text);
  const found: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at] ?? { text: '', start: 0 };
    const medicine = medicines.find(({ start, end }) => token.start >= start && token.start < end);
    const phrases = PHRASES.map((name) => ({ name, length: lexicon[name].lengthAt(tokens, at) }));
    const longest = phrases.reduce((best, each) => (each.length > best.length ? each : best));
    if (medicine) {
      found.push(`${MARK}medicine`);
      while (tokens[at] && (tokens[at]?.start ?? 0) < medicine.end) at += 1;
    } else if (longest.length > 1 || (longest.length === 1 && !lexicon.language.stop.has(token.text))) {
      found.push(`${MARK}${longest.name}`);
      at += longest.length;
    } else {
      found.push(ofWord(token.text, lexicon));
      at += 1;
    }
  }
  return found;
};

const LONGEST = 10;
const MOST_OF_HEALTH = 3;

/**
 * What the model of readable lines sees of a line: how it is built, and not what it is about. Each feature once.
 */
export const lineFeatures = (line: Claim, knows: WordClasses): readonly string[] => {
  const classes = classesOf(line.text, knows);
  const around = ['^', ...classes, '$'];
  const run = (length: number): readonly string[] =>
    around.slice(0, around.length - length + 1).map((_, at) => around.slice(at, at + length).join(' '));
  const ofHealth = Math.min(MOST_OF_HEALTH, classes.filter((each) => each.startsWith(MARK)).length);
  return [
    ...new Set([
      ...classes,
      ...run(2),
      ...run(3),
      `=length ${Math.min(LONGEST, classes.length >> 1)}`,
      `=health ${ofHealth}`,
      `=health ${ofHealth} ${line.kind}`,
      `=kind ${line.kind} ${line.speaker}`,
      `=made ${line.made}`,
      `=made ${line.made} ${line.kind}`,
      `=polarity ${line.polarity}`,
      ...(/\bI\b/.test(line.text) ? ['=I'] : []),
    ]),
  ];
};
