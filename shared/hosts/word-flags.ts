import type { Flag } from '../contract/flag.ts';
import type { Note } from '../contract/note.ts';
import type { Transcript, WordSuggestion } from '../contract/transcript.ts';

const PLACE: Readonly<Record<WordSuggestion['source'], string>> = {
  chart: 'which is in the chart',
  lexicon: 'which is not in the chart',
};

const or = (names: readonly string[]): string => names.join(' or ');

const messageOf = ({ state, reason, heard, suggested, others, source }: WordSuggestion): string => {
  if (state === 'restored') return `Heard "${heard}" and wrote ${suggested}, ${PLACE[source]}.`;
  if (reason === 'charted-sound-alike')
    return `Heard ${heard}, which is not in the chart; ${suggested} is, and sounds like it. Which was meant?`;
  if (others.length > 0) return `Heard "${heard}": ${or([suggested, ...others])}?`;
  return `Heard "${heard}": was it ${suggested}, ${PLACE[source]}?`;
};

/** The line of the note that rests on these words, if one does. */
const lineOn = ({ turn, start, end }: WordSuggestion, note: Note | undefined): string | undefined =>
  note?.sections
    .flatMap(({ items }) => items)
    .find(({ evidence }) =>
      evidence.some(
        (each) => each.source === 'transcript' && each.turn === turn && each.start < end && start < each.end,
      ),
    )?.id;

/** Medicines that may be taken for each other stop the reader; the rest is shown. */
const isUrgent = ({ kind, state, reason }: WordSuggestion): boolean =>
  kind === 'drug' && state === 'asked' && (reason === 'two-names' || reason === 'charted-sound-alike');

/** A flag for each word that may have been misheard, about the line of the note that rests on it. */
export const flagsOfWords = ({ suggestions = [] }: Transcript, note?: Note): readonly Omit<Flag, 'id'>[] =>
  suggestions.map((suggestion) => {
    const { turn, start, end, state } = suggestion;
    const about = lineOn(suggestion, note);
    return {
      kind: state === 'asked' && suggestion.kind === 'drug' ? 'sound-alike' : 'low-confidence',
      severity: isUrgent(suggestion) ? 'interrupt' : 'show',
      message: messageOf(suggestion),
      evidence: [{ source: 'transcript', turn, start, end }],
      ...(about === undefined ? {} : { about }),
    };
  });
