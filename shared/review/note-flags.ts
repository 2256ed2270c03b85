import type { Evidence } from '../contract/evidence.ts';
import type { Flag } from '../contract/flag.ts';
import type { Note, NoteItem } from '../contract/note.ts';
import type { Turn } from '../contract/transcript.ts';
import type { CheckedSentence, Omission, Verification } from '../contract/verification.ts';
import { noteText } from './verify.ts';

interface Placed {
  readonly item: NoteItem;
  readonly start: number;
  readonly end: number;
}

/** Where each line of a note stands in the text that its verification refers to. */
const placeItems = (note: Note): readonly Placed[] => {
  const text = noteText(note);
  const placed: Placed[] = [];
  let from = 0;
  for (const { title, items } of note.sections) {
    from = text.indexOf(title, from) + title.length;
    for (const item of items) {
      const start = text.indexOf(item.text, from);
      from = start + item.text.length;
      placed.push({ item, start, end: from });
    }
  }
  return placed;
};

const wholeTurns = (indices: readonly number[], turns: readonly Turn[]): Evidence[] =>
  indices.flatMap((index) => {
    const turn = turns[index];
    return turn ? [{ source: 'transcript' as const, turn: turn.id, start: 0, end: turn.text.length }] : [];
  });

const sentenceFlag = (
  sentence: CheckedSentence,
  items: readonly Placed[],
  turns: readonly Turn[],
): readonly Omit<Flag, 'id'>[] => {
  const { verdict } = sentence;
  if (verdict !== 'unsupported' && verdict !== 'contradicted') return [];
  const owner = items.find(({ start, end }) => sentence.start >= start && sentence.start < end);
  const details = sentence.reasons.map(({ detail }) => detail).join('; ');
  const says =
    verdict === 'contradicted' ? 'What was said differs' : 'No source was found for all of this line';
  return [
    {
      kind: verdict,
      severity: verdict === 'contradicted' ? 'interrupt' : 'show',
      message: details ? `${says}: ${details}.` : `${says}.`,
      evidence: wholeTurns([...new Set(sentence.reasons.flatMap((reason) => reason.turns))], turns),
      ...(owner ? { about: owner.item.id } : {}),
    },
  ];
};

const omissionFlag = (omission: Omission, turns: readonly Turn[]): Omit<Flag, 'id'> => ({
  kind: 'omitted',
  severity: 'show',
  message: `Said, and not in the note (${omission.kind}): ${omission.text}`,
  evidence: wholeTurns(omission.turns, turns),
});

/** What a reader of the note should look at: lines that its verification doubts, then what was said and is missing. */
export const noteFlags = (
  note: Note,
  verification: Verification,
  turns: readonly Turn[],
): readonly Omit<Flag, 'id'>[] => {
  const items = placeItems(note);
  return [
    ...verification.sentences.flatMap((sentence) => sentenceFlag(sentence, items, turns)),
    ...verification.omissions.map((omission) => omissionFlag(omission, turns)),
  ];
};
