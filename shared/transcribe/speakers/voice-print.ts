import type { VoicePrint } from '../../contract/voice.ts';
import type { Metric } from './metric.ts';
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

/** Where each voice lies: the mean of its frames, by the runs in which it is the likeliest. */
const centresOf = (
  stretches: readonly VoicedStretch[],
  { count, runs }: Voices,
  { place }: Metric,
): readonly (Float64Array | null)[] => {
  const rows = Array.from({ length: count }, (): Float64Array[] => []);
  for (const stretch of stretches) {
    const own = runs.filter(({ startMs, endMs }) => startMs < stretch.endMs && endMs > stretch.startMs);
    rowsOf(stretch).forEach((row, k) => {
      const ms = stretch.timesMs[k] ?? 0;
      const { evidence = [] } = own.find(({ startMs, endMs }) => ms >= startMs && ms <= endMs) ?? {};
      rows[evidence.indexOf(Math.max(...evidence))]?.push(row);
    });
  }
  return rows.map((each) => (each.length > 0 ? place(meanOf(each)) : null));
};

/**
 * Which of a visit's voices is the one of a print; null where none is clearly nearer than all others, as with another
 * clinician, another microphone, or where one voice only is heard.
 */
export const voiceOfPrint = (
  print: VoicePrint,
  stretches: readonly VoicedStretch[],
  voices: Voices,
): number | null => {
  if (voices.count < 2) return null;
  const metric = metricFor(stretches);
  const wanted = metric.place(Float64Array.from(print.mean));
  const far = centresOf(stretches, voices, metric).map((centre) =>
    centre ? distance(wanted, centre) : Infinity,
  );
  const [nearest = Infinity, next = Infinity] = [...far].sort((a, b) => a - b);
  return nearest <= NEAR && next >= TIMES_FARTHER * nearest ? far.indexOf(nearest) : null;
};
