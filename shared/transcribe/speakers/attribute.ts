import type { SpeakerModelIdentity } from '../../contract/speaker-model.ts';
import type { Speaker, Word } from '../../contract/transcript.ts';
import type { VoicePrint } from '../../contract/voice.ts';
import type { CueReader } from './cues.ts';
import { placeWords } from './place.ts';
import { attributeUnits } from './roles.ts';
import { tellSidesApart } from './sides.ts';
import { voiceOfPrint } from './voice-print.ts';
import { tellVoicesApart, type VoicedRun, type VoicedStretch } from './voices.ts';

/** A word with who is thought to have said it, and how sure that is (0..1). */
export interface AttributedWord {
  readonly word: Word;
  readonly speaker: Speaker;
  readonly sureness: number;
}

/** Where two people spoke at once, or one began before the other had ended (ms). */
export interface Overlap {
  readonly startMs: number;
  readonly endMs: number;
}

export interface WhoSpoke {
  readonly words: readonly AttributedWord[];
  readonly overlaps: readonly Overlap[];
}

/** What may be known of the voices beside how they sound. */
export interface VoiceHelp {
  /** As `Sound.balance`, where there were two channels. */
  readonly balance?: Float32Array | null | undefined;
  /** How the clinician's voice sounds, where she had it learned. */
  readonly print?: VoicePrint | undefined;
  /** The model whose vectors the pieces of the stretches hold. */
  readonly speakerModel?: SpeakerModelIdentity | undefined;
}

/** Words this near (ms) to a change of voice without a pause may be either's. */
const EITHER_MS = 200;

const overlapsIn = (runs: readonly VoicedRun[], speakers: ReadonlyMap<number, Speaker>): readonly Overlap[] =>
  runs.flatMap((run, k) => {
    const before = runs[k - 1];
    if (before?.endMs !== run.startMs || speakers.get(k) === speakers.get(k - 1)) return [];
    return [{ startMs: Math.max(0, run.startMs - EITHER_MS), endMs: run.startMs + EITHER_MS }];
  });

/**
 * Who said each word, from the voice of the run of speech it lies in and from what is said, joined over the visit. Both
 * the voices and the cues may be missing; what stays unclear is `unknown`. Where two channels tell people apart the side
 * is believed before the voice, and where a voice is the clinician's by her print, that before the words.
 */
export const attributeSpeakers = (
  words: readonly Word[],
  stretches: readonly VoicedStretch[],
  readCues: CueReader,
  { balance, print, speakerModel }: VoiceHelp = {},
): WhoSpoke => {
  if (stretches.length === 0)
    return { words: words.map((word) => ({ word, speaker: 'unknown', sureness: 0 })), overlaps: [] };
  const voices = (balance && tellSidesApart(stretches, balance)) ?? tellVoicesApart(stretches);
  const groups = new Map<number, Word[]>();
  placeWords(words, voices.runs).forEach((place, k) => {
    const word = words[k];
    if (word) groups.set(place, [...(groups.get(place) ?? []), word]);
  });
  const runs = [...groups];
  const units = runs.map(([place, group]) => ({
    evidence: voices.runs[place]?.evidence ?? [],
    said: readCues(group.map(({ text }) => text)),
    asks: /\?/u.test(group.at(-1)?.text ?? ''),
  }));
  const known = print ? voiceOfPrint(print, stretches, voices, speakerModel) : null;
  const attributions = attributeUnits(units, voices.count, known);
  const speakers = new Map(runs.map(([place], k) => [place, attributions[k]?.speaker ?? 'unknown']));
  return {
    words: attributions.flatMap((attribution, k) =>
      (runs[k]?.[1] ?? []).map((word) => ({ word, ...attribution })),
    ),
    overlaps: overlapsIn(voices.runs, speakers),
  };
};
