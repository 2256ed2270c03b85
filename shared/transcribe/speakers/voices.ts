import { CEPSTRA, FEATURES } from './features.ts';
import { fitMixture, logLikelihood, type Mixture, type Rows } from './mixture.ts';

/** A run of speech between two pauses, with one row of voice features per frame of 32 ms. */
export interface VoicedStretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly frames: Float32Array;
}

/** For each stretch, log odds that the second voice speaks rather than the first (nats); null when one voice is heard. */
export type VoiceOdds = readonly number[] | null;

const COMPONENTS = 6;
const ROUNDS = 5;
/** Shorter stretches do not found a cluster: an "okay" tells little of a voice. */
const FOUNDING_FRAMES = 16;
/** Neighbouring frames say nearly the same, so their evidence counts for less than its sum. */
const TEMPER = 0.12;
/** Past this, more speech does not make a voice surer: something else may be wrong. */
const MOST_NATS = 6;
/**
 * Distance of the two clusters in within-cluster deviations below which they are taken for one voice. Measured: one
 * synthetic voice split in two lies 4 to 7.5 apart, two voices 14 (in noise) to 40.
 */
const APART = 8;
const PITCH_WEIGHT = 2;
/** A second person says more than this share of what is said, and not all of it in one go. */
const LEAST_SHARE = 0.04;
const LEAST_STRETCHES = 2;

interface Prepared {
  readonly rows: Rows;
  /** Mean of the rows. */
  readonly centre: Float64Array;
}

const rowsOf = (stretch: VoicedStretch): number[] => {
  const all = Array.from({ length: stretch.frames.length / FEATURES }, (_, row) => row);
  const pitched = all.filter((row) => (stretch.frames[row * FEATURES + CEPSTRA] ?? 0) > 0);
  // The voice is in the vowels; a stretch that is all whisper or noise is taken as it is.
  return pitched.length >= 4 ? pitched : all;
};

/** Scales every feature to unit deviation over the visit; a frame without pitch gets the mean pitch. */
const prepare = (stretches: readonly VoicedStretch[]): readonly Prepared[] => {
  const sum = new Float64Array(FEATURES);
  const square = new Float64Array(FEATURES);
  const count = new Float64Array(FEATURES).fill(1e-6);
  for (const stretch of stretches) {
    for (const row of rowsOf(stretch)) {
      for (let k = 0; k < FEATURES; k += 1) {
        const value = stretch.frames[row * FEATURES + k] ?? 0;
        if (k === CEPSTRA && value === 0) continue;
        sum[k] = (sum[k] ?? 0) + value;
        square[k] = (square[k] ?? 0) + value * value;
        count[k] = (count[k] ?? 0) + 1;
      }
    }
  }
  const mean = sum.map((value, k) => value / (count[k] ?? 1));
  const deviation = square.map((value, k) =>
    Math.sqrt(Math.max(1e-6, value / (count[k] ?? 1) - (mean[k] ?? 0) ** 2)),
  );
  return stretches.map((stretch) => {
    const rows = rowsOf(stretch);
    const values = new Float32Array(rows.length * FEATURES);
    const centre = new Float64Array(FEATURES);
    rows.forEach((row, index) => {
      for (let k = 0; k < FEATURES; k += 1) {
        const value = stretch.frames[row * FEATURES + k] ?? 0;
        const scaled = k === CEPSTRA && value === 0 ? 0 : (value - (mean[k] ?? 0)) / (deviation[k] ?? 1);
        const weighted = k === CEPSTRA ? scaled * PITCH_WEIGHT : scaled;
        values[index * FEATURES + k] = weighted;
        centre[k] = (centre[k] ?? 0) + weighted / rows.length;
      }
    });
    return { rows: { width: FEATURES, values }, centre };
  });
};

const distance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, k) => sum + (value - (b[k] ?? 0)) ** 2, 0);

const meanOf = (items: readonly Prepared[]): Float64Array => {
  const frames = items.reduce((total, item) => total + item.rows.values.length, 0);
  const mean = new Float64Array(FEATURES);
  for (const { centre, rows } of items) {
    const share = rows.values.length / (frames || 1);
    centre.forEach((value, k) => {
      mean[k] = (mean[k] ?? 0) + share * value;
    });
  }
  return mean;
};

/** Two clusters of stretch means, started from the two stretches that are furthest apart. */
const twoMeans = (items: readonly Prepared[]): readonly boolean[] => {
  const middle = meanOf(items);
  const furthest = (from: Float64Array): Float64Array =>
    items.reduce(
      (best, { centre }) => (distance(centre, from) > distance(best, from) ? centre : best),
      items[0]?.centre ?? middle,
    );
  let first = furthest(middle);
  let second = furthest(first);
  let labels: readonly boolean[] = [];
  for (let round = 0; round < 20; round += 1) {
    labels = items.map(({ centre }) => distance(centre, second) < distance(centre, first));
    const ofFirst = items.filter((_, k) => labels[k] === false);
    const ofSecond = items.filter((_, k) => labels[k] === true);
    if (ofFirst.length === 0 || ofSecond.length === 0) break;
    first = meanOf(ofFirst);
    second = meanOf(ofSecond);
  }
  return labels;
};

/** How far apart two groups of stretches lie along the line between their centres, in their own deviations. */
const apartness = (items: readonly Prepared[], labels: readonly boolean[]): number => {
  const groups = [false, true].map((label) => items.filter((_, k) => labels[k] === label));
  const [a, b] = groups.map(meanOf);
  if (!a || !b || groups.some((group) => group.length === 0)) return 0;
  const axis = b.map((value, k) => value - (a[k] ?? 0));
  const length = Math.sqrt(axis.reduce((sum, value) => sum + value * value, 0)) || 1;
  let spread = 0;
  let weight = 0;
  groups.forEach((group, g) => {
    const centre = g === 0 ? a : b;
    for (const item of group) {
      const along = item.centre.reduce(
        (sum, value, k) => sum + ((value - (centre[k] ?? 0)) * (axis[k] ?? 0)) / length,
        0,
      );
      spread += item.rows.values.length * along * along;
      weight += item.rows.values.length;
    }
  });
  return length / Math.sqrt(spread / (weight || 1) + 1e-6);
};

/** A voice is known after two minutes of it; more rows would only cost time and memory in a long visit. */
const MOST_ROWS = 2500;

const rowsIn = (items: readonly Prepared[]): number =>
  items.reduce((total, { rows }) => total + rows.values.length / rows.width, 0);

/** Rows of all items in order of time, every so many where there are more than a voice needs. */
const gather = (items: readonly Prepared[]): Rows => {
  const stride = Math.max(1, Math.ceil(rowsIn(items) / MOST_ROWS));
  const values = new Float32Array(Math.floor(rowsIn(items) / stride) * FEATURES);
  let index = 0;
  for (const { rows } of items) {
    for (let row = 0; row * FEATURES < rows.values.length; row += 1, index += 1) {
      const at = (index / stride) * FEATURES;
      if (index % stride === 0 && at < values.length)
        values.set(rows.values.subarray(row * FEATURES, (row + 1) * FEATURES), at);
    }
  }
  return { width: FEATURES, values };
};

const isTwoVoices = (items: readonly Prepared[], labels: readonly boolean[]): boolean => {
  const all = rowsIn(items);
  const bothSpeak = [false, true].every((label) => {
    const group = items.filter((_, k) => labels[k] === label);
    return group.length >= LEAST_STRETCHES && rowsIn(group) >= LEAST_SHARE * all;
  });
  return bothSpeak && apartness(items, labels) >= APART;
};

const oddsOf = ({ rows }: Prepared, first: Mixture, second: Mixture): number => {
  const count = rows.values.length / rows.width;
  let sum = 0;
  for (let row = 0; row < count; row += 1)
    sum += logLikelihood(second, rows, row) - logLikelihood(first, rows, row);
  return Math.max(-MOST_NATS, Math.min(MOST_NATS, TEMPER * sum));
};

/**
 * Tells two voices of a visit apart: clusters the stretches' mean features, then models each cluster's frames and
 * reassigns, a few rounds over. Which voice is whose is for the words to say.
 */
export const tellVoicesApart = (stretches: readonly VoicedStretch[]): VoiceOdds => {
  const items = prepare(stretches);
  const founding = items
    .map((_, k) => k)
    .filter((k) => (stretches[k]?.frames.length ?? 0) / FEATURES >= FOUNDING_FRAMES);
  if (founding.length < 4) return null;
  const founders = founding.flatMap((k) => items[k] ?? []);
  let labels = twoMeans(founders);
  let odds: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const groups = [false, true].map((label) => founders.filter((_, k) => labels[k] === label));
    const [first, second] = groups.map((group) =>
      group.length > 0 ? fitMixture(gather(group), COMPONENTS) : null,
    );
    if (!first || !second) return null;
    odds = items.map((item) => oddsOf(item, first, second));
    labels = founding.map((k) => (odds[k] ?? 0) > 0);
  }
  return isTwoVoices(founders, labels) ? odds : null;
};
