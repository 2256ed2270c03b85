import { kindOf } from './kinds.ts';
import { joined } from '../phrases.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import type { Utterance } from '../utterances/utterances.ts';
import { trimStart } from './statements.ts';
import { type Knows, type Question, type Walk, add, voicesOf } from './walk.ts';
import { inThirdPerson, small } from './wording.ts';

const USED_TO =
  /^(?:(?:yes|yeah|no|nope|well|oh|not|any more|anymore|now|but|,) )*i (?:used to|did(?: use to)?|have (?:in the past|before)|did in the past)(?= ,| (?:but|i)\b|$)/;
const GAVE_UP =
  /^(?:but )?(?:i )?(?:stopped|quit|gave (?:it |that )?up|packed it in|have (?:stopped|quit|given (?:it )?up))\b/;
const DOES_NOT = /^Does not /;

/** "Do you smoke?" "I used to": what was done once. Tells whether it was such an answer. */
export const answersUsedTo = (
  walk: Walk,
  question: Question,
  utterance: Utterance,
  knows: Knows,
): boolean => {
  const { asked } = question;
  const said = USED_TO.exec(joined(utterance.words))?.[0];
  if (asked.form !== 'clause' || !DOES_NOT.test(asked.no) || said === undefined) return false;
  const rest = trimStart(utterance.words.slice(said.split(' ').length), /^(?:,|but|and|i)$/);
  if (rest.length > 0 && !GAVE_UP.test(joined(rest))) return false;
  const { words } = question.utterance;
  const since = inThirdPerson(rest, voicesOf(knows.pronoun, 'patient'), knows.lexicon);
  add(walk, {
    text: asked.no.replace(DOES_NOT, 'Used to ') + (since && `; ${small(since)}`),
    kind: kindOf(words, 'answer', false, knows.isDrug(words), knows.lexicon),
    polarity: 'affirmed',
    certainty: 'certain',
    subject: { role: 'patient' },
    speaker: utterance.speaker,
    made: 'join',
    from: [question.utterance, utterance],
  });
  return true;
};

/** "… I stopped ten years ago": since when it is over stands with it. Tells whether it was said of such a habit. */
export const endsHabit = (
  walk: Walk,
  utterance: Utterance,
  words: readonly SpokenWord[],
  text: string,
): boolean => {
  const habit = walk.claims.at(-1);
  if (!habit || !/^Used to /.test(habit.text) || habit.from.at(-1)?.turn !== utterance.turn) return false;
  if (!GAVE_UP.test(joined(words))) return false;
  walk.claims[walk.claims.length - 1] = {
    ...habit,
    text: `${habit.text}; ${small(text.replace(/^But /, ''))}`,
    from: [...habit.from, utterance],
  };
  return true;
};
