import type { Turn, Word, WordSuggestion } from '../../contract/transcript.ts';
import type { DrugLexicon, DrugMention } from '../../knowledge/drugs.ts';
import { findSpans, makeFindNames, type Candidate, type FindNames, type Span } from './candidates.ts';
import { decide, type HasCue, type Verdict } from './decide.ts';
import type { IsEveryday } from './everyday.ts';
import { likeness, soundOf } from './likeness.ts';
import { knownNames, type ChartedName, type KnownName } from './names.ts';
import type { RightWordsSettings } from './settings.ts';
import { decideTerm, type TermKnowledge } from './terms.ts';

export interface RightWordsKnowledge {
  readonly drugs: DrugLexicon;
  /** Names of tests. */
  readonly labs: readonly string[];
  readonly terms: TermKnowledge;
  readonly isEveryday: IsEveryday;
  readonly settings: RightWordsSettings;
}

/** Turns with names restored, and a mark for each and for what is asked. */
export interface RightWords {
  readonly turns: readonly Turn[];
  readonly suggestions: readonly WordSuggestion[];
}

export type PutRight = (turns: readonly Turn[]) => RightWords;

const plain = (word: string): string => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

/** "10mg", "2.5ml": an amount with its unit in one word is a cue as its unit is. */
const unitOf = (word: string): string => /^[\d.,]+([a-zµ]+)$/u.exec(word)?.[1] ?? word;

/** Where each word starts in the turn's text, in UTF-16 units. */
const startsOf = (words: readonly Word[]): readonly number[] => {
  let at = 0;
  return words.map(({ text }) => {
    const start = at;
    at += text.length + 1;
    return start;
  });
};

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

const wordRange = (starts: readonly number[], start: number, end: number): readonly [number, number] => {
  const from = starts.findLastIndex((at) => at <= start);
  const last = starts.findLastIndex((at) => at < end);
  return [from, last + 1];
};

/** A word more must make a span this much more like a name, or it stays out: "latanoprost in". */
const EACH_WORD = 0.02;

/** Words from `from` to before `to`. */
type Run = Pick<Span, 'from' | 'to'>;

const overlap = (a: Run, b: Run): boolean => a.from < b.to && b.from < a.to;

const distinct = (verdicts: readonly Verdict[]): readonly Candidate[] => {
  const byThing = new Map(verdicts.map(({ best }) => [best.name.thing, best]));
  return [...byThing.values()];
};

/** A name that would be written in is asked about where other words around the same place fit another name as well. */
const challenged = (verdict: Verdict, all: readonly Verdict[], { bounds }: RightWordsSettings): Verdict => {
  if (verdict.state !== 'restored') return verdict;
  const challengers = all.filter(
    (other) =>
      overlap(verdict, other) &&
      other.best.name.thing !== verdict.best.name.thing &&
      verdict.best.likeness - other.best.likeness < bounds.apart,
  );
  if (challengers.length === 0) return verdict;
  return { ...verdict, state: 'asked', reason: 'two-names', others: distinct(challengers) };
};

/** Charted medicines that end as this one does ("-vastatin") and are others. */
const sameEnding = (
  { thing, written }: KnownName,
  charted: readonly KnownName[],
  { endings }: RightWordsSettings,
): readonly KnownName[] => {
  const ending = endings.find((each) => written.endsWith(each));
  if (ending === undefined) return [];
  return charted.filter((other) => other.thing !== thing && other.written.endsWith(ending));
};

/**
 * Medicines of one kind differ in their beginnings only, and those are what is misheard: where another of the patient's
 * medicines ends alike, a name that does not fit nearly by the letter is asked about.
 */
const besideRelatives = (
  verdict: Verdict,
  charted: readonly KnownName[],
  settings: RightWordsSettings,
): Verdict => {
  const { best, state } = verdict;
  if (state !== 'restored' || best.likeness >= settings.bounds.besideSameEnding) return verdict;
  const relatives = sameEnding(best.name, charted, settings);
  if (relatives.length === 0) return verdict;
  const others = relatives.map((name) => ({ name, likeness: 0 }));
  return { ...verdict, state: 'asked', reason: 'two-names', others };
};

/** The best verdicts that do not overlap, the likest first. */
const choose = (verdicts: readonly Verdict[], settings: RightWordsSettings): readonly Verdict[] => {
  const rank = ({ best, from, to }: Verdict): number => best.likeness - EACH_WORD * (to - from);
  const chosen: Verdict[] = [];
  for (const verdict of [...verdicts].sort((a, b) => rank(b) - rank(a)))
    if (!chosen.some((other) => overlap(verdict, other))) chosen.push(verdict);
  return chosen.map((verdict) => challenged(verdict, verdicts, settings)).sort((a, b) => a.from - b.from);
};

const OPENING = /^[^\p{L}\p{N}]*/u;
const CLOSING = /(?:'s)?[^\p{L}\p{N}]*$/u;

/** One word in place of several: the name between the marks that stood around what was heard. */
const restored = (heard: readonly Word[], name: KnownName): Word => {
  const text = textOf(heard);
  const confidences = heard.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  return {
    text: `${OPENING.exec(text)?.[0] ?? ''}${name.written}${CLOSING.exec(text)?.[0].replace("'s", '') ?? ''}`,
    startMs: heard[0]?.startMs ?? 0,
    endMs: Math.max(...heard.map(({ endMs }) => endMs)),
    confidence: confidences.length > 0 ? Math.min(...confidences) : null,
    heard: text,
  };
};

const describe = ({
  state,
  reason,
  best,
  others,
}: Verdict): Omit<WordSuggestion, 'turn' | 'start' | 'end' | 'heard'> => ({
  kind: best.name.kind,
  suggested: best.name.written,
  others: others.map(({ name }) => name.written),
  source: best.name.source,
  state,
  reason,
});

const applyTo = (turn: Turn, verdicts: readonly Verdict[]): RightWords => {
  const words: Word[] = [];
  const marks: {
    readonly verdict: Verdict;
    readonly from: number;
    readonly to: number;
    readonly heard: string;
  }[] = [];
  let at = 0;
  for (const verdict of verdicts) {
    words.push(...turn.words.slice(at, verdict.from));
    const heard = turn.words.slice(verdict.from, verdict.to);
    const from = words.length;
    words.push(...(verdict.state === 'restored' ? [restored(heard, verdict.best.name)] : heard));
    marks.push({ verdict, from, to: words.length, heard: textOf(heard) });
    at = verdict.to;
  }
  words.push(...turn.words.slice(at));
  const starts = startsOf(words);
  return {
    turns: [{ ...turn, text: textOf(words), words }],
    suggestions: marks.map(({ verdict, from, to, heard }) => ({
      turn: turn.id,
      start: starts[from] ?? 0,
      end: (starts[to - 1] ?? 0) + (words[to - 1]?.text.length ?? 0),
      heard,
      ...describe(verdict),
    })),
  };
};

/** No term, and no name that is not the chart's, is looked for among everyday words. */
const NOTHING: FindNames = () => [];

interface Finders {
  readonly all: FindNames;
  readonly likely: FindNames;
}

/** A medicine that is not the patient's, said where a charted one of like name would be at home, is asked about. */
const chartedInstead = (
  mention: DrugMention,
  [from, to]: readonly [number, number],
  charted: readonly KnownName[],
  { soundAlikes }: RightWordsSettings,
): Verdict | null => {
  if (mention.isGroup) return null;
  const isCharted = charted.some(
    ({ thing, written }) => thing === mention.name || mention.ingredients.includes(written),
  );
  if (isCharted) return null;
  const alikes = soundAlikes.get(mention.name) ?? [];
  const name = charted.find(({ written }) => alikes.includes(written));
  if (!name) return null;
  const best = { name, likeness: likeness(soundOf(mention.matched), name) };
  return { from, to, state: 'asked', reason: 'charted-sound-alike', best, others: [] };
};

/**
 * Looks through a visit's words for names that were misheard, against the chart first, the list of medicines second, and
 * for clinical terms where no name fits.
 * A name is written in only where what was heard is no word and fits nothing else; then the word keeps what was heard
 * in `heard`. All else is asked about and left as it was heard. Every mark has its place in the new text.
 */
export const makeRightWords = (
  charted: readonly ChartedName[],
  { drugs, labs, terms, isEveryday, settings }: RightWordsKnowledge,
): PutRight => {
  const names = knownNames(charted, drugs, labs, isEveryday);
  const inChart = names.filter(({ source }) => source === 'chart');
  const exact = new Set(names.map(({ letters }) => letters));
  const find: Finders = { all: makeFindNames(names), likely: makeFindNames(inChart) };
  const findTerm: Finders = { all: terms.find, likely: NOTHING };
  const properNames = charted.flatMap(({ name }) => name.split(/[\s/-]+/u)).map(plain);
  const known = new Set([...properNames, ...settings.givenNames.map(plain), ...terms.known]);
  const isKnown: IsEveryday = (word) => isEveryday(word) || known.has(plain(word));

  const verdictsFor = (turn: Turn): readonly Verdict[] => {
    const texts = turn.words.map(({ text }) => text);
    const starts = startsOf(turn.words);
    const mentions = drugs
      .find(textOf(turn.words))
      .map((mention) => ({ mention, range: wordRange(starts, mention.start, mention.end) }));
    const taken = texts.map(
      (text, at) =>
        turn.words[at]?.language !== undefined ||
        exact.has(soundOf(text).letters) ||
        mentions.some(({ range: [from, to] }) => at >= from && at < to),
    );
    const { cues, reach } = settings;
    const hasCue: HasCue = ({ from, to }, kind) => {
      if (kind !== 'drug' && kind !== 'lab') return true;
      const near = (at: number): boolean =>
        (kind === 'drug' && taken[at] === true) || cues[kind].has(unitOf(plain(texts[at] ?? '')));
      const around = Array.from({ length: reach }, (_, k) => [from - 1 - k, to + k]).flat();
      return around.some((at) => at >= 0 && at < texts.length && near(at));
    };
    const spans: readonly Span[] = findSpans(texts, taken, isKnown, find);
    const verdicts = [
      ...spans.flatMap((span) => decide(span, hasCue, settings) ?? []),
      ...mentions.flatMap(({ mention, range }) => chartedInstead(mention, range, inChart, settings) ?? []),
    ];
    const named = choose(verdicts, settings).map((verdict) => besideRelatives(verdict, inChart, settings));
    // A name that fits goes first: of a medicine more depends than of a term.
    const mangled = findSpans(texts, taken, isKnown, findTerm)
      .filter((span) => !named.some((verdict) => overlap(span, verdict)))
      .flatMap((span) => decideTerm(span, texts.slice(span.from, span.to).join(' '), settings) ?? []);
    const written = choose(mangled, settings).filter(({ state }) => state === 'restored');
    return [...named, ...written].sort((a, b) => a.from - b.from);
  };

  return (turns) => {
    const parts = turns.map((turn) => applyTo(turn, verdictsFor(turn)));
    return {
      turns: parts.flatMap((part) => part.turns),
      suggestions: parts.flatMap((part) => part.suggestions),
    };
  };
};
