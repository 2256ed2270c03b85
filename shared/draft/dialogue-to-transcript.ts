import type { BatchDialogue } from '../contract/batch.ts';
import type { Speaker, Transcript } from '../contract/transcript.ts';

const SPEAKERS: Readonly<Record<string, Speaker>> = {
  doctor: 'clinician',
  clinician: 'clinician',
  patient: 'patient',
  patient_guest: 'other',
  other: 'other',
};

const ms = (seconds: number | undefined): number => Math.round((seconds ?? 0) * 1000);

/**
 * A written dialogue as a transcript: turn 0 becomes t1 and so on; times in seconds become ms, absent ones 0. A line
 * with `text` only is one turn by `unknown`.
 */
export const dialogueToTranscript = (line: BatchDialogue): Transcript => {
  const turns = 'dialogue' in line ? line.dialogue : [{ speaker: 'unknown', text: line.text }];
  return {
    version: 1,
    language: 'en',
    durationMs: Math.max(0, ...turns.slice(-1).map((turn) => ms('end' in turn ? turn.end : 0))),
    engine: { name: 'written', version: '1', model: 'none', sha256: '' },
    turns: turns.map((turn, index) => ({
      id: `t${index + 1}`,
      speaker: SPEAKERS[turn.speaker] ?? 'unknown',
      startMs: ms('start' in turn ? turn.start : 0),
      endMs: ms('end' in turn ? turn.end : 0),
      text: turn.text,
      words: [],
    })),
    gaps: [],
  };
};
