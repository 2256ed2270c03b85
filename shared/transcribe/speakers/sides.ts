import { BALANCE_FRAME_MS } from '../../contract/capture.ts';
import type { VoicedRun, VoicedStretch, Voices } from './voices.ts';

/** Frames over whose middle value the balance is taken: a third of a second, longer than a breath between words. */
const WINDOW = 9;
/** A run of one side shorter than this (frames) is an echo, not a turn. */
const SHORTEST_RUN = 12;
/** How far apart (dB) the two sides must lie, and how many times their own spread, for each to be a person's. */
const LEAST_APART = 3;
const LEAST_SPREADS = 4;
/** Share of the speech that the quieter person has at least. */
const LEAST_SHARE = 0.05;
/** What a side tells (nats): as much as the clearest voice. */
const NATS = 6;
const ROUNDS = 8;

const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Balance of each frame of a stretch, smoothed. */
const smoothed = ({ startMs, endMs }: VoicedStretch, balance: Float32Array): readonly number[] => {
  const from = Math.floor(startMs / BALANCE_FRAME_MS);
  const frames = [...balance.subarray(from, Math.ceil(endMs / BALANCE_FRAME_MS))];
  const half = WINDOW >> 1;
  return frames.map((_, k) => middleOf(frames.slice(Math.max(0, k - half), k + half + 1)));
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

const spreadOf = (values: readonly number[], mean: number): number =>
  Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));

/** The decibels at which one side ends and the other begins; null where the channels do not tell people apart. */
const borderIn = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  let border = (at(LEAST_SHARE) + at(1 - LEAST_SHARE)) / 2;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [low, high] = [sorted.filter((value) => value < border), sorted.filter((value) => value >= border)];
    border = (meanOf(low) + meanOf(high)) / 2;
  }
  const [low, high] = [sorted.filter((value) => value < border), sorted.filter((value) => value >= border)];
  const [lower, higher] = [meanOf(low), meanOf(high)];
  const spread = spreadOf(low, lower) + spreadOf(high, higher);
  const isShared = Math.min(low.length, high.length) >= LEAST_SHARE * sorted.length;
  return isShared && higher - lower >= Math.max(LEAST_APART, (LEAST_SPREADS * spread) / 2) ? border : null;
};

interface SideRun {
  readonly isFirst: boolean;
  readonly from: number;
  readonly to: number;
}

const sideRuns = (values: readonly number[], border: number): readonly SideRun[] => {
  const runs: SideRun[] = [];
  values.forEach((value, k) => {
    const isFirst = value >= border;
    const last = runs.at(-1);
    if (last?.isFirst === isFirst) runs[runs.length - 1] = { ...last, to: k + 1 };
    else runs.push({ isFirst, from: k, to: k + 1 });
  });
  return runs.reduce<readonly SideRun[]>((kept, run) => {
    const last = kept.at(-1);
    const isSame = last !== undefined && (run.isFirst === last.isFirst || run.to - run.from < SHORTEST_RUN);
    return isSame ? [...kept.slice(0, -1), { ...last, to: run.to }] : [...kept, run];
  }, []);
};

const runsOf = (stretch: VoicedStretch, values: readonly number[], border: number): readonly VoicedRun[] => {
  const runs = sideRuns(values, border);
  return runs.map(({ isFirst, from, to }, k) => ({
    startMs: k === 0 ? stretch.startMs : stretch.startMs + from * BALANCE_FRAME_MS,
    endMs: k === runs.length - 1 ? stretch.endMs : stretch.startMs + to * BALANCE_FRAME_MS,
    evidence: isFirst ? [0, -NATS] : [-NATS, 0],
  }));
};

/**
 * Tells two people apart by the channel that hears them louder, as with a microphone each; null where the channels hold
 * the same sound or differ too little to say. `balance` is that of the sound (`Sound.balance`).
 */
export const tellSidesApart = (stretches: readonly VoicedStretch[], balance: Float32Array): Voices | null => {
  const values = stretches.map((stretch) => smoothed(stretch, balance));
  const border = borderIn(values.flat());
  if (border === null) return null;
  return { count: 2, runs: stretches.flatMap((stretch, k) => runsOf(stretch, values[k] ?? [], border)) };
};
