import { cluster } from './clusters.ts';
import { metricOf, type Metric } from './metric.ts';
import { meanOfVectors, type EmbeddedPiece } from './pieces.ts';

/** Directions of a visit's vectors that are looked at: a few voices differ in a few, and the rest is chance. */
const DIRECTIONS = 8;
const ROUNDS = 30;
/** Fewer pieces than this say nothing of how voices differ in this visit. */
const LEAST_PIECES = 8;
const LEAST_DIFFERENCES = 4;
/** A voice is founded on pieces of this length (ms), and not on shorter ones: an "okay" tells little. */
const FOUNDING_MS = 1_200;
/** Where voices change inside a stretch, neighbouring pieces differ for another reason: the widest are left out. */
const ORDINARY = 0.85;

type Vector = Float64Array;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
};

/** The direction in which points around zero lie widest (power iteration). */
const widest = (points: readonly Vector[]): Vector => {
  // Begun with the farthest point, so that the same visit gives the same directions.
  const far = points.reduce((best, point) => (dot(point, point) > dot(best, best) ? point : best));
  let direction: Vector = far;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(direction.length);
    for (const point of points) {
      const along = dot(point, direction);
      for (let k = 0; k < next.length; k += 1) next[k] = (next[k] ?? 0) + along * (point[k] ?? 0);
    }
    const length = Math.sqrt(dot(next, next)) || 1;
    direction = next.map((value) => value / length);
  }
  return direction;
};

const without = (points: readonly Vector[], direction: Vector): readonly Vector[] =>
  points.map((point) => {
    const along = dot(point, direction);
    return point.map((value, k) => value - along * (direction[k] ?? 0));
  });

/** The vectors of a visit by the few directions in which they differ most. */
const coordinatesOf = (vectors: readonly Float32Array[]): readonly Vector[] => {
  const mean = meanOfVectors(vectors);
  const directions: Vector[] = [];
  const centred: readonly Vector[] = vectors.map((vector) =>
    Float64Array.from(vector, (value, k) => value - (mean[k] ?? 0)),
  );
  let left = centred;
  while (directions.length < DIRECTIONS) {
    const direction = widest(left);
    directions.push(direction);
    left = without(left, direction);
  }
  return centred.map((point) => Float64Array.from(directions, (direction) => dot(point, direction)));
};

/** Differences between pieces of one stretch that share no sound, as if each were of the same spread as one piece. */
const differencesIn = (
  pieces: readonly EmbeddedPiece[],
  at: ReadonlyMap<EmbeddedPiece, Vector>,
): readonly Vector[] =>
  pieces.slice(1).flatMap((piece, k) => {
    const [before, here] = [pieces[k], at.get(piece)];
    const there = before && at.get(before);
    if (!before || !here || !there || piece.startMs < before.endMs) return [];
    return [here.map((value, d) => (value - (there[d] ?? 0)) / Math.SQRT2)];
  });

const metricFor = (differences: readonly Vector[]): Metric => {
  const first = metricOf(differences, DIRECTIONS);
  const lengthOf = (difference: Vector): number => {
    const placed = first.place(difference);
    return dot(placed, placed);
  };
  const ordered = [...differences].sort((a, b) => lengthOf(a) - lengthOf(b));
  return metricOf(ordered.slice(0, Math.ceil(ordered.length * ORDINARY)), DIRECTIONS);
};

/** What a speaker model tells of a visit's voices. */
export interface EmbeddedVoices {
  readonly count: number;
  /** How well each piece fits each voice, in nats up to a constant that all voices share. */
  readonly fits: ReadonlyMap<EmbeddedPiece, readonly number[]>;
}

/**
 * Groups the pieces of a visit (those of each stretch in order of time) by the vectors of a speaker model, in a space
 * where one voice varies by one from piece to piece; null where there are too few of them to say how far that is.
 */
export const tellPiecesApart = (stretches: readonly (readonly EmbeddedPiece[])[]): EmbeddedVoices | null => {
  const pieces = stretches.flat();
  if (pieces.length < LEAST_PIECES) return null;
  const coordinates = coordinatesOf(pieces.map(({ vector }) => vector));
  const at = new Map(pieces.map((piece, k) => [piece, coordinates[k] ?? new Float64Array(DIRECTIONS)]));
  const differences = stretches.flatMap((each) => differencesIn(each, at));
  if (differences.length < LEAST_DIFFERENCES) return null;
  const { place } = metricFor(differences);
  const members = [...at].map(([piece, coordinate]) => ({
    piece,
    point: place(coordinate),
    weight: piece.endMs - piece.startMs,
  }));
  const founding = members.filter(({ weight }) => weight >= FOUNDING_MS);
  const centres = cluster(founding).map(({ centre }) => centre);
  return {
    count: centres.length,
    fits: new Map(
      members.map(({ piece, point }) => [
        piece,
        centres.map((centre) => dot(point, centre) - dot(centre, centre) / 2),
      ]),
    ),
  };
};
