import type { Speaker } from '../../contract/transcript.ts';
import type { Spoken } from './spoken.ts';
import { speakerOf } from './speakers.ts';

// "[00:01:12] Doctor: …", "Speaker 1 (0:12): …", "DOCTOR - …": a time in brackets, a short name, a mark.
const LABEL =
  /^\s*(?:[[(](?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d+)?[\])]\s*)?([\p{Lu}\p{L}][\p{L}\p{N}._' -]{0,30}?)\s*(?:[[(](?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d+)?[\])])?\s*(?::|\s-\s)\s+/u;

const NUMBERED = /^(?:speaker|spk|spkr|voice|participant|channel)[ _-]?[\p{L}\p{N}]{1,3}$/iu;

/**
 * The name before a line's words, if it is that of a role or of a numbered speaker. Anything else before a colon may be
 * something that was said, and stays in the text.
 */
export const speakerLabel = (line: string): string | undefined => {
  const label = LABEL.exec(line)?.[1]?.trim();
  if (label === undefined || label.split(/\s+/).length > 3) return undefined;
  return speakerOf(label) !== 'unknown' || NUMBERED.test(label) ? label : undefined;
};

export const speakerOfLine = (
  line: string,
): { readonly speaker: Speaker | undefined; readonly text: string } => {
  const label = speakerLabel(line);
  return label === undefined
    ? { speaker: undefined, text: line }
    : { speaker: speakerOf(label), text: line.replace(LABEL, '') };
};

/** Lines with a speaker before them; a line without one goes on with what the last speaker said. */
export const readSpeakerLines = (text: string): readonly Spoken[] => {
  let speaker: Speaker = 'unknown';
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => {
      const read = speakerOfLine(line);
      speaker = read.speaker ?? speaker;
      return { speaker, text: read.text, startMs: 0, endMs: 0 };
    });
};
