import type { Drug, Fact } from '../../contract/fact.ts';
import type { Wording } from '../../knowledge/sheet.ts';

/** How a medicine came up: a change of the plan, something to use or to keep off, or only what the patient takes. */
export type Standing = 'change' | 'use' | 'mayUse' | 'avoid' | 'told';

/** How facts speak of their medicines, by the words of the wording file; made once per sheet. */
export interface Standings {
  /** Undefined where a fact says nothing that a medicine list may hold. */
  readonly of: (fact: Fact) => Standing | undefined;
  /** A medicine for a certain case keeps the case: "if you feel feverish, taking paracetamol can help". */
  readonly withCondition: (fact: Fact) => Fact;
  /** Whether a fact takes back what was said of its medicine before. */
  readonly corrects: (fact: Fact) => boolean;
}

type Patterns = Readonly<Record<Exclude<keyof Wording['medicines'], 'kinds'>, RegExp>>;

const patternsOf = (words: Wording['medicines']): Patterns => {
  const pattern = (text: string): RegExp => new RegExp(text, 'i');
  return {
    uses: pattern(words.uses),
    may: pattern(words.may),
    thought: pattern(words.thought),
    notToUse: pattern(words.notToUse),
    taken: pattern(words.taken),
    changes: pattern(words.changes),
    past: pattern(words.past),
    helps: pattern(words.helps),
    corrects: pattern(words.corrects),
    condition: pattern(words.condition),
    avoid: pattern(words.avoid),
    avoidEnds: pattern(words.avoidEnds),
  };
};

/** So many words may lie between a change and its medicine. */
const NEAR = 8;

/** A change is a medicine's own only where it was said close to its name. */
const isNear = (drug: Drug, said: string, changes: RegExp): boolean => {
  const at = said.toLowerCase().indexOf(drug.name.toLowerCase());
  if (at < 0) return true;
  const before = said.slice(0, at).split(/\s+/).slice(-NEAR);
  const after = said
    .slice(at + drug.name.length)
    .split(/\s+/)
    .slice(0, NEAR);
  return changes.test([...before, ...after].join(' '));
};

const DENIES = /\b(?:not|n't)\b/i;
/** Changes that a "not" may stand beside: "stop, do not take any more", "do not stop". */
const HOLD_THEIR_NOT: readonly Drug['change'][] = ['stopped', 'held', 'same'];

const NEGATION = /\b(?:no|not|never|none|neither|nor|without)\b|n't\b/i;

/** "No more than 4 times a day" bounds a dose and denies nothing. */
const isDenied = (fact: Fact): boolean =>
  fact.polarity === 'denied' &&
  (fact.said === undefined || NEGATION.test(fact.said.replace(/\bno (?:more|less|later) than\b/gi, '')));

const ofChange = (fact: Fact, drug: Drug, said: string, is: Patterns): Standing | undefined => {
  if (fact.speaker === 'clinician' && is.past.test(said)) return undefined;
  return isDenied(fact) && !HOLD_THEIR_NOT.includes(drug.change) ? undefined : 'change';
};

/** A medicine the clinician speaks of without a change: something to use, or only a word in passing. */
const ofMention = (drug: Drug, said: string, is: Patterns): Standing | undefined => {
  const bare = drug.condition ? said.replace(drug.condition, '') : said;
  if (is.helps.test(bare) && !DENIES.test(bare)) return 'mayUse';
  if (is.taken.test(bare) && !DENIES.test(bare)) return 'told';
  if (!is.uses.test(bare) || is.notToUse.test(bare)) return undefined;
  return is.may.test(bare) ? 'mayUse' : 'use';
};

/** Told not to take it, and nothing more: "do not take it with food" is how to take it. */
const isToAvoid = ({ speaker, certainty, said = '' }: Fact, drug: Drug, is: Patterns): boolean => {
  const at = said.toLowerCase().indexOf(drug.name.toLowerCase());
  if (speaker !== 'clinician' || certainty === 'conditional' || at < 0 || said.includes('?')) return false;
  return is.avoid.test(said.slice(0, at)) && is.avoidEnds.test(said.slice(at + drug.name.length));
};

const standingOf = (fact: Fact, is: Patterns): Standing | undefined => {
  const { drug } = fact;
  const said = fact.said ?? fact.text;
  if (!drug || is.thought.test(said)) return undefined;
  if (fact.certainty === 'conditional' && drug.condition === undefined) return undefined;
  const { condition } = drug;
  if (condition !== undefined && (POINTS_BACK.test(condition) || IS_OPEN.test(condition))) return undefined;
  // A typed or charted fact has no speech around it: its change is what it says.
  const isItsOwn = fact.said === undefined || isNear(drug, fact.said, is.changes);
  if (drug.change && isItsOwn) return ofChange(fact, drug, said, is);
  if (isToAvoid(fact, drug, is)) return 'avoid';
  if (isDenied(fact) || drug.adherence) return undefined;
  if (fact.speaker === 'clinician') return ofMention(drug, said, is);
  return fact.certainty === 'certain' && fact.time.relation !== 'past' ? 'told' : undefined;
};

const OTHER_ACTION = /\b(?:call|come|contact|see|give (?:me|us)|let (?:me|us)|ring|go|stop)\b/i;

/** "When you need it" is how often, and no case of its own. */
const AS_NEEDED = /^you (?:need|want|like|can|have to)\b/i;

/** "If that offers any relief" says nothing without what "that" is. */
/** "If you are having": what it is was said after a new start. */
const IS_OPEN = /\b(?:having|have|are|is|feel|feeling|get|getting|if)$/i;

const POINTS_BACK = /^(?:that|this|those|these|we|they|i|she|he)\b/i;

const withoutCondition = (fact: Fact): Fact => {
  if (!fact.drug?.condition) return fact;
  const { condition, ...drug } = fact.drug;
  return { ...fact, drug, certainty: condition ? 'conditional' : fact.certainty };
};

const withCondition = (fact: Fact, is: Patterns): Fact => {
  const said = fact.said ?? '';
  const found = is.condition.exec(said);
  if (!fact.drug || !found || fact.speaker !== 'clinician') return fact;
  const name = said.toLowerCase().indexOf(fact.drug.name.toLowerCase());
  // "Take the antibiotics, and call me if you are worried": the case is the call's.
  if (name < found.index && OTHER_ACTION.test(said.slice(name, found.index))) return withoutCondition(fact);
  if (fact.drug.condition || !(fact.drug.change || is.uses.test(said) || is.helps.test(said))) return fact;
  const after = said.slice(found.index + found[0].length).trim();
  const end = found.index < 4 ? after.search(/,(?! (?:or|and) )/) : after.length;
  const condition = end > 0 ? after.slice(0, end).replace(/[,.]+$/, '') : '';
  // The medicine itself inside the condition ("if you take ibuprofen") makes it another statement.
  if (!condition || AS_NEEDED.test(condition)) return fact;
  if (condition.toLowerCase().includes(fact.drug.name.toLowerCase())) return fact;
  return { ...fact, certainty: 'conditional', drug: { ...fact.drug, condition } };
};

export const makeStandings = ({ medicines }: Wording): Standings => {
  const patterns = patternsOf(medicines);
  return {
    of: (fact) => standingOf(fact, patterns),
    corrects: (fact) => patterns.corrects.test(fact.said ?? fact.text),
    withCondition: (fact) => withCondition(fact, patterns),
  };
};
