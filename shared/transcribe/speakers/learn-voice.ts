import type { Sound } from '../../contract/capture.ts';
import type { Turn } from '../../contract/transcript.ts';
import type { VoicePrint } from '../../contract/voice.ts';
import { framesFrom } from '../voice/frames.ts';
import { makeSileroDetector } from '../voice/silero.ts';
import { CLEARLY_SPEECH, FRAME_MS, makeVoiceCollector } from './collect.ts';
import type { SpeakerEmbedder } from './embedder.ts';
import { meanOfVectors } from './pieces.ts';
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

/** What was voiced of somebody: rows of features, and where there is a speaker model its vectors of whole pieces. */
interface Voiced {
  readonly rows: readonly Float64Array[];
  readonly vectors: readonly Float32Array[];
}

/** What was voiced in the clinician's turns of a recording, about `most` rows of it. The sound is closed. */
const voicedByClinician = async (
  { sound, turns }: Spoken,
  most: number,
  embedder: SpeakerEmbedder | null,
): Promise<Voiced> => {
  const spans = turns.filter(isSure);
  const isTheirs = (ms: number): boolean => spans.some(({ startMs, endMs }) => ms >= startMs && ms <= endMs);
  const detector = await makeSileroDetector();
  const voices = makeVoiceCollector(embedder);
  let atMs = 0;
  let likely = 0;
  try {
    for await (const frame of framesFrom(sound.blocks)) {
      const probability = await detector.next(frame);
      await voices.observe(frame, probability);
      if (probability >= CLEARLY_SPEECH && isTheirs(atMs)) likely += 1;
      atMs += FRAME_MS;
      if (likely >= most) break;
    }
    const stretches = await voices.finish();
    return {
      rows: stretches.flatMap((stretch) =>
        rowsOf(stretch).filter((_, row) => isTheirs(stretch.timesMs[row] ?? -1)),
      ),
      vectors: stretches
        .flatMap(({ pieces = [] }) => pieces)
        .filter(
          ({ startMs, endMs }) => isTheirs(startMs) && isTheirs((startMs + endMs) / 2) && isTheirs(endMs),
        )
        .map(({ vector }) => vector),
    };
  } finally {
    await detector.close();
    await sound.close();
  }
};

/**
 * A print from visits in which it is known who spoke, by a speaker model too where there is one; null where the clinician
 * said too little in them. The model stays open.
 */
export const learnVoice = async (
  visits: readonly Spoken[],
  embedder: SpeakerEmbedder | null = null,
): Promise<VoicePrint | null> => {
  const rows: Float64Array[] = [];
  const vectors: Float32Array[] = [];
  for (const visit of visits) {
    const voiced = await voicedByClinician(visit, Math.ceil(MOST_FRAMES / visits.length), embedder);
    rows.push(...voiced.rows);
    vectors.push(...voiced.vectors);
  }
  if (rows.length < LEAST_FRAMES) return null;
  return {
    version: 1,
    mean: [...meanOf(rows)],
    frames: rows.length,
    ...(embedder &&
      vectors.length > 0 && {
        embedding: { model: embedder.identity, mean: [...meanOfVectors(vectors)] },
      }),
  };
};
