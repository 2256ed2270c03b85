import { answer } from './patient-answers.ts';
import type { Claim } from './claims.ts';
import { toAssistant } from './assistant-orders.ts';
import { clinicianTurn } from './clinician-turns.ts';
import { patientStatement } from './patient-statements.ts';
import { completesMedicine } from './medicine-details.ts';
import { joined } from '../phrases.ts';
import { isQuestion } from './questions.ts';
import type { Utterance } from '../utterances/utterances.ts';
import { type Knows, type Walk, add, base, contentCount, isSmallTalk, noticeRelative } from './walk.ts';
import { capital } from './wording.ts';

const patientTurn = (walk: Walk, utterance: Utterance, knows: Knows): void => {
  const { lexicon } = knows;
  if (completesMedicine(walk, utterance, utterance.words, knows)) return;
  if (
    ((isQuestion(utterance.words, false, lexicon) && !/^any/.test(utterance.words[0]?.text ?? '')) ||
      /^(?:should|shall) (?:i|we)\b/.test(joined(utterance.words))) &&
    utterance.words.length > 3 &&
    !walk.pending.length
  ) {
    if (contentCount(utterance.words, lexicon) > 1 && !isSmallTalk(utterance, lexicon))
      add(walk, {
        ...base(utterance, utterance.words, 'statement', knows),
        kind: 'question',
        text: `Asked: "${capital(statementAsSaid(utterance))}?"`,
        made: 'question',
        from: [utterance],
      });
    return;
  }
  if (isIdentity(walk, utterance, knows)) return;
  if (walk.pending.length > 0) answer(walk, utterance, knows);
  else patientStatement(walk, utterance, utterance.words, undefined, knows);
};

const IDENTITY =
  /\b(?:your (?:full |first |last )?name|date of birth|address|post ?code|zip code|phone number|who am i speaking)\b/;

/** Name, birth date and age are the chart's to say, not the note's; what else is said in the same turn stays. */
const isIdentity = (walk: Walk, utterance: Utterance, knows: Knows): boolean => {
  const { words } = utterance;
  const said = joined(words);
  const states = /^(?:my (?:first |last |full )?name|name is|i am called|call me)\b/.test(said);
  const asked = walk.pending.some((each) => IDENTITY.test(joined(each.utterance.words)));
  const isFinding = words.some((word) => knows.lexicon.findings.has(word.text));
  const isName =
    !knows.isDrug(words) &&
    words.length >= 2 &&
    words.length <= 3 &&
    words.every((word) => /^\p{Lu}\p{Ll}/u.test(word.written) && word.text !== 'i') &&
    !isFinding;
  return states || isName || (asked && !isFinding && words.length <= LONGEST_IDENTITY);
};

const LONGEST_IDENTITY = 8;

const statementAsSaid = (utterance: Utterance): string =>
  utterance.words
    .map((word) => (word.text === 'i' ? 'I' : word.text))
    .join(' ')
    .replace(/ ,/g, ',');

const hear = (walk: Walk, utterance: Utterance): void => {
  if (utterance.turn - walk.heardTurn > 2) walk.heard = new Set();
  walk.heardTurn = utterance.turn;
  for (const word of utterance.said) walk.heard.add(word.text);
};

/** "Yep. Uh, no.": a sound of listening before the answer, in one turn. */
const isTakenBack = (utterance: Utterance, next: Utterance | undefined): boolean =>
  utterance.speaker !== 'clinician' &&
  next?.turn === utterance.turn &&
  utterance.said.every((word) => /^(?:yes|yeah|yep|okay|ok|right|sure|mm-hmm|,)$/.test(word.text)) &&
  /^(?:no|nope)$/.test(next.said[0]?.text ?? '');

/** Every claim that the visit's words allow, in order. Linear in the number of utterances. */
export const extract = (said: readonly Utterance[], knows: Knows): readonly Claim[] => {
  const walk: Walk = {
    claims: [],
    pending: [],
    examining: false,
    problem: undefined,
    problems: 0,
    command: false,
    order: 0,
    heard: new Set(),
    heardTurn: -1,
  };
  for (const [index, utterance] of said.entries()) {
    if (isTakenBack(utterance, said[index + 1])) continue;
    const heard = toAssistant(utterance, walk.command, knows);
    walk.command = heard.isCommand;
    if (heard.isCommand && !heard.order) continue;
    const meant = heard.order ?? utterance;
    if (meant.speaker === 'clinician') clinicianTurn(walk, meant, knows);
    else if (meant.words.length > 0) {
      hear(walk, meant);
      patientTurn(walk, meant, knows);
    }
    noticeRelative(walk, utterance, knows.lexicon);
  }
  return walk.claims;
};
