import type { Claim } from './claims.ts';
import { certaintyOf, kindOf, subjectOf } from './kinds.ts';
import type { Lexicon } from '../lexicon.ts';
import { isNegative } from './confirmations.ts';
import { joined } from '../phrases.ts';
import type { Asked } from './asked.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import type { Utterance } from '../utterances/utterances.ts';
import { type Pronoun, type Voices, capital } from './wording.ts';

export interface Question {
  readonly utterance: Utterance;
  readonly asked: Asked;
}

export interface Walk {
  readonly claims: Claim[];
  pending: Question[];
  examining: boolean;
  problem: number | undefined;
  problems: number;
  command: boolean;
  order: number;
  /** Words of the patient's last turns. */
  heard: Set<string>;
  heardTurn: number;
  /** The turn in which the clinician has opened a condition that may still go on. */
  condition?: number;
  /** The relative last spoken of: who "he" or "she" is in what the patient says next. */
  relative?: { readonly relation: string; readonly utterance: Utterance };
}

export interface Knows {
  readonly lexicon: Lexicon;
  readonly pronoun: Pronoun;
  readonly isDrug: (words: readonly SpokenWord[]) => boolean;
}

export const contentCount = (words: readonly SpokenWord[], lexicon: Lexicon): number =>
  words.filter(
    (word) => word.text !== ',' && !lexicon.generic.has(word.text) && !lexicon.leads.has(word.text),
  ).length;

/** "I see you are allergic to penicillin" tells; "I see" and "I know" alone only listen. */
const tellsOfPatient = ({ said }: Utterance, lexicon: Lexicon): boolean => {
  const length = lexicon.recaps.lengthAt(said, 0);
  return length > 0 && /^(?:here )?(?:that )?(?:you|your)\b/.test(joined(said.slice(length)));
};

export const isSmallTalk = (utterance: Utterance, lexicon: Lexicon): boolean =>
  !tellsOfPatient(utterance, lexicon) &&
  (lexicon.smallTalk.lengthAt(utterance.words, 0) > 0 || lexicon.smallTalk.lengthAt(utterance.said, 0) > 0) &&
  utterance.words.length < 10;

export const add = (walk: Walk, claim: Omit<Claim, 'order' | 'problem'>): void => {
  walk.order += 1;
  walk.claims.push({
    ...claim,
    order: walk.order,
    ...(walk.problem === undefined ? {} : { problem: walk.problem }),
  });
};

const RELATIVE_FADES = 3;

const MEN = /^(?:father|brother|son|grandfather|uncle|husband|nephew)$/;
const WOMEN = /^(?:mother|sister|daughter|grandmother|aunt|wife|niece)$/;

/** The relative that "he" or "she" can mean in this utterance. */
export const relativeMeant = (walk: Walk, utterance: Utterance): Walk['relative'] => {
  const { relative } = walk;
  if (!relative || utterance.turn - relative.utterance.turn > RELATIVE_FADES) return undefined;
  const other = utterance.words[0]?.text === 'he' ? WOMEN : MEN;
  return other.test(relative.relation) ? undefined : relative;
};

/** Remembers the one relative that an utterance speaks of; two at once leave nobody for "he" or "she" to mean. */
export const noticeRelative = (walk: Walk, utterance: Utterance, lexicon: Lexicon): void => {
  const named = utterance.words
    .map((word, index) => ({
      relation: lexicon.familyRelations.get(word.text.replace(/'s$/, '')),
      // "My friend's mum" is no relative of the patient's.
      own: !/'s$/.test(utterance.words[index - 1]?.text ?? ''),
    }))
    .filter(({ relation }) => relation !== undefined)
    .map(({ relation, own }) => (own ? relation : undefined));
  if (named.includes(undefined)) delete walk.relative;
  const [relation] = named;
  if (relation === undefined || named.includes(undefined)) return;
  if (new Set(named).size === 1) walk.relative = { relation: relation.toLowerCase(), utterance };
  else delete walk.relative;
};

/** "She has migraines", of the relative just spoken of: what is said of "he" or "she" is family history. */
export const addOfRelative = (
  walk: Walk,
  utterance: Utterance,
  words: readonly SpokenWord[],
  text: string,
  relative: NonNullable<Walk['relative']>,
  knows: Knows,
): void => {
  add(walk, {
    ...base(utterance, words, 'statement', knows),
    kind: 'family-history',
    subject: { role: 'family', relation: relative.relation },
    text: capital(text.replace(/^(?:he|she)\b/i, relative.relation)),
    made: 'statement',
    from: relative.utterance === utterance ? [utterance] : [relative.utterance, utterance],
  });
};

export const voicesOf = (pronoun: Pronoun, i: Voices['i']): Voices => ({ i, pronoun });

export const base = (
  utterance: Utterance,
  words: readonly SpokenWord[],
  act: Parameters<typeof kindOf>[1],
  knows: Knows,
): Pick<Claim, 'kind' | 'subject' | 'speaker' | 'certainty' | 'polarity'> => ({
  kind: kindOf(words, act, utterance.speaker === 'clinician', knows.isDrug(words), knows.lexicon),
  subject: subjectOf(words, knows.lexicon),
  speaker: utterance.speaker,
  certainty: certaintyOf(words),
  polarity: isNegative(words) ? 'denied' : 'affirmed',
});
