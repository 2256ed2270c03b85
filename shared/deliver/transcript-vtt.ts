import type { Speaker, Transcript } from '../contract/transcript.ts';
import { clean } from '../platform/escape.ts';

const VOICES: Readonly<Record<Speaker, string>> = {
  clinician: 'Clinician',
  patient: 'Patient',
  other: 'Other',
  unknown: 'Unknown',
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `hh:mm:ss.mmm` of a time in ms. */
export const vttTime = (ms: number): string => {
  const whole = Math.round(ms);
  const seconds = Math.floor(whole / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two);
  return `${parts.join(':')}.${String(whole % 1000).padStart(3, '0')}`;
};

const cueText = (text: string): string =>
  clean(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** The transcript as WebVTT with a voice tag a turn. Turns without time (written dialogues) have no cue. */
export const renderVtt = (transcript: Transcript): string => {
  const cues = transcript.turns
    .filter((turn) => turn.endMs > turn.startMs && turn.text.trim())
    .map(
      (turn) =>
        `${turn.id}\n${vttTime(turn.startMs)} --> ${vttTime(turn.endMs)}\n<v ${VOICES[turn.speaker]}>${cueText(turn.text)}`,
    );
  return `WEBVTT\n\nNOTE DRAFT: speech recognised by software, not checked\n\n${cues.join('\n\n')}${cues.length ? '\n' : ''}`;
};
