import { z } from 'zod';
import { SpeakerModelIdentity } from './speaker-model.ts';

export const Speaker = z.enum(['clinician', 'patient', 'other', 'unknown']);
export type Speaker = z.infer<typeof Speaker>;

/** One recognised word; times in ms from the start of the recording, confidence 0..1 or null where an engine has none. */
export const Word = z.object({
  text: z.string(),
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
  confidence: z.number().min(0).max(1).nullable(),
  /** What the recogniser wrote, where a name was put in its place; absent where `text` is as heard. */
  heard: z.string().optional(),
  /** What a second listening heard in its place, where that was something else. */
  heardAgain: z.string().optional(),
  /** ISO 639-1 of what was spoken, where it is not the language of the transcript. */
  language: z.string().optional(),
});
export type Word = z.infer<typeof Word>;

/**
 * A stretch of speech by one speaker. Ids are t1, t2, … in order of time. A dialogue that was never heard (written
 * evaluation data) has zero times and no words.
 */
export const Turn = z.object({
  id: z.string(),
  speaker: Speaker,
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
  text: z.string(),
  words: z.array(Word),
  /** How sure the speaker is, 0..1; absent where it was given rather than inferred. */
  speakerConfidence: z.number().min(0).max(1).optional(),
});
export type Turn = z.infer<typeof Turn>;

/**
 * A stretch of the recording that yielded no words although something was there, or whose words were dropped; or, where
 * it is `unclear`, whose words are there and may well be wrong.
 */
export const Gap = z.object({
  startMs: z.number().nonnegative(),
  endMs: z.number().nonnegative(),
  reason: z.enum([
    'loop',
    'prompt-echo',
    'too-few-words',
    'not-speech',
    'engine-failed',
    'truncated-file',
    'unclear',
  ]),
});
export type Gap = z.infer<typeof Gap>;

/** Whether something was there that the engine did not hear: a failure, which must not be taken for silence. */
export const isUnheard = ({ reason }: Gap): boolean =>
  reason === 'engine-failed' || reason === 'too-few-words';

export const SuggestionReason = z.enum([
  /** What was heard is no word, and one name alone fits it. */
  'not-a-word',
  /** Two names fit what was heard about as well. */
  'two-names',
  /** A name fits, but not well enough to write it in. */
  'unsure',
  /** Everyday words that together sound like a charted name. */
  'everyday-words',
  /** The medicine that was heard is not the patient's, but one of theirs is often taken for it. */
  'charted-sound-alike',
  /** A dose ("fifteen") where the chart holds the one that sounds like it ("fifty"). */
  'charted-dose-sounds-alike',
  /** A dose that the medicine is not made in, where it is made in the one that sounds like it. */
  'dose-not-made',
  /** A dose that sounds like another, where neither chart nor medicine says which it was. */
  'dose-unconfirmed',
]);
export type SuggestionReason = z.infer<typeof SuggestionReason>;

/**
 * A mark on words that may have been misheard, `[start, end)` in UTF-16 units of the turn's text. `restored`: the text
 * holds `suggested` and the word keeps `heard`; `asked`: the text holds what was heard, and a person decides.
 */
export const WordSuggestion = z.object({
  turn: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** `term`: a word of anatomy, findings or procedures, not this patient's in particular. */
  kind: z.enum(['drug', 'lab', 'problem', 'name', 'dose', 'term']),
  heard: z.string(),
  suggested: z.string(),
  /** Other names that fit about as well. */
  others: z.array(z.string()),
  source: z.enum(['chart', 'lexicon']),
  state: z.enum(['restored', 'asked']),
  reason: SuggestionReason,
});
export type WordSuggestion = z.infer<typeof WordSuggestion>;

/**
 * A number as said, `[start, end)` in UTF-16 units of the turn's text with its unit; `value` in canonical digits ("40",
 * "0.5", "140/90"), `unit` canonical ("mg", "day").
 */
export const SpokenQuantity = z.object({
  turn: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  value: z.string(),
  unit: z.string().optional(),
});
export type SpokenQuantity = z.infer<typeof SpokenQuantity>;

export const EngineIdentity = z.object({
  name: z.string(),
  version: z.string(),
  model: z.string(),
  sha256: z.string(),
});
export type EngineIdentity = z.infer<typeof EngineIdentity>;

export const Transcript = z.object({
  version: z.literal(1),
  language: z.string(),
  durationMs: z.number().nonnegative(),
  engine: EngineIdentity,
  /** The speaker model that told voices apart; absent where that went by how frames sound, or by the words alone. */
  speakerModel: SpeakerModelIdentity.optional(),
  turns: z.array(Turn),
  gaps: z.array(Gap).default([]),
  /** Where two people spoke at once or without a pause between them (ms); absent where voices were not heard. */
  overlaps: z
    .array(z.object({ startMs: z.number().nonnegative(), endMs: z.number().nonnegative() }))
    .optional(),
  /** Words that may have been misheard; absent where nobody looked. */
  suggestions: z.array(WordSuggestion).optional(),
  /** Numbers as canonical values; absent in languages whose numbers are not read. */
  quantities: z.array(SpokenQuantity).optional(),
});
export type Transcript = z.infer<typeof Transcript>;

/**
 * A correction of who spoke: `swap` exchanges two speakers over the whole visit; `turns` gives whole turns to a
 * speaker; `words` gives the words `[from, to)` of a turn (counted from 0) to one and leaves the rest.
 */
export const Relabelling = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('swap'), one: Speaker, other: Speaker }),
  z.object({ kind: z.literal('turns'), turns: z.array(z.string()), speaker: Speaker }),
  z.object({
    kind: z.literal('words'),
    turn: z.string(),
    from: z.number().int().nonnegative(),
    to: z.number().int().nonnegative(),
    speaker: Speaker,
  }),
]);
export type Relabelling = z.infer<typeof Relabelling>;
