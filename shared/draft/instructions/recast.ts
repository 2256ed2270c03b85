import { DOSE_WORDS } from '../../language/index.ts';
import type { Fact, FactKind } from '../../contract/fact.ts';
import { readsWell } from './own-words.ts';
import { sectionOf } from './select.ts';
import type { SheetWords } from './sheet-words.ts';
import { sayByTemplate } from './statements.ts';
import { type Cues, isPlanSaid } from './told.ts';

/** Kinds under which the drafter files a clinician's words that may hold a piece of the plan. */
const MAY_HOLD_PLAN: readonly FactKind[] = [
  'other',
  'symptom',
  'condition',
  'procedure',
  'diagnosis',
  'immunization',
  'social-history',
  'exam',
];

/** Tried in this order, plain advice last. */
const PLAN_KINDS: readonly FactKind[] = ['follow-up', 'referral', 'test', 'advice'];

const isPrecaution = (text: string, cues: Cues): boolean =>
  /\b(?:if|unless|in case|in (?:that|which) (?:case|instance|event))\b/i.test(text) &&
  (cues.call.test(text) || cues.emergency.test(text) || cues.comeBack.test(text));

/** A piece of a plan keeps the kind of the whole where it holds some of the plan. */
const asFiled = (fact: Fact, filed: FactKind | undefined, cues: Cues): Fact =>
  filed && PLAN_KINDS.includes(filed) && isPlanSaid(fact, cues) ? { ...fact, kind: filed } : fact;

/**
 * A clinician's words that the note files under another kind although they ask for something ("I want you to weigh
 * yourself every day") as the kind of plan they are; any other fact as it is. `filed` is the kind of the long speech that
 * the words are a piece of.
 */
export const asPlan = (fact: Fact, words: SheetWords, cues: Cues, filed?: FactKind): Fact => {
  if (fact.speaker !== 'clinician' || !fact.said || fact.said.endsWith('?')) return fact;
  const reason = asReason(fact, words, cues);
  if (reason) return reason;
  if (!MAY_HOLD_PLAN.includes(fact.kind)) return fact;
  return asPiece(fact, words, cues, filed) ?? asOwnPlan(fact, words, cues) ?? asFiled(fact, filed, cues);
};

/** "The good thing about physical therapy is that you go home the same day": what speaks for a choice, or against it. */
const asReason = (fact: Fact, words: SheetWords, cues: Cues): Fact | undefined => {
  if (!cues.speaks.test(fact.said ?? '')) return undefined;
  const recast: Fact = { ...fact, kind: 'choice' };
  return sayByTemplate(recast, words, cues)?.place === 'choices' ? recast : undefined;
};

/** A piece that a template tells whole under the kind of the speech it was cut from. */
const asPiece = (fact: Fact, words: SheetWords, cues: Cues, filed?: FactKind): Fact | undefined => {
  if (!filed || !PLAN_KINDS.includes(filed)) return undefined;
  const recast = { ...fact, kind: filed };
  return sayByTemplate(recast, words, cues)?.isWhole ? recast : undefined;
};

const asOwnPlan = (fact: Fact, words: SheetWords, cues: Cues): Fact | undefined => {
  const said = fact.said ?? '';
  if (!cues.plan.test(said)) return undefined;
  if (fact.kind === 'diagnosis' && sayByTemplate(fact, words, cues)) return fact;
  const precaution = isPrecaution(said, cues);
  if (precaution) return { ...fact, kind: 'return-precaution' };
  for (const kind of PLAN_KINDS) {
    const recast = { ...fact, kind };
    if (sayByTemplate(recast, words, cues)?.isWhole) return recast;
  }
  const plain = words.plain.say(words.own.tell(fact)).text;
  // Words that hold no term, time or amount are the talk of an examination as often as advice.
  const holds = words.reader.read(said).parts.some((part) => part.as !== 'filler' && part.as !== 'outcome');
  if (!holds || !readsWell(plain, words.own)) return undefined;
  return { ...fact, kind: cues.comeBack.test(said) ? 'follow-up' : 'advice' };
};

const AMOUNT = new RegExp(`\\d ?(?:${DOSE_WORDS})\\b`, 'i');

/** Which part of the sheet a fact is told in: what was only thought about stands under the choices. */
export const placeOf = (fact: Fact, cues: Cues): string | undefined => {
  const isThought = cues.maybe.test(fact.said ?? fact.text) || fact.kind === 'choice';
  const isChoice = fact.kind === 'test' || fact.kind === 'referral' || fact.kind === 'medication';
  if (fact.said && isThought && isChoice && fact.certainty !== 'conditional') return 'choices';
  if (sectionOf(fact) === 'home' && AMOUNT.test(fact.said ?? '')) return 'medicines';
  return sectionOf(fact);
};
