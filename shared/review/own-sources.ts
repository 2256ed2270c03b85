import type { NoteItem } from '../contract/note.ts';
import type { Turn } from '../contract/transcript.ts';
import { hasDenial, tokenise } from '../language/index.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import { readClaims } from './claims.ts';
import { judge, type Judgement } from './judge.ts';
import { makeBench } from './verify.ts';

/** The words a line cites, each as a turn of its own, in the order they were said. */
const citedTurns = (item: NoteItem, turns: readonly Turn[]): readonly Turn[] => {
  const byId = new Map(turns.map((turn, index) => [turn.id, { turn, index }]));
  return item.evidence
    .flatMap((one) => {
      if (one.source !== 'transcript') return [];
      const found = byId.get(one.turn);
      return found ? [{ ...found, start: one.start, end: one.end }] : [];
    })
    .sort((a, b) => a.index - b.index || a.start - b.start)
    .map(({ turn, start, end }) => ({ ...turn, text: turn.text.slice(start, end), words: [] }));
};

/** Whether a reader has to be told of this verdict. */
export const isDoubted = ({ verdict }: Pick<Judgement, 'verdict'>): boolean =>
  verdict === 'unsupported' || verdict === 'contradicted';

/** What the verifier doubts in a line that is held against the words it cites and nothing else. */
const doubtedBySources = (
  item: NoteItem,
  cited: readonly Turn[],
  knowledge: ReviewKnowledge,
): readonly Judgement[] => {
  const bench = makeBench(cited, undefined, knowledge);
  return readClaims(item.text, knowledge.language, knowledge.drugs, knowledge.headingWords, (_, make) =>
    make(),
  )
    .map((claim) => judge(claim, bench))
    .filter(isDoubted);
};

/** Whether line and cited words both deny something, or neither does. */
const bothDeny = (item: NoteItem, cited: readonly Turn[], { language }: ReviewKnowledge): boolean => {
  const denies = ({ text }: { readonly text: string }): boolean => hasDenial(tokenise(text), language);
  return denies(item) === cited.some(denies);
};

/**
 * Whether a line says no more, and nothing else, than the very words it cites. What else was said in the visit has no
 * part in it: "no tenderness over the wrist" is true to its source, whatever is tender elsewhere.
 *
 * A line `asDrafted` by the rules of the drafter, and by no hand or model, took its polarity from those words: there it
 * is enough that line and source both deny something or neither does, since the reach of a "no" in speech ("any
 * nausea, I want to make sure" ... "no") is not that of a written line.
 */
export const holdsToItsSources = (
  item: NoteItem,
  asDrafted: boolean,
  turns: readonly Turn[],
  knowledge: ReviewKnowledge,
): boolean => {
  const cited = citedTurns(item, turns);
  if (!cited.length) return false;
  const doubted = doubtedBySources(item, cited, knowledge);
  if (!doubted.length) return true;
  if (!asDrafted || doubted.some(({ reasons }) => reasons.some(({ kind }) => kind !== 'negation')))
    return false;
  return bothDeny(item, cited, knowledge);
};

/**
 * Whether a line has a medicine, number, side or denial that the words it cites do not have: its footnote then no longer
 * bears it out, even where the same was said elsewhere. A line that also cites the chart is not asked.
 */
export const hasLeftItsSources = (
  item: NoteItem,
  turns: readonly Turn[],
  knowledge: ReviewKnowledge,
): boolean => {
  const cited = citedTurns(item, turns);
  if (!cited.length || item.evidence.some(({ source }) => source !== 'transcript')) return false;
  return (
    !bothDeny(item, cited, knowledge) ||
    doubtedBySources(item, cited, knowledge).some(({ reasons }) =>
      reasons.some(({ kind }) => kind !== 'finding' && kind !== 'other'),
    )
  );
};
