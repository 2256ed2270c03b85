import type { Spoken } from './spoken.ts';
import { speakerLabel, speakerOfLine } from './speaker-lines.ts';
import { speakerOf } from './speakers.ts';

const TIMES = /^(?:(\d+):)?(\d{2}):(\d{2})[.,](\d{3})\s+-->\s+(?:(\d+):)?(\d{2}):(\d{2})[.,](\d{3})/;
const VOICE = /<v(?:\.[^\s>]+)?\s+([^>]+)>/;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  quot: '"',
  lrm: '',
  rlm: '',
};

/** WebVTT by its first word; SubRip, which differs in little, by its first cue. */
export const isVtt = (text: string): boolean =>
  /^\uFEFF?WEBVTT(?:\s|$)/.test(text) || /^\uFEFF?\s*1\n\d{2}:\d{2}:\d{2}[.,]\d{3} -->/.test(text);

const at = (match: RegExpExecArray, from: number): number => {
  const [hours, minutes, seconds, ms] = match.slice(from, from + 4).map((part) => Number(part || 0));
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000 + (ms ?? 0);
};

const words = (text: string): string =>
  text.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** Cues in order, the speaker from the voice tag or from a name before a colon. */
export const readVtt = (text: string): readonly Spoken[] =>
  text.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n');
    const timed = lines.findIndex((line) => TIMES.test(line));
    const match = TIMES.exec(lines[timed] ?? '');
    if (!match) return [];
    const said = lines.slice(timed + 1).join(' ');
    const voice = VOICE.exec(said)?.[1];
    const line = words(said);
    const label = voice ?? speakerLabel(line);
    return [
      {
        speaker: label === undefined ? 'unknown' : speakerOf(label),
        text: voice === undefined ? speakerOfLine(line).text : line,
        startMs: at(match, 1),
        endMs: at(match, 5),
      },
    ];
  });
