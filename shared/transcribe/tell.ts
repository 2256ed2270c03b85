import type { Transcript, Word } from '../contract/transcript.ts';
import type { PutRight } from './right-words/right-words.ts';
import { attributeSpeakers } from './speakers/attribute.ts';
import type { CueReader } from './speakers/cues.ts';
import { turnsOf } from './speakers/turns.ts';
import type { VoicedStretch } from './speakers/voices.ts';

/** What a whole recording gave: its words, and the voices they were said in. */
export interface HeardVisit {
  readonly words: readonly Word[];
  readonly stretches: readonly VoicedStretch[];
}

export interface Tellers {
  readonly readCues: CueReader;
  /** Looks for misheard names; without it words stay as they were heard and nothing is marked. */
  readonly putRight?: PutRight | undefined;
}

/** Turns by who spoke, with what may have been misheard put right or marked. */
export const tellVisit = (
  { words, stretches }: HeardVisit,
  { readCues, putRight }: Tellers,
): Pick<Transcript, 'turns' | 'overlaps' | 'suggestions'> => {
  const spoke = attributeSpeakers(words, stretches, readCues);
  const overlaps = [...spoke.overlaps];
  const turns = turnsOf(spoke.words);
  if (!putRight) return { turns, overlaps };
  const right = putRight(turns);
  return { turns: [...right.turns], overlaps, suggestions: [...right.suggestions] };
};
