import type { Note, NoteItem } from '../contract/note.ts';
import type { CheckedSentence, Verification } from '../contract/verification.ts';
import { noteText } from './verify.ts';

interface Placed {
  readonly item: NoteItem;
  readonly start: number;
  readonly end: number;
}

/** Where each line of a note stands in the text that its verification refers to. */
export const placeItems = (note: Note): readonly Placed[] => {
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

/** Sentences of a verification by the id of the line that they begin in. One pass over both. */
export const sentencesByLine = (
  note: Note,
  { sentences }: Verification,
): ReadonlyMap<string, readonly CheckedSentence[]> => {
  let next = 0;
  return new Map(
    placeItems(note).map(({ item, start, end }) => {
      const own: CheckedSentence[] = [];
      for (let one = sentences[next]; one && one.start < end; one = sentences[next]) {
        if (one.start >= start) own.push(one);
        next += 1;
      }
      return [item.id, own];
    }),
  );
};
