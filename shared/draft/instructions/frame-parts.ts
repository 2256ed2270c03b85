import type { Term, TermKind } from '../../knowledge/sheet.ts';
import type { Part } from './reading.ts';
import type { Said, Told } from './told.ts';

/** A statement made by a template from the terms of a fact, or undefined where they do not carry it. */
export type Frame = (told: Told) => Said | undefined;

export const termParts = ({ reading }: Told, ...kinds: TermKind[]): Part[] =>
  reading.parts.filter((part) => part.term && kinds.includes(part.term.kind));

export const phraseParts = ({ reading }: Told, as: Part['as']): Part[] =>
  reading.parts.filter((part) => part.as === as && part.say !== '');

export const termsIn = (parts: readonly Part[]): Term[] =>
  parts.flatMap((part) => (part.term ? [part.term] : [])).filter((term, at, all) => all.indexOf(term) === at);

export const listed = (
  { words }: Told,
  parts: readonly Part[],
  joinedBy: 'and' | 'or' = 'and',
): string | undefined => {
  const terms = termsIn(parts);
  return terms.length ? words.list(terms, joinedBy) : undefined;
};

/** A word that is said as it stands, where it is found from an offset on: the part that holds it, or one for it alone. */
export const wordAt = ({ text, reading }: Told, say: string, from: number): Part => {
  const start = text.indexOf(say, from);
  const holder = reading.parts.find(
    (part) => part.as !== 'filler' && part.start <= start && part.end > start,
  );
  return holder ?? { as: 'cue', say, start, end: start + say.length, moments: [] };
};

export const joined = (parts: readonly Part[], ...sentences: (string | undefined)[]): Said | undefined => {
  const text = sentences.filter((sentence) => sentence !== undefined).join(' ');
  return text ? { text, parts } : undefined;
};

export const saidIn = (parts: readonly Part[]): string | undefined =>
  [...new Set(parts.map((part) => part.say))].join(', ') || undefined;

interface Details {
  readonly parts: readonly Part[];
  readonly sentences: readonly string[];
}

/** How long and how often to do it, and when, as sentences of their own. */
export const details = (told: Told, ...classes: Part['as'][]): Details => {
  const of = (as: Part['as']): Part[] => (classes.includes(as) ? phraseParts(told, as) : []);
  const [how, long, times] = [of('how-often'), of('how-long'), of('when')];
  const slots = { duration: saidIn(long), often: saidIn(how), when: saidIn(times) };
  const { sentence } = told.words;
  const doing = sentence('howLongOften', slots) ?? sentence('howLong', slots) ?? sentence('often', slots);
  return {
    parts: [...how, ...long, ...times],
    sentences: [doing, sentence('when', slots)].filter((each) => each !== undefined),
  };
};
