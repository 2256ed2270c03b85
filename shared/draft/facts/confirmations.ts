import type { Lexicon } from '../lexicon.ts';
import { joined } from '../phrases.ts';
import { isAux } from './question-labels.ts';
import type { Asked } from './asked.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { statement } from './statements.ts';
import type { Voices } from './wording.ts';

const LONGEST_CLAUSE = 14;

const CONFIRMS = /^(?:you|it|your|there|the|they|he|she)$/;

/** "So you are feeling more breathless?": a statement put to the patient to be confirmed. */
export const confirmation = (
  words: readonly SpokenWord[],
  voices: Voices,
  lexicon: Lexicon,
): Asked | undefined => {
  const length = lexicon.recaps.lengthAt(words, 0);
  const rest = words.slice(length);
  const hasVerb = rest.slice(1, 4).some((word) => lexicon.isVerb(word.text));
  if (rest.length < 3 || rest.length > LONGEST_CLAUSE || !CONFIRMS.test(rest[0]?.text ?? '') || !hasVerb)
    return undefined;
  if (rest.some((word) => /^(?:or|what|why|how|which|i|me)$/.test(word.text))) return undefined;
  return { form: 'statement', text: statement(rest, voices, 'you', lexicon), negative: isNegative(rest) };
};

const TAG = /(?:,| ,)? (?:would you say|is that right|is that correct|is that it|do you think)$/;

/** "At least six months, would you say?": what is put to the patient with a tag. */
export const tagged = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): Asked | undefined => {
  const tag = TAG.exec(joined(words))?.[0];
  if (tag === undefined) return undefined;
  const rest = words.slice(0, words.length - tag.trim().split(' ').length);
  if (rest.length < 2 || rest.length > LONGEST_CLAUSE || isAux(rest[0], lexicon)) return undefined;
  return { form: 'statement', text: statement(rest, voices, 'you', lexicon), negative: isNegative(rest) };
};

/** The words of a statement put as a question ("you have not had a fever?"), to be confirmed. */
export const isNegative = (words: readonly SpokenWord[]): boolean =>
  words.some((word) => /^(?:not|no|never|nothing|none|without)$/.test(word.text));
