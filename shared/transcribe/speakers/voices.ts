import { cluster } from './clusters.ts';
import { tellPiecesApart, type EmbeddedVoices } from './embedded-voices.ts';
import { FEATURES } from './features.ts';
import { metricOf, type Metric } from './metric.ts';
import type { EmbeddedPiece } from './pieces.ts';

/**
 * A run of speech between two pauses, with one row of voice features per frame of 32 ms that is clearly speech and has
 * a pitch: the voice is in the vowels.
 */
export interface VoicedStretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly frames: Float32Array;
  /** When each row was heard, in ms from the start of the recording. */
  readonly timesMs: Uint32Array;
  /** Where a speaker model is installed, its word on each piece; none where the stretch is too short. */
  readonly pieces?: readonly EmbeddedPiece[];
}

/** A run of speech in one voice. */
export interface VoicedRun {
  readonly startMs: number;
  readonly endMs: number;
  /** For each voice of the visit, how likely it is beside the likeliest (nats, 0 for that one); empty when one is heard. */
  readonly evidence: readonly number[];
}

export interface Voices {
  /** How many voices were told apart; 1 where nothing tells. */
  readonly count: number;
  readonly runs: readonly VoicedRun[];
}

/** Frames of a moment: long enough to average over sounds, short enough that a stretch has several. */
const MOMENT = 24;
/** A voice is founded on pieces of this many frames, since people may speak on without a pause between them … */
const PIECE = 2 * MOMENT;
/** … and not on shorter ones: an "okay" tells little. */
const SHORTEST_PIECE = 16;
/** Where voices change, neighbouring moments differ for another reason: the widest differences are left out. */
const ORDINARY = 0.85;
/** Past this much speech in one go, more does not make a voice surer. */
const MOST_FRAMES = 96;
/** Nor do nats past this: something else may be wrong. */
const MOST_NATS = 6;
/** What a change of voice without a pause must bring (nats), and how much of each voice there must be (frames). */
const CHANGE_NATS = 8;
const SHORTEST_RUN = 12;

export const rowsOf = ({ frames, timesMs }: VoicedStretch): readonly Float64Array[] =>
  Array.from(timesMs, (_, row) => Float64Array.from(frames.subarray(row * FEATURES, (row + 1) * FEATURES)));

export const meanOf = (rows: readonly Float64Array[]): Float64Array => {
  const mean = new Float64Array(FEATURES);
  for (const row of rows)
    row.forEach((value, k) => {
      mean[k] = (mean[k] ?? 0) + value / rows.length;
    });
  return mean;
};

/** Equal parts of a list, of `size` or a little more or less each. */
const piecesOf = <T>(items: readonly T[], size: number): readonly (readonly T[])[] => {
  const count = Math.max(1, Math.round(items.length / size));
  const start = (k: number): number => Math.round((k * items.length) / count);
  return Array.from({ length: count }, (_, k) => items.slice(start(k), start(k + 1)));
};

/** Differences between neighbouring moments inside a stretch, as if each were of the same spread as one moment. */
const differencesIn = (rows: readonly Float64Array[]): readonly Float64Array[] => {
  const moments = piecesOf(rows, MOMENT).map(meanOf);
  return moments.slice(1).map((moment, k) => {
    const before = moments[k];
    return moment.map((value, at) => (value - (before?.[at] ?? 0)) / Math.SQRT2);
  });
};

const lengthOf = (point: Float64Array): number => point.reduce((sum, value) => sum + value * value, 0);

/** The metric of a visit: once over all differences, then over those that are ordinary by the first. */
export const metricFor = (stretches: readonly VoicedStretch[]): Metric => {
  const differences = stretches
    .filter(({ timesMs }) => timesMs.length >= 2 * MOMENT)
    .flatMap((stretch) => differencesIn(rowsOf(stretch)));
  const first = metricOf(differences, FEATURES);
  const ordered = differences
    .map((difference) => ({ difference, length: lengthOf(first.place(difference)) }))
    .sort((a, b) => a.length - b.length);
  const ordinary = ordered.slice(0, Math.ceil(ordered.length * ORDINARY));
  return metricOf(
    ordinary.map(({ difference }) => difference),
    FEATURES,
  );
};

/** How well a frame fits each voice, in nats up to a constant that all share. */
const fit = (row: Float64Array, centres: readonly Float64Array[]): readonly number[] =>
  centres.map((centre) => {
    let sum = 0;
    for (let k = 0; k < centre.length; k += 1)
      sum += (row[k] ?? 0) * (centre[k] ?? 0) - (centre[k] ?? 0) ** 2 / 2;
    return sum / MOMENT;
  });

const likeliest = (fits: readonly number[]): number => fits.indexOf(Math.max(...fits));

/** The likeliest voice of each frame, where a change costs `CHANGE_NATS` (Viterbi). */
const voiceOfFrames = (fits: readonly (readonly number[])[], voices: number): readonly number[] => {
  let score: readonly number[] = Array.from({ length: voices }, () => 0);
  const from: (readonly number[])[] = [];
  for (const each of fits) {
    const best = score.indexOf(Math.max(...score));
    const top = score[best] ?? 0;
    from.push(score.map((value, voice) => (value >= top - CHANGE_NATS ? voice : best)));
    score = score.map((value, voice) => Math.max(value, top - CHANGE_NATS) + (each[voice] ?? 0));
  }
  const path: number[] = [];
  let voice = score.indexOf(Math.max(...score));
  for (let frame = fits.length - 1; frame >= 0; frame -= 1) {
    path[frame] = voice;
    voice = from[frame]?.[voice] ?? voice;
  }
  return path;
};

/** Where a new voice begins, as frame numbers; a burst too short to be a person's is no change. */
const changesIn = (path: readonly number[]): readonly number[] => {
  const starts = path.flatMap((voice, at) => (at > 0 && voice !== path[at - 1] ? [at] : []));
  return starts.filter(
    (at, k) =>
      at - (starts[k - 1] ?? 0) >= SHORTEST_RUN && (starts[k + 1] ?? path.length) - at >= SHORTEST_RUN,
  );
};

const evidenceOf = (fits: readonly (readonly number[])[], voices: number): readonly number[] => {
  const scale = Math.min(1, MOST_FRAMES / (fits.length || 1));
  const sums = Array.from({ length: voices }, (_, voice) =>
    fits.reduce((sum, each) => sum + (each[voice] ?? 0) * scale, 0),
  );
  const top = Math.max(...sums);
  return sums.map((sum) => Math.max(-MOST_NATS, sum - top));
};

/** What the voices of a visit are told apart by. */
interface Grouping {
  readonly count: number;
  /** How well each row of a stretch fits each voice, in nats. */
  readonly fitsOf: (stretch: VoicedStretch) => readonly (readonly number[])[];
}

const runsOf = (stretch: VoicedStretch, { count, fitsOf }: Grouping): readonly VoicedRun[] => {
  const { timesMs } = stretch;
  const fits = fitsOf(stretch);
  const starts = [0, ...changesIn(voiceOfFrames(fits, count))];
  const timeAt = (frame: number): number => ((timesMs[frame - 1] ?? 0) + (timesMs[frame] ?? 0)) / 2;
  return starts.map((start, k) => {
    const end = starts[k + 1];
    return {
      startMs: k === 0 ? stretch.startMs : timeAt(start),
      endMs: end === undefined ? stretch.endMs : timeAt(end),
      evidence: evidenceOf(fits.slice(start, end), count),
    };
  });
};

const byFrames =
  ({ place }: Metric, centres: readonly Float64Array[]): Grouping['fitsOf'] =>
  (stretch) =>
    rowsOf(stretch).map((row) => fit(place(row), centres));

/** By how frames sound: pieces of stretches, grouped by where they lie. */
const groupByFrames = (stretches: readonly VoicedStretch[], metric: Metric): Grouping => {
  // One stretch after the other, twice: the placed rows of a long visit are ten times what is kept of it.
  const members = stretches.flatMap((stretch) =>
    piecesOf(rowsOf(stretch).map(metric.place), PIECE)
      .filter((rows) => rows.length >= SHORTEST_PIECE)
      .map((rows) => ({ point: meanOf(rows), weight: rows.length })),
  );
  const centres = cluster(members).map(({ centre }) => centre);
  return { count: centres.length, fitsOf: byFrames(metric, centres) };
};

/** Numbers of the rows of a stretch that lie in one of its pieces. */
const rowsWithin = ({ timesMs }: VoicedStretch, { startMs, endMs }: EmbeddedPiece): readonly number[] =>
  [...timesMs.keys()].filter((row) => (timesMs[row] ?? 0) >= startMs && (timesMs[row] ?? 0) < endMs);

/** How the frames of each voice's pieces sound on average. */
const soundOfVoices = (
  stretches: readonly VoicedStretch[],
  { count, fits }: EmbeddedVoices,
): readonly Float64Array[] => {
  const sums = Array.from({ length: count }, () => ({ sum: new Float64Array(FEATURES), rows: 0 }));
  for (const stretch of stretches) {
    const rows = rowsOf(stretch);
    for (const piece of stretch.pieces ?? []) {
      const voice = sums[likeliest(fits.get(piece) ?? [])];
      if (!voice) continue;
      for (const at of rowsWithin(stretch, piece)) {
        voice.rows += 1;
        rows[at]?.forEach((value, k) => {
          voice.sum[k] = (voice.sum[k] ?? 0) + value;
        });
      }
    }
  }
  return sums.map(({ sum, rows }) => sum.map((value) => value / (rows || 1)));
};

/**
 * By a speaker model's word on each piece, shared out over its rows, and by how the frames of each of its voices sound,
 * which tells where in a piece the voice changes; null where the model has not enough to go by, or hears one voice only.
 */
const groupByModel = (stretches: readonly VoicedStretch[], metric: Metric): Grouping | null => {
  const told = tellPiecesApart(stretches.map(({ pieces = [] }) => pieces));
  if (!told || told.count < 2) return null;
  const fitsOfFrames = byFrames(metric, soundOfVoices(stretches, told).map(metric.place));
  return {
    count: told.count,
    fitsOf: (stretch) => {
      const all = fitsOfFrames(stretch).map((each) => [...each]);
      for (const piece of stretch.pieces ?? []) {
        const rows = rowsWithin(stretch, piece);
        const nats = told.fits.get(piece) ?? [];
        for (const at of rows)
          all[at] = (all[at] ?? []).map((fits, voice) => fits + (nats[voice] ?? 0) / rows.length);
      }
      return all;
    },
  };
};

/**
 * Tells the voices of a visit apart, up to three: stretches are grouped by where they lie in a space that is blind to
 * which sounds were said, or by a speaker model where one is installed; a stretch in which the voice changes without a
 * pause is cut there. Which voice is whose is for the words to say.
 */
export const tellVoicesApart = (stretches: readonly VoicedStretch[]): Voices => {
  const metric = metricFor(stretches);
  const grouping = groupByModel(stretches, metric) ?? groupByFrames(stretches, metric);
  if (grouping.count < 2)
    return {
      count: 1,
      runs: stretches.map(({ startMs, endMs }) => ({ startMs, endMs, evidence: [] })),
    };
  return { count: grouping.count, runs: stretches.flatMap((stretch) => runsOf(stretch, grouping)) };
};
