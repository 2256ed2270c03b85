import type { SpeakerModelIdentity } from '../contract/speaker-model.ts';
import type { Transcript, Word } from '../contract/transcript.ts';
import type { VoicePrint } from '../contract/voice.ts';
import type { Language } from '../language/index.ts';
import type { AskDoses } from './right-words/dose-twins.ts';
import type { PutRight } from './right-words/right-words.ts';
import { attributeSpeakers } from './speakers/attribute.ts';
import type { CueReader } from './speakers/cues.ts';
import { turnsOf } from './speakers/turns.ts';
import type { VoicedStretch } from './speakers/voices.ts';
import type { ObeyCommands } from './words/dictation.ts';
import { quantitiesOf } from './words/quantities.ts';

/** What a whole recording gave: its words, and the voices they were said in. */
export interface HeardVisit {
  readonly words: readonly Word[];
  readonly stretches: readonly VoicedStretch[];
  /** As `Sound.balance`, where there were two channels. */
  readonly balance?: Float32Array | null | undefined;
  /** The model whose vectors the pieces of the stretches hold, where there is one. */
  readonly speakerModel?: SpeakerModelIdentity | undefined;
  /** ISO 639-1. */
  readonly language: string;
}

/** What is made of the words once all are there. Without the optional ones they stay as they were heard, unmarked. */
export interface Tellers {
  readonly readCues: CueReader;
  /** How the clinician's voice sounds, where she had it learned. */
  readonly print?: VoicePrint | undefined;
  /** Looks for misheard names, in English. */
  readonly putRight?: PutRight | undefined;
  /** Asks about doses that may have been another of like sound; needs `numbers`, in English. */
  readonly askDoses?: AskDoses | undefined;
  /** Obeys spoken punctuation where somebody dictates. */
  readonly obeyCommands?: ObeyCommands | undefined;
  /** The language whose numbers can be read; others are left alone. */
  readonly numbers?: { readonly code: string; readonly language: Language } | undefined;
}

type Told = Pick<Transcript, 'speakerModel' | 'turns' | 'overlaps' | 'suggestions' | 'quantities'>;

/** Turns by who spoke, with what may have been misheard put right or marked, and numbers read. */
export const tellVisit = (
  { words, stretches, balance, speakerModel, language }: HeardVisit,
  { readCues, print, putRight, askDoses, obeyCommands, numbers }: Tellers,
): Told => {
  const spoke = attributeSpeakers(words, stretches, readCues, { balance, print, speakerModel });
  const spoken = turnsOf(spoke.words);
  const obeyed = obeyCommands?.(spoken) ?? spoken;
  // Everyday words are known in English only: elsewhere every word would look misheard.
  const right = language === 'en' ? putRight?.(obeyed) : undefined;
  const turns = [...(right?.turns ?? obeyed)];
  const quantities = numbers?.code === language ? quantitiesOf(turns, numbers.language) : undefined;
  const doses = quantities && askDoses?.(turns, quantities);
  const suggestions = right || doses ? [...(right?.suggestions ?? []), ...(doses ?? [])] : undefined;
  return {
    ...(speakerModel && { speakerModel }),
    turns,
    overlaps: [...spoke.overlaps],
    ...(suggestions && { suggestions }),
    ...(quantities && { quantities: [...quantities] }),
  };
};
