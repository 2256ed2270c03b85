import { linesOfSheet } from '../contract/document-lines.ts';
import type { InstructionLine, Instructions } from '../contract/instructions.ts';
import type { NoteItem } from '../contract/note.ts';
import type { Turn } from '../contract/transcript.ts';
import type { Bench } from './bench.ts';
import { readClaims } from './claims.ts';
import { judge } from './judge.ts';
import { hasLeftItsSources, holdsToItsSources } from './own-sources.ts';

/** A line with the words of the visit that it cites, as lines are held against them; undefined where it cites none. */
const asItem = ({ id, text, facts, evidence }: InstructionLine): NoteItem | undefined => {
  const [first, ...others] = evidence.filter(({ source }) => source === 'transcript');
  return first && { id, text, facts, evidence: [first, ...others] };
};

/**
 * Ids of lines of an English sheet that the reviewer has to look at: as it was `drafted`, a line that the visit
 * contradicts and that the very words it cites do not bear out; changed by hand, one with a medicine, number, side or
 * denial that those words do not have.
 */
export const doubtedLines = (
  sheet: Instructions,
  drafted: Instructions | undefined,
  turns: readonly Turn[],
  bench: Bench,
): readonly string[] => {
  const { knowledge } = bench;
  const before = new Map(linesOfSheet(drafted).map(({ id, text }) => [id, text]));
  const isContradicted = (text: string): boolean =>
    readClaims(text, knowledge.language, knowledge.drugs, knowledge.headingWords, (_, make) => make()).some(
      (claim) => judge(claim, bench).verdict === 'contradicted',
    );
  return linesOfSheet(sheet).flatMap((line) => {
    const item = asItem(line);
    if (!item || line.facts.length === 0) return [];
    const isDoubted =
      before.get(line.id) === line.text
        ? isContradicted(line.text) && !holdsToItsSources(item, true, turns, knowledge)
        : hasLeftItsSources(item, turns, knowledge);
    return isDoubted ? [line.id] : [];
  });
};
