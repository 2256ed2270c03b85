import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Transcript } from '../../contract/transcript.ts';
import { readSpeakerLines } from './speaker-lines.ts';
import { speakerOf } from './speakers.ts';
import type { Spoken } from './spoken.ts';
import { isVtt, readVtt } from './vtt.ts';

const HealthScribe = z.object({
  Conversation: z.object({
    LanguageCode: z.string().optional(),
    TranscriptSegments: z.array(
      z.object({
        Content: z.string(),
        BeginAudioTime: z.number().optional(),
        EndAudioTime: z.number().optional(),
        ParticipantDetails: z.object({ ParticipantRole: z.string() }).optional(),
      }),
    ),
  }),
});

/** The names under which products for dictation and ambient listening keep a turn's parts. */
const anyTurn = z
  .object({
    speaker: z.union([z.string(), z.number()]).optional(),
    speakerLabel: z.string().optional(),
    speakerRole: z.string().optional(),
    role: z.string().optional(),
    text: z.string().optional(),
    content: z.string().optional(),
    transcript: z.string().optional(),
    start: z.number().optional(),
    end: z.number().optional(),
    startTimeMs: z.number().optional(),
    endTimeMs: z.number().optional(),
  })
  .refine((turn) => (turn.text ?? turn.content ?? turn.transcript) !== undefined);
const turns = z.array(anyTurn).min(1);
const Turns = z.union([
  turns,
  z.object({ turns }).transform((one) => one.turns),
  z.object({ utterances: turns }).transform((one) => one.utterances),
  z.object({ segments: turns }).transform((one) => one.segments),
  z.object({ transcript: turns }).transform((one) => one.transcript),
  z.object({ transcript: z.object({ turns }) }).transform((one) => one.transcript.turns),
]);

const ms = (seconds: number | undefined): number => Math.round((seconds ?? 0) * 1000);

const fromJson = (value: unknown): readonly Spoken[] | undefined => {
  const scribed = HealthScribe.safeParse(value);
  if (scribed.success)
    return scribed.data.Conversation.TranscriptSegments.map((segment) => ({
      speaker: speakerOf(segment.ParticipantDetails?.ParticipantRole ?? ''),
      text: segment.Content,
      startMs: ms(segment.BeginAudioTime),
      endMs: ms(segment.EndAudioTime),
    }));
  const found = Turns.safeParse(value);
  return found.success
    ? found.data.map((turn) => ({
        speaker: speakerOf(String(turn.speakerRole ?? turn.role ?? turn.speakerLabel ?? turn.speaker ?? '')),
        text: turn.text ?? turn.content ?? turn.transcript ?? '',
        startMs: turn.startTimeMs ?? ms(turn.start),
        endMs: turn.endTimeMs ?? ms(turn.end),
      }))
    : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Neighbouring stretches of one speaker are one turn. */
const joined = (spoken: readonly Spoken[]): readonly Spoken[] => {
  const turnsOf: Spoken[] = [];
  for (const one of spoken) {
    const text = one.text.replace(/\s+/g, ' ').trim();
    if (!text) continue;
    const last = turnsOf.at(-1);
    if (last && last.speaker === one.speaker && one.speaker !== 'unknown')
      turnsOf[turnsOf.length - 1] = { ...last, text: `${last.text} ${text}`, endMs: one.endMs };
    else turnsOf.push({ ...one, text });
  }
  return turnsOf;
};

const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Reads a transcript made elsewhere: HealthScribe JSON, a list of turns as dictation products write them, WebVTT with
 * voices, or plain text with a speaker before each line. What it is is told by its content. Plain text without speakers
 * is one turn by `unknown`. Fails with file-too-large, transcript-unreadable (not text, or no words).
 */
export const readTranscript = (bytes: Uint8Array): Result<Transcript> => {
  if (bytes.byteLength > MOST_BYTES) return refuse('file-too-large', { bytes: MOST_BYTES });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    return refuse('transcript-unreadable');
  }
  const value = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
  const spoken =
    value === undefined ? (isVtt(text) ? readVtt(text) : readSpeakerLines(text)) : fromJson(value);
  const all = joined(spoken ?? []);
  if (all.length === 0) return refuse('transcript-unreadable');
  return succeed({
    version: 1,
    language: 'en',
    durationMs: Math.max(0, ...all.map(({ endMs }) => endMs)),
    engine: { name: 'imported', version: '1', model: 'none', sha256: '' },
    turns: all.map((one, index) => ({ ...one, id: `t${String(index + 1)}`, words: [] })),
    gaps: [],
  });
};
