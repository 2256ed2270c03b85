import { SAMPLE_RATE } from '../contract/capture.ts';
import { succeed, type Result } from '../contract/errors.ts';
import type { Gap, Word } from '../contract/transcript.ts';
import type { Engine, HeardWord } from './engines/engine.ts';
import { recordingMs, type Chunk } from './voice/chunks.ts';
import { splitChunk } from './voice/split.ts';
import {
  collapseLoops,
  doubtAbout,
  isLikelyNoise,
  widestHole,
  withoutEcho,
  type Doubt,
} from './words/guards.ts';

export interface ListenSettings {
  readonly engine: Engine;
  readonly language: string;
  readonly prompt?: string;
  readonly signal?: AbortSignal | undefined;
  /** True where the language is not that of the recording; its words say so. */
  readonly isForeign?: boolean;
  /** How to hear a piece that may be in another language: asked only where this one gave nothing to believe. */
  readonly anew?: (piece: Chunk) => Promise<Result<ListenSettings>>;
}

/** What was heard of a chunk, in times of the recording, and what was not. */
export interface ChunkHeard {
  readonly words: readonly Word[];
  readonly gaps: readonly Gap[];
}

/** A doubtful passage is halved at most this often: 30 s, 15 s, 7 s. */
const HALVINGS = 2;

const lengthMs = (chunk: Chunk): number => (chunk.samples.length / SAMPLE_RATE) * 1000;

const inRecording = (
  chunk: Chunk,
  words: readonly HeardWord[],
  { language, isForeign = false }: ListenSettings,
): Word[] =>
  words.map(({ text, startMs, endMs, confidence }) => ({
    text,
    startMs: recordingMs(chunk.pieces, startMs),
    endMs: recordingMs(chunk.pieces, endMs),
    confidence,
    ...(isForeign && { language }),
  }));

const REASON: Readonly<Record<Doubt, Gap['reason']>> = {
  loop: 'loop',
  'too-few-words': 'too-few-words',
  'too-many-words': 'not-speech',
  noise: 'not-speech',
  hole: 'too-few-words',
};

/** What is kept of a passage that stayed doubtful, and the marks that say so. */
const settle = (
  chunk: Chunk,
  heard: readonly HeardWord[],
  doubt: Doubt,
  settings: ListenSettings,
): ChunkHeard => {
  const mark = (startMs: number, endMs: number): Gap => ({
    startMs: recordingMs(chunk.pieces, startMs),
    endMs: recordingMs(chunk.pieces, endMs),
    reason: REASON[doubt],
  });
  if (doubt === 'loop') {
    const { words, removed } = collapseLoops(heard);
    return {
      words: inRecording(chunk, words, settings),
      gaps: removed.map(({ startMs, endMs }) => mark(startMs, endMs)),
    };
  }
  // More words than a mouth can say, or than were likely to be speech, were not said.
  if (doubt === 'too-many-words' || doubt === 'noise') return { words: [], gaps: [mark(0, lengthMs(chunk))] };
  const hole = doubt === 'hole' ? widestHole(heard, lengthMs(chunk)) : { startMs: 0, endMs: lengthMs(chunk) };
  return { words: inRecording(chunk, heard, settings), gaps: [mark(hole.startMs, hole.endMs)] };
};

/**
 * What a refusal on one passage means: where the engine stopped on it, even when asked twice, the passage is marked and
 * not taken for silence, and the rest is heard; any other refusal stands.
 */
export const unheardOr = (
  refused: Extract<Result<never>, { ok: false }>,
  chunk: Chunk,
): Result<ChunkHeard> => {
  if (refused.error.code !== 'engine-failed') return refused;
  const startMs = recordingMs(chunk.pieces, 0);
  const endMs = recordingMs(chunk.pieces, lengthMs(chunk));
  return succeed({ words: [], gaps: [{ startMs, endMs, reason: 'engine-failed' }] });
};

/**
 * Hears one chunk. What loops, leaves speech without words or has more words than can be said is heard again in
 * smaller pieces; what stays doubtful is kept as far as it can be believed, and marked.
 */
export const listenTo = async (
  chunk: Chunk,
  settings: ListenSettings,
  halvings = HALVINGS,
): Promise<Result<ChunkHeard>> => {
  const { engine, language, prompt, signal } = settings;
  const heard = await engine.listen({
    samples: chunk.samples,
    language,
    signal,
    ...(prompt === undefined ? {} : { prompt }),
  });
  if (!heard.ok) return unheardOr(heard, chunk);
  const { words, removed } = withoutEcho(heard.value.words, prompt ?? '');
  const echoes = removed.map<Gap>(({ startMs, endMs }) => ({
    startMs: recordingMs(chunk.pieces, startMs),
    endMs: recordingMs(chunk.pieces, endMs),
    reason: 'prompt-echo',
  }));
  const doubt = doubtAbout(words, chunk.voicedMs, lengthMs(chunk));
  // What sounds like noise in one language may be speech in another; its pieces are then heard anew.
  const mayBeForeign = doubt !== null && settings.anew !== undefined && halvings > 0;
  if (!mayBeForeign && isLikelyNoise(words, chunk.voicedMs)) {
    const noise = settle(chunk, [], 'noise', settings);
    return succeed({ words: [], gaps: [...echoes, ...noise.gaps] });
  }
  if (!doubt) return succeed({ words: inRecording(chunk, words, settings), gaps: echoes });
  if (halvings === 0) {
    const settled = settle(chunk, words, doubt, settings);
    return succeed({ words: settled.words, gaps: [...echoes, ...settled.gaps] });
  }
  const parts: ChunkHeard[] = [];
  for (const part of splitChunk(chunk)) {
    const own = await (settings.anew?.(part) ?? succeed(settings));
    const again = own.ok ? await listenTo(part, own.value, halvings - 1) : unheardOr(own, part);
    if (!again.ok) return again;
    parts.push(again.value);
  }
  return succeed({
    words: parts.flatMap((part) => part.words),
    gaps: parts.flatMap((part) => part.gaps),
  });
};
