import type { Sound } from '../../contract/capture.ts';
import type { Turn } from '../../contract/transcript.ts';
import type { VoicePrint } from '../../contract/voice.ts';
import { framesFrom } from '../voice/frames.ts';
import { makeSileroDetector } from '../voice/silero.ts';
import { CLEARLY_SPEECH, FRAME_MS, makeVoiceCollector } from './collect.ts';
import { meanOf, rowsOf } from './voices.ts';

/** Voiced frames that make a print: 10 s of them at least, and past 90 s more says no more. */
const LEAST_FRAMES = 310;
const MOST_FRAMES = 2800;
/** A turn less surely the clinician's (0..1) teaches nothing. A label given by hand is sure. */
const SURE = 0.9;
interface Spoken {
  readonly sound: Sound;
  readonly turns: readonly Turn[];
}

const isSure = ({ speaker, speakerConfidence = 1 }: Turn): boolean =>
  speaker === 'clinician' && speakerConfidence >= SURE;

/** Rows of what was voiced in the clinician's turns of a recording, about `most` of them. The sound is closed. */
const clinicianRows = async ({ sound, turns }: Spoken, most: number): Promise<readonly Float64Array[]> => {
  const spans = turns.filter(isSure);
  const isTheirs = (ms: number): boolean => spans.some(({ startMs, endMs }) => ms >= startMs && ms <= endMs);
  const detector = await makeSileroDetector();
  const voices = makeVoiceCollector();
  let atMs = 0;
  let likely = 0;
  try {
    for await (const frame of framesFrom(sound.blocks)) {
      const probability = await detector.next(frame);
      voices.observe(frame, probability);
      if (probability >= CLEARLY_SPEECH && isTheirs(atMs)) likely += 1;
      atMs += FRAME_MS;
      if (likely >= most) break;
    }
    return voices
      .finish()
      .flatMap((stretch) => rowsOf(stretch).filter((_, row) => isTheirs(stretch.timesMs[row] ?? -1)));
  } finally {
    await detector.close();
    await sound.close();
  }
};

/** A print from visits in which it is known who spoke; null where the clinician said too little in them. */
export const learnVoice = async (visits: readonly Spoken[]): Promise<VoicePrint | null> => {
  const rows: Float64Array[] = [];
  for (const visit of visits)
    rows.push(...(await clinicianRows(visit, Math.ceil(MOST_FRAMES / visits.length))));
  return rows.length < LEAST_FRAMES ? null : { version: 1, mean: [...meanOf(rows)], frames: rows.length };
};
