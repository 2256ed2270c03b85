import type { SpeakerModelIdentity } from '../../contract/speaker-model.ts';
import type { VoicePrint } from '../../contract/voice.ts';
import type { Metric } from './metric.ts';
import { meanOfVectors } from './pieces.ts';
import { meanOf, metricFor, rowsOf, type VoicedStretch, type Voices } from './voices.ts';

/**
 * How near (in moments of one voice, see `metric.ts`) a voice has to lie to the print, and how many times farther every
 * other voice. Between spoken visits of three voices, same microphone or one with another tone or in an echoing room,
 * the same voice lay at 0.6 to 2.7, another at 8.5 and more; in noise at 10 dB nothing lay within 11, so that a print
 * made in the quiet is then not used.
 */
const NEAR = 5;
const TIMES_FARTHER = 2;

const distance = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, k) => sum + (value - (b[k] ?? 0)) ** 2, 0));

/** By a speaker model: how near to the print, as a share of the way from that voice to the next one of the visit. */
const NEAR_BY_MODEL = 0.5;

/** The voice that is the likeliest at a time, by the runs of it; -1 where nobody is. */
const voiceAt = (runs: Voices['runs'], ms: number): number => {
  const { evidence = [] } = runs.find(({ startMs, endMs }) => ms >= startMs && ms <= endMs) ?? {};
  return evidence.indexOf(Math.max(...evidence));
};

const runsIn = ({ startMs, endMs }: VoicedStretch, { runs }: Voices): Voices['runs'] =>
  runs.filter((run) => run.startMs < endMs && run.endMs > startMs);

/** Where each voice lies: the mean of its frames, by the runs in which it is the likeliest. */
const centresOf = (
  stretches: readonly VoicedStretch[],
  voices: Voices,
  { place }: Metric,
): readonly (Float64Array | null)[] => {
  const rows = Array.from({ length: voices.count }, (): Float64Array[] => []);
  for (const stretch of stretches) {
    const own = runsIn(stretch, voices);
    rowsOf(stretch).forEach((row, k) => {
      rows[voiceAt(own, stretch.timesMs[k] ?? 0)]?.push(row);
    });
  }
  return rows.map((each) => (each.length > 0 ? place(meanOf(each)) : null));
};

/** The same by a speaker model: the mean of the vectors of its pieces. */
const vectorsOf = (stretches: readonly VoicedStretch[], voices: Voices): readonly (Float64Array | null)[] => {
  const vectors = Array.from({ length: voices.count }, (): Float32Array[] => []);
  for (const stretch of stretches) {
    const own = runsIn(stretch, voices);
    for (const { startMs, endMs, vector } of stretch.pieces ?? [])
      vectors[voiceAt(own, (startMs + endMs) / 2)]?.push(vector);
  }
  return vectors.map((each) => (each.length > 0 ? meanOfVectors(each) : null));
};

interface Nearest {
  readonly voice: number;
  readonly far: number;
  /** How far the next one lies. */
  readonly next: number;
}

const nearestOf = (wanted: Float64Array, centres: readonly (Float64Array | null)[]): Nearest => {
  const all = centres.map((centre) => (centre ? distance(wanted, centre) : Infinity));
  const [far = Infinity, next = Infinity] = [...all].sort((a, b) => a - b);
  return { voice: all.indexOf(far), far, next };
};

const byModel = (
  mean: readonly number[],
  stretches: readonly VoicedStretch[],
  voices: Voices,
): number | null => {
  const centres = vectorsOf(stretches, voices);
  const { voice, far, next } = nearestOf(Float64Array.from(mean), centres);
  const own = centres[voice];
  if (!own) return null;
  const apart = nearestOf(
    own,
    centres.map((centre, k) => (k === voice ? null : centre)),
  ).far;
  return Number.isFinite(apart) && far <= NEAR_BY_MODEL * apart && next >= TIMES_FARTHER * far ? voice : null;
};

/**
 * Which of a visit's voices is the one of a print; null where none is clearly nearer than all others, as with another
 * clinician, another microphone, or where one voice only is heard. `speakerModel` is the one that the pieces of the
 * stretches were placed by; a print made with that very model is compared by it, any other by how frames sound.
 */
export const voiceOfPrint = (
  print: VoicePrint,
  stretches: readonly VoicedStretch[],
  voices: Voices,
  speakerModel?: SpeakerModelIdentity,
): number | null => {
  if (voices.count < 2) return null;
  const { embedding } = print;
  if (embedding && embedding.model.sha256 === speakerModel?.sha256)
    return byModel(embedding.mean, stretches, voices);
  const metric = metricFor(stretches);
  const wanted = metric.place(Float64Array.from(print.mean));
  const { voice, far, next } = nearestOf(wanted, centresOf(stretches, voices, metric));
  return far <= NEAR && next >= TIMES_FARTHER * far ? voice : null;
};
