import type { Evidence } from '../contract/evidence.ts';
import type { Flag } from '../contract/flag.ts';
import type { Note, NoteItem } from '../contract/note.ts';
import type { Turn } from '../contract/transcript.ts';
import type { CheckedSentence, Omission, Verification } from '../contract/verification.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import { hasLeftItsSources, holdsToItsSources, isDoubted } from './own-sources.ts';
import { placeItems } from './placed-items.ts';

const wholeTurns = (indices: readonly number[], turns: readonly Turn[]): Evidence[] =>
  indices.flatMap((index) => {
    const turn = turns[index];
    return turn ? [{ source: 'transcript' as const, turn: turn.id, start: 0, end: turn.text.length }] : [];
  });

const doubtFlag = (
  { verdict, reasons }: CheckedSentence,
  owner: NoteItem | undefined,
  turns: readonly Turn[],
): Omit<Flag, 'id'> => {
  const isContradicted = verdict === 'contradicted';
  const details = reasons.map(({ detail }) => detail).join('; ');
  const says = isContradicted ? 'What was said differs' : 'No source was found for all of this line';
  return {
    kind: isContradicted ? 'contradicted' : 'unsupported',
    severity: isContradicted ? 'interrupt' : 'show',
    message: details ? `${says}: ${details}.` : `${says}.`,
    evidence: wholeTurns([...new Set(reasons.flatMap((reason) => reason.turns))], turns),
    ...(owner ? { about: owner.id } : {}),
  };
};

const omissionFlag = (omission: Omission, turns: readonly Turn[]): Omit<Flag, 'id'> => ({
  kind: 'omitted',
  severity: 'show',
  message: `Said, and not in the note (${omission.kind}): ${omission.text}`,
  evidence: wholeTurns(omission.turns, turns),
});

const leftFlag = (item: NoteItem): Omit<Flag, 'id'> => ({
  kind: 'unsupported',
  severity: 'show',
  message: 'This line was changed, and the words it cites no longer say it. Look at them once more.',
  evidence: item.evidence,
  about: item.id,
});

const linesOf = (note: Note | undefined): ReadonlyMap<string, NoteItem> =>
  new Map((note?.sections ?? []).flatMap(({ items }) => items).map((item) => [item.id, item]));

/**
 * What a reader of the note should look at: lines that its verification doubts, lines changed away from the words they
 * cite, then what was said and is missing. A line that holds to the words it cites is not doubted for what was said
 * elsewhere; where the visit says a thing both ways, the draft has a flag of its own for it.
 */
export const noteFlags = (
  note: Note,
  verification: Verification,
  visit: { readonly turns: readonly Turn[]; readonly drafted: Note | undefined },
  knowledge: ReviewKnowledge,
): readonly Omit<Flag, 'id'>[] => {
  const { turns } = visit;
  const items = placeItems(note);
  const drafted = linesOf(visit.drafted);
  const isOwn = (item: NoteItem): boolean =>
    drafted.get(item.id)?.text === item.text && item.drafter !== 'model';
  const isChanged = ({ id, text }: NoteItem): boolean => {
    const before = drafted.get(id);
    return before !== undefined && before.text !== text;
  };
  const doubts = verification.sentences.flatMap((sentence) => {
    if (!isDoubted(sentence)) return [];
    const owner = items.find(({ start, end }) => sentence.start >= start && sentence.start < end)?.item;
    const holds = owner && holdsToItsSources(owner, isOwn(owner), turns, knowledge);
    return holds ? [] : [doubtFlag(sentence, owner, turns)];
  });
  const doubted = new Set(doubts.map(({ about }) => about));
  const left = items.flatMap(({ item }) =>
    isChanged(item) && !doubted.has(item.id) && hasLeftItsSources(item, turns, knowledge)
      ? [leftFlag(item)]
      : [],
  );
  return [...doubts, ...left, ...verification.omissions.map((omission) => omissionFlag(omission, turns))];
};
