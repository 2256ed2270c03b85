import { mentions } from './kinds.ts';
import { joined } from './phrases.ts';
import type { Lexicon } from './lexicon.ts';
import { asked, isQuestion } from './questions.ts';
import { clinicianStatement, isProceeding } from './clinician-wording.ts';
import { problemHeading } from './problem-heading.ts';
import type { SpokenWord } from './spoken-words.ts';
import type { Utterance } from './utterances.ts';
import { type Knows, type Walk, add, base, contentCount, isSmallTalk, voicesOf } from './walk.ts';

/** "Both ankles, OK": words of the patient's last answer said over. */
const isEcho = (words: readonly SpokenWord[], heard: ReadonlySet<string>, lexicon: Lexicon): boolean =>
  words.length <= 7 &&
  words.every(
    (word) =>
      word.text === ',' ||
      lexicon.generic.has(word.text) ||
      lexicon.leads.has(word.text) ||
      heard.has(word.text),
  );

const TOUCHES =
  /^(?:hurt|hurts|tender|sore|pain|painful|press|push|touch|pushing|pressing|here|bend|lift|squeeze|this|that)$/;

/** What the clinician asks, finds, thinks and plans. */
export const clinicianTurn = (walk: Walk, utterance: Utterance, knows: Knows): void => {
  const { lexicon } = knows;
  const voices = voicesOf(knows.pronoun, 'clinician');
  const { words } = utterance;
  if (mentions(words, lexicon.startsExam)) walk.examining = true;
  else if (isQuestion(words, utterance.asks, lexicon) && !words.some((word) => TOUCHES.test(word.text)))
    walk.examining = false;
  if (isQuestion(words, utterance.asks, lexicon)) {
    const question = asked(words, voices, lexicon);
    if (walk.pending.length > 0 && walk.pending[0]?.utterance.turn !== utterance.turn) walk.pending = [];
    walk.pending.push({ utterance, asked: question });
    return;
  }
  if (contentCount(words, lexicon) === 0 || isSmallTalk(utterance, lexicon)) return;
  if (
    isEcho(words, walk.heard, lexicon) ||
    lexicon.vague.has(joined(words).replace(/^(?:your|the|any) /, ''))
  )
    return;
  if (words.length > 3) walk.pending = [];
  const heading = problemHeading(words, lexicon);
  let rest = words;
  if (heading) {
    walk.problem = walk.problems;
    walk.problems += 1;
    walk.examining = false;
    add(walk, {
      ...base(utterance, words, 'opinion', knows),
      kind: 'diagnosis',
      text: heading.name,
      made: 'heading',
      from: [utterance],
    });
    rest = words.slice(heading.length);
    while (rest[0]?.text === ',') rest = rest.slice(1);
    if (contentCount(rest, lexicon) < 2) return;
  }
  if (isProceeding(rest, lexicon)) return;
  const wording = clinicianStatement(rest, voices, walk.examining, lexicon);
  if (wording.act === 'plan' || wording.act === 'opinion') walk.examining = false;
  add(walk, {
    ...base(utterance, rest, wording.act, knows),
    text: wording.text,
    made: wording.act,
    from: [utterance],
  });
};
