import type { Fact } from '../../contract/fact.ts';
import type { SheetKnowledge } from '../../knowledge/sheet.ts';
import type { Part, Reading } from './reading.ts';
import { makeSetStatements, type SetStatement } from './set-statements.ts';
import type { SheetWords } from './sheet-words.ts';

/** Patterns about a whole statement, made once per sheet. */
export interface Cues {
  readonly turns: RegExp;
  /** What a test or an advice is good for; told by no template, and no loss to what is to be done. */
  readonly purpose: RegExp;
  readonly comment: RegExp;
  readonly maybe: RegExp;
  readonly test: RegExp;
  readonly past: RegExp;
  readonly watch: RegExp;
  readonly refer: RegExp;
  readonly followUp: RegExp;
  readonly comeBack: RegExp;
  readonly call: RegExp;
  readonly emergency: RegExp;
  readonly results: RegExp;
  readonly finding: RegExp;
  /** A test whose outcome is no number: one behind it is a date or a place ("x-ray 6/4/21"). */
  readonly picture: RegExp;
  readonly notFinding: RegExp;
  readonly action: RegExp;
  readonly plan: RegExp;
  /** Words of a plan in looser speech. */
  readonly plans: RegExp;
  /** What speaks for a choice or against it. */
  readonly speaks: RegExp;
  /** How words open that tell the patient what to do with a medicine. */
  readonly takes: RegExp;
  readonly statements: readonly SetStatement[];
}

export const makeCues = (knowledge: SheetKnowledge): Cues => {
  const { wording } = knowledge;
  const pattern = (text: string): RegExp => new RegExp(text, 'i');
  const { cues } = wording;
  return {
    turns: pattern(wording.turns),
    purpose: pattern(wording.purpose),
    comment: pattern(wording.comment),
    maybe: pattern(wording.maybe),
    test: pattern(cues.test),
    past: pattern(cues.past),
    watch: pattern(cues.watch),
    refer: pattern(cues.refer),
    followUp: pattern(cues.followUp),
    comeBack: pattern(cues.comeBack),
    call: pattern(cues.call),
    emergency: pattern(cues.emergency),
    results: pattern(cues.results),
    finding: pattern(cues.finding),
    picture: pattern(cues.picture),
    notFinding: pattern(cues.notFinding),
    action: pattern(cues.action),
    plan: pattern(cues.plan),
    plans: pattern(cues.plans),
    speaks: pattern(cues.speaks),
    takes: pattern(cues.takes),
    statements: makeSetStatements(knowledge),
  };
};

/** Whether words ask for something or say what will be done; what was done or found is no plan. */
export const isPlanSaid = ({ said = '', speaker }: Fact, cues: Cues): boolean =>
  speaker === 'clinician' && (cues.plan.test(said) || (cues.plans.test(said) && !cues.past.test(said)));

/** A fact as it is read for the sheet. */
export interface Told {
  readonly fact: Fact;
  /** The fact's words that are read: as spoken where they are kept, else its statement. */
  readonly text: string;
  readonly reading: Reading;
  /** The words outside every term and phrase: what no template says. */
  readonly rest: string;
  readonly words: SheetWords;
  readonly cues: Cues;
}

/** What a template says, and which parts of the fact it has said. */
export interface Said {
  readonly text: string;
  readonly parts: readonly Part[];
  /** The template stands for the whole statement, whatever words it was made with. */
  readonly standsForAll?: boolean;
}

/** The words of a text without some of its parts; "…" stands where one was. */
export const outside = (text: string, parts: readonly Part[]): string =>
  [...parts]
    .sort((one, other) => one.start - other.start)
    .reduceRight((rest, part) => `${rest.slice(0, part.start)} … ${rest.slice(part.end)}`, text);

const HAS_PURPOSE: readonly Fact['kind'][] = ['test', 'referral', 'advice', 'follow-up'];
/**
 * A statement without a comment at its end ("to go over the results", "that should help with your pain"): no loss to what
 * is to be done. It stays where it holds a number, a condition or a "not".
 */
export const withoutComment = (text: string, { comment }: Cues): string => text.replace(comment, '');

export const tell = (fact: Fact, words: SheetWords, cues: Cues): Told => {
  const whole = fact.said ?? fact.text;
  const text = HAS_PURPOSE.includes(fact.kind) ? whole.replace(cues.purpose, '') : whole;
  const reading = words.reader.read(text);
  const rest = outside(
    text,
    reading.parts.filter((part) => part.as !== 'filler'),
  );
  return { fact, text, reading, rest, words, cues };
};
