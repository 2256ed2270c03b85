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
): Pick<Transcript, 'turns' | 'suggestions'> => {
  const turns = turnsOf(attributeSpeakers(words, stretches, readCues));
  if (!putRight) return { turns };
  const right = putRight(turns);
  return { turns: [...right.turns], suggestions: [...right.suggestions] };
};
