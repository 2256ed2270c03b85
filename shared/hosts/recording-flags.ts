import type { Flag } from '../contract/flag.ts';
import { isUnheard, type Gap, type Transcript } from '../contract/transcript.ts';

/** m:ss, as a person reads a recording. */
const clock = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
};

const WHY: Readonly<Record<Gap['reason'], string>> = {
  loop: 'the speech engine repeated itself; the words there were dropped',
  'prompt-echo': 'the speech engine gave back its own hints; the words there were dropped',
  'too-few-words': 'something was said there that could not be heard well enough',
  'not-speech': 'there was sound but no speech',
  'engine-failed': 'the speech engine failed there; the recording is kept',
  unclear: 'the sound was hard to hear, and the words there may be wrong; please listen to it again',
  'truncated-file': 'the recording ends early: its file is cut off; everything before was used',
};

/** Passages that a reader of the draft must know are missing or not to be believed. */
export const flagsOfRecording = (transcript: Transcript): readonly Omit<Flag, 'id'>[] => {
  if (transcript.turns.length === 0 && !transcript.gaps.some(isUnheard)) {
    const message = 'No speech was found in this recording. The recording is kept; nothing was drafted.';
    return [{ kind: 'gap', severity: 'interrupt', message, evidence: [] }];
  }
  return transcript.gaps.map(({ startMs, endMs, reason }) => ({
    kind: 'gap',
    severity: reason === 'not-speech' ? 'show' : 'interrupt',
    message: `${clock(startMs)} to ${clock(endMs)}: ${WHY[reason]}.`,
    evidence: [],
  }));
};

/** One numbering over the flags of all stages, the interrupting ones first. */
export const numberFlags = (flags: readonly Omit<Flag, 'id'>[]): readonly Flag[] =>
  [
    ...flags.filter((flag) => flag.severity === 'interrupt'),
    ...flags.filter((flag) => flag.severity === 'show'),
  ].map((flag, index) => ({ ...flag, id: `f${String(index + 1)}` }));
