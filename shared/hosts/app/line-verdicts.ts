import type { Note } from '../../contract/note.ts';
import type { CheckedSentence, Verdict, Verification } from '../../contract/verification.ts';

const WORST: readonly Verdict[] = ['contradicted', 'unsupported', 'supported', 'not-checkable'];

/** What the verifier says of a line as a whole: the worst that it says of its sentences. */
export const worstOf = (sentences: readonly CheckedSentence[]): Verdict =>
  WORST.find((verdict) => sentences.some((one) => one.verdict === verdict)) ?? 'not-checkable';

/** Sentences of a verification by the line of the note that they stand in. */
export const sentencesByLine = (
  note: Note,
  text: string,
  verification: Verification,
): ReadonlyMap<string, readonly CheckedSentence[]> => {
  const found = new Map<string, CheckedSentence[]>();
  let from = 0;
  let next = 0;
  for (const { title, items } of note.sections) {
    from = text.indexOf(title, from) + title.length;
    for (const item of items) {
      const start = text.indexOf(item.text, from);
      from = start + item.text.length;
      const own: CheckedSentence[] = [];
      for (
        let one = verification.sentences[next];
        one && one.start < from;
        one = verification.sentences[next]
      ) {
        if (one.start >= start) own.push(one);
        next += 1;
      }
      found.set(item.id, own);
    }
  }
  return found;
};
