import type { Speaker, Transcript, Turn, Word } from '../../contract/transcript.ts';
import { relabel } from './relabel.ts';

/** Who said it by hand, from `from` to `to` (ms) of the recording. */
interface Given {
  readonly from: number;
  readonly to: number;
  readonly speaker: Speaker;
}

const givenIn = ({ turns }: Transcript): readonly Given[] =>
  turns
    .filter(({ speakerConfidence }) => speakerConfidence === undefined)
    .map(({ startMs, endMs, speaker }) => ({ from: startMs, to: endMs, speaker }));

const speakerAt = (given: readonly Given[], { startMs, endMs }: Word): Speaker | undefined => {
  const middle = (startMs + endMs) / 2;
  return given.find(({ from, to }) => middle >= from && middle <= to)?.speaker;
};

/** Share of a speaker's words that have to be somebody else's by hand for the two to have been taken for each other. */
const MOSTLY = 0.8;

/** Whether clinician and patient were taken for each other, by the words that were given to somebody. */
const areSwapped = (turns: readonly Turn[], given: readonly Given[]): boolean =>
  (['clinician', 'patient'] as const).every((speaker) => {
    const known = turns
      .filter((turn) => turn.speaker === speaker)
      .flatMap(({ words }) => words.map((word) => speakerAt(given, word)))
      .filter((one) => one !== undefined);
    const others = known.filter((one) => one === (speaker === 'clinician' ? 'patient' : 'clinician'));
    return known.length > 0 && others.length >= MOSTLY * known.length;
  });

interface Run {
  readonly speaker: Speaker | undefined;
  readonly from: number;
  readonly to: number;
}

const runsIn = ({ words }: Turn, given: readonly Given[]): readonly Run[] =>
  words.reduce<readonly Run[]>((runs, word, k) => {
    const speaker = speakerAt(given, word);
    const last = runs.at(-1);
    return last && last.speaker === speaker
      ? [...runs.slice(0, -1), { ...last, to: k + 1 }]
      : [...runs, { speaker, from: k, to: k + 1 }];
  }, []);

/**
 * A recording that is heard again, because more was recorded or in another language, with what was said by hand of who
 * spoke in its transcript `before`: the same moments stay with whom they were given to, and where clinician and patient
 * had been taken for each other they are exchanged in what is new as well. Both transcripts have the same clock.
 */
export const rememberSpeakers = (heard: Transcript, before: Transcript): Transcript => {
  const given = givenIn(before);
  if (given.length === 0) return heard;
  const cast = areSwapped(heard.turns, given)
    ? relabel(heard, { kind: 'swap', one: 'clinician', other: 'patient' })
    : heard;
  // From the end, so that the turns before keep their numbers.
  const runs = cast.turns
    .flatMap((turn) => runsIn(turn, given).map((run) => ({ ...run, turn: turn.id })))
    .reverse();
  return runs.reduce<Transcript>(
    (transcript, { turn, from, to, speaker }) =>
      speaker === undefined ? transcript : relabel(transcript, { kind: 'words', turn, from, to, speaker }),
    cast,
  );
};
