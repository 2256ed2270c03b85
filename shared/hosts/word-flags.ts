import type { Flag } from '../contract/flag.ts';
import type { Note } from '../contract/note.ts';
import type { Transcript, WordSuggestion } from '../contract/transcript.ts';

const PLACE: Readonly<Record<WordSuggestion['source'], string>> = {
  chart: 'which is in the chart',
  lexicon: 'which is not in the chart',
};

/** Words as they are quoted: without the comma or full stop that stood after them. */
const quoted = (heard: string): string => `"${heard.replace(/[^\p{L}\p{N}]+$/u, '')}"`;

const or = (names: readonly string[]): string => names.join(' or ');

/** Doses that sound alike: what was heard, what it may have been, and why that is asked. */
const doseMessage = ({ reason, heard, suggested }: WordSuggestion): string => {
  const alike = `Heard ${quoted(heard)}, which sounds like ${suggested}`;
  if (reason === 'charted-dose-sounds-alike') return `${alike}, the dose in the chart. Which was said?`;
  if (reason === 'dose-not-made')
    return `${alike}; this medicine comes as ${suggested}, but is not known as ${quoted(heard)}. Which was said?`;
  return `${alike}; nothing else says which. Which was said?`;
};

const nameMessage = ({ kind, state, reason, heard, suggested, others, source }: WordSuggestion): string => {
  if (state === 'restored' && kind === 'term')
    return `Heard ${quoted(heard)} and wrote ${suggested}, a clinical term that sounds like it.`;
  if (state === 'restored') return `Heard ${quoted(heard)} and wrote ${suggested}, ${PLACE[source]}.`;
  if (reason === 'charted-sound-alike')
    return `Heard ${heard}, which is not in the chart; ${suggested} is, and sounds like it. Which was meant?`;
  if (others.length > 0) return `Heard ${quoted(heard)}: ${or([suggested, ...others])}?`;
  return `Heard ${quoted(heard)}: was it ${suggested}, ${PLACE[source]}?`;
};

const messageOf = (suggestion: WordSuggestion): string =>
  suggestion.kind === 'dose' ? doseMessage(suggestion) : nameMessage(suggestion);

interface Place {
  readonly turn: string;
  readonly start: number;
  readonly end: number;
}

/** The line of the note that rests on these words, if one does. */
const lineOn = ({ turn, start, end }: Place, note: Note | undefined): string | undefined =>
  note?.sections
    .flatMap(({ items }) => items)
    .find(({ evidence }) =>
      evidence.some(
        (each) => each.source === 'transcript' && each.turn === turn && each.start < end && start < each.end,
      ),
    )?.id;

const URGENT: ReadonlySet<WordSuggestion['reason']> = new Set([
  'two-names',
  'charted-sound-alike',
  'charted-dose-sounds-alike',
  'dose-not-made',
]);

const isOfMedicine = ({ kind }: WordSuggestion): boolean => kind === 'drug' || kind === 'dose';

/** Medicines and doses that may be taken for each other stop the reader; the rest is shown. */
const isUrgent = (suggestion: WordSuggestion): boolean =>
  isOfMedicine(suggestion) && suggestion.state === 'asked' && URGENT.has(suggestion.reason);

/** Words that a second listening heard otherwise, with their places. */
const contested = ({ turns }: Transcript): readonly (Place & { readonly message: string })[] =>
  turns.flatMap(({ id, words }) => {
    let at = 0;
    return words.flatMap(({ text, heardAgain }) => {
      const start = at;
      at += text.length + 1;
      if (heardAgain === undefined) return [];
      const message = `Heard "${text}", and "${heardAgain}" when listened to again.`;
      return [{ turn: id, start, end: start + text.length, message }];
    });
  });

/** A flag for each word that may have been misheard, about the line of the note that rests on it. */
export const flagsOfWords = (transcript: Transcript, note?: Note): readonly Omit<Flag, 'id'>[] => {
  const flagAt = (
    { turn, start, end }: Place,
    flag: Pick<Flag, 'kind' | 'severity' | 'message'>,
  ): Omit<Flag, 'id'> => {
    const about = lineOn({ turn, start, end }, note);
    return {
      ...flag,
      evidence: [{ source: 'transcript', turn, start, end }],
      ...(about === undefined ? {} : { about }),
    };
  };
  return [
    ...(transcript.suggestions ?? []).map((suggestion) =>
      flagAt(suggestion, {
        kind: suggestion.state === 'asked' && isOfMedicine(suggestion) ? 'sound-alike' : 'low-confidence',
        severity: isUrgent(suggestion) ? 'interrupt' : 'show',
        message: messageOf(suggestion),
      }),
    ),
    ...contested(transcript).map(({ message, ...place }) =>
      flagAt(place, { kind: 'low-confidence', severity: 'show', message }),
    ),
  ];
};
