import type { Speaker } from '../../contract/transcript.ts';

/** A stretch of a transcript from elsewhere; times in ms, 0 where it has none. */
export interface Spoken {
  readonly speaker: Speaker;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}
