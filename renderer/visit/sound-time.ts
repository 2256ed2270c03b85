import type { RecordingView } from '../../shared/contract/visits.ts';

/** All sound of a visit, one recording after the other, ms: the clock of its player and its transcript. */
export const soundMsOf = (recordings: readonly Pick<RecordingView, 'keptMs'>[]): number =>
  recordings.reduce((sum, { keptMs }) => sum + keptMs, 0);

export interface PlacedGap {
  readonly reason: RecordingView['gaps'][number]['reason'];
  /** Along all sound of the visit, ms. */
  readonly atMs: number;
}

/** Where something is missing, on the clock of the player. A recording's own gaps count from its beginning. */
export const gapsAlong = (
  recordings: readonly Pick<RecordingView, 'keptMs' | 'gaps'>[],
): readonly PlacedGap[] =>
  recordings.flatMap(({ gaps }, k) => {
    const before = soundMsOf(recordings.slice(0, k));
    return gaps.map(({ reason, atMs }) => ({ reason, atMs: before + atMs }));
  });
