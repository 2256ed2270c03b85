import type { Fact } from '../../contract/fact.ts';
import type { Wording } from '../../knowledge/sheet.ts';
import { type PatientPronoun, toYou } from './person.ts';
import { MOST_WORDS, words } from './plain-words.ts';
import { sentencesOf } from './readability.ts';
import { capitalise } from './template.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly say: string;
}

/** The clinician's own words as a patient may read them, made once per sheet. */
export interface OwnWords {
  /** "I want you to call me if …" as "call us if …": the opening that only announces is off, nothing is added. */
  readonly tell: (fact: Fact) => string;
  /** The same for words without a fact of their own, such as an answer. */
  readonly tellText: (said: string) => string;
  /** Whether words stand as a sentence by themselves and tell the patient something. */
  readonly stands: (text: string) => boolean;
  /** The same without asking how they open: an answer may be "only at night". */
  readonly holds: (text: string) => boolean;
  /** Whether words stop before they have said anything: "what I am going to do". */
  readonly breaksOff: (text: string) => boolean;
  /** Whether words are, or end in, a question or talk of the examination. */
  readonly isOfTheRoom: (text: string) => boolean;
}

const MOST_OPENINGS = 6;

/** Takes off what only says that a plan is coming, again and again: "So, what I'd like to do is …". */
const withoutOpenings = (text: string, rules: readonly Rule[]): string => {
  let rest = text;
  for (let round = 0; round < MOST_OPENINGS; round += 1) {
    const rule = rules.find(({ pattern }) => pattern.test(rest));
    if (!rule) return rest;
    const next = rest.replace(rule.pattern, rule.say).trim();
    // An announcement with nothing behind it is all there is.
    if (next === rest || next.split(' ').length < 2) return rest;
    rest = next;
  }
  return rest;
};

const ENDS_OPEN =
  /\b(?:the|a|an|your|our|my|of|to|in|on|at|for|with|from|by|and|or|but|so|if|that|which|because|is|are|was|were|be|been|has|have|had|very|some|we|i|they|can|will|would|could|should|may|might|not|than|as|into|about|like|when|where|whether|who|while|until|unless|does|do|did|called|maybe|probably|this)$/i;

/** "If the pain gets worse" says nothing until what to do is said with it. */
const isBareCondition = (text: string): boolean =>
  /^(?:if|when|once|unless|after|before)\b/i.test(text) && !/,/.test(text);

/** "If you have a reaction, an allergic one, which is unlikely": nothing behind the commas says what to do. */
const sayNothingToDo = (bare: string): boolean =>
  /^(?:if|when|once|unless|in case)\b/i.test(bare) &&
  bare
    .split(/, /)
    .slice(1)
    .every((segment) => /^(?:which|who|that|or|and|an? \w+ \w+$|the \w+$|(?:they|it) \w+$)/i.test(segment));

/** "The brace …", "Your knee …" is a sentence only with a verb behind it. */
const NEEDS_VERB = /^(?:the|your|our|this|that|these|those|a|an|some|any|all|every|each|most|there|it)\b/i;
const VERB =
  /\b(?:is|are|was|were|will|can|should|may|might|must|has|have|do|does|need|needs|would|could|help|helps|work|works|make|makes|mean|means|give|gives|take|takes|go|goes|start|starts|stay|stays|look|looks|show|shows|come|comes|get|gets|was sent)\b/i;

const SPOKEN_TO = /\b(?:you|your|yourself|me|us|we|i)\b/i;
const SPOKEN_OF = /\b(?:he|she|his|her|him|patient|patient's)\b/i;

const pronounIn = (text: string): PatientPronoun => (/\b(?:he|his|him)\b/i.test(text) ? 'he' : 'she');

export const makeOwnWords = (wording: Wording, pronoun: PatientPronoun): OwnWords => {
  const { own } = wording;
  const openings = own.openings.map(({ match, say }) => ({ pattern: new RegExp(`^(?:${match})`, 'i'), say }));
  const written = wording.openings.map((match) => ({ pattern: new RegExp(`^(?:${match})`, 'i'), say: '' }));
  const swaps = own.swaps.map(({ match, say }) => ({ pattern: new RegExp(match, 'gi'), say }));
  const endings = new RegExp(own.endings, 'i');
  const empties = new RegExp(own.empties, 'gi');
  const opens = new RegExp(`^(?:${own.starts}|${own.actions.split(' ').join('|')})\\b`, 'i');
  const inTheRoom = new RegExp(own.inTheRoom, 'i');
  const openEnds = new RegExp(own.breaksOff, 'i');
  const pointsBack = new RegExp(own.pointsBack, 'i');
  const broken = own.broken.map((match) => new RegExp(match, 'i'));

  const fromSpeech = (said: string): string =>
    swaps.reduce(
      (text, { pattern, say }) => text.replace(pattern, say),
      withoutOpenings(said.replace(empties, '').replace(endings, '').trim(), openings),
    );
  const fromWriting = (text: string, of: PatientPronoun): string =>
    toYou(withoutOpenings(text.trim(), written), wording, of);

  const bareOf = (text: string): string => text.replace(/[.!]+$/, '');
  const holds = (bare: string): boolean =>
    bare.split(' ').length > 1 &&
    !ENDS_OPEN.test(bare) &&
    !isBareCondition(bare) &&
    !sayNothingToDo(bare) &&
    !broken.some((pattern) => pattern.test(bare));

  return {
    tellText: (said) => capitalise(fromSpeech(said)),
    tell: ({ said, text }) => {
      if (!said) return capitalise(fromWriting(text, pronoun));
      // A dictated summary speaks of the patient, not to them.
      const isDictated = !SPOKEN_TO.test(said) && SPOKEN_OF.test(said);
      return capitalise(isDictated ? fromWriting(said, pronounIn(said)) : fromSpeech(said));
    },
    breaksOff: (text) => ENDS_OPEN.test(bareOf(text)) || openEnds.test(bareOf(text)),
    isOfTheRoom: (text) => inTheRoom.test(text),
    holds: (text) => holds(bareOf(text)),
    stands: (text) => {
      const bare = bareOf(text);
      return (
        opens.test(bare) &&
        (!NEEDS_VERB.test(bare) || VERB.test(bare)) &&
        !pointsBack.test(bare) &&
        holds(bare)
      );
    },
  };
};

/** Whether every sentence of a text stands by itself and none is too long for one breath. */
export const readsWell = (text: string, own: OwnWords): boolean =>
  sentencesOf(text).length > 0 &&
  sentencesOf(text).every((each) => words(each).length <= MOST_WORDS && own.stands(each));
