import type { Fact } from '../../contract/fact.ts';
import { FRAMES, PLACES, topicsOf } from './frames.ts';
import { saySetStatement } from './set-statements.ts';
import type { SheetWords } from './sheet-words.ts';
import { type Cues, outside, type Said, tell, type Told, withoutComment } from './told.ts';

const NUMBER = /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|half|double)\b/i;
/** So many words of a fact may go unsaid, as long as none is a number or turns the sense. */
const UNSAID = 4;
/** A warning names its signs and may leave out how they were spoken of. */
const UNSAID_OF_WARNING = 8;

const NEGATION = /\b(?:not|no|never|without|unless|neither|nor)\b|n't\b/i;

const isSafe = ({ text, cues }: Told, said: Said): boolean => {
  const rest = outside(text, said.parts);
  return said.standsForAll === true || !(NUMBER.test(rest) || cues.turns.test(rest));
};

/** Whether a template has said all that matters of a fact: every number, every "not" and "if", nearly every word. */
const isWhole = ({ fact, text, reading, cues }: Told, said: Said): boolean => {
  if (said.standsForAll) return true;
  const rest = outside(text, said.parts);
  const unsaid = reading.parts.filter((part) => part.as !== 'filler' && !said.parts.includes(part));
  // The "if" of a precaution is in its template.
  const isWarning = fact.kind === 'return-precaution';
  const turns = isWarning ? NEGATION : cues.turns;
  const most = isWarning ? UNSAID_OF_WARNING : UNSAID;
  return !NUMBER.test(rest) && !turns.test(rest) && reading.residue.length + 2 * unsaid.length <= most;
};

/** So many unknown words before the last that a template says: in such a tangle its terms may belong to anything. */
const MOST_RESIDUE = 9;

const isTangled = ({ text, reading, words }: Told, said: Said): boolean => {
  if (said.standsForAll) return false;
  const end = Math.max(...said.parts.map((part) => part.end), 0);
  return (
    words.reader.read(text.slice(0, end)).residue.length > MOST_RESIDUE ||
    reading.residue.length > 3 * MOST_RESIDUE
  );
};

export interface Statement {
  readonly text: string;
  /** False where the template leaves out something that was said. */
  readonly isWhole: boolean;
  /** Whether what it leaves out holds no number and turns nothing. */
  readonly isSafe: boolean;
  /** The part of the sheet it belongs to, whatever its words were filed as. */
  readonly place?: string | undefined;
}

/** What the clinician said in a set way, once the opening that only announces it is off. */
const saySet = (fact: Fact, words: SheetWords, cues: Cues): Statement | undefined => {
  if (fact.speaker !== 'clinician' || !fact.said) return undefined;
  const whole = words.own.tell(fact);
  const said =
    saySetStatement(whole, cues.statements, words) ??
    saySetStatement(withoutComment(whole, cues), cues.statements, words);
  return said && { ...said, isWhole: true, isSafe: true };
};

/** The fact told by a template of the sheet's language; undefined where its terms do not carry it. */
export const sayByTemplate = (fact: Fact, words: SheetWords, cues: Cues): Statement | undefined => {
  const set = saySet(fact, words, cues);
  if (set) return set;
  const told = tell(fact, words, cues);
  for (const frame of FRAMES[fact.kind] ?? []) {
    const said = frame(told);
    if (said && !isTangled(told, said))
      return {
        text: said.text,
        isWhole: isWhole(told, said),
        isSafe: isSafe(told, said),
        place: PLACES.get(frame),
      };
  }
  return undefined;
};

const MOST_TOPICS = 4;

/** What a fact is about, by its terms, as a list in the sheet's language. */
export const topics = (fact: Fact, words: SheetWords, cues: Cues): string | undefined => {
  const terms = topicsOf(tell(fact, words, cues));
  return terms.length ? words.list(terms.slice(0, MOST_TOPICS)) : undefined;
};
