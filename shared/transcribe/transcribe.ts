import type { Sound } from '../contract/capture.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Gap, Transcript, Turn, Word } from '../contract/transcript.ts';
import type { Engine, Heard } from './engines/engine.ts';
import { chunksOf, recordingMs, type Chunk } from './voice/chunks.ts';
import { makeSileroDetector } from './voice/silero.ts';
import { ahead } from './ahead.ts';

export interface TranscribeInput {
  readonly sound: Sound;
  readonly engine: Engine;
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  readonly signal?: AbortSignal;
  /** Share of the announced length that has been heard, 0..1. */
  readonly onProgress?: (share: number) => void;
}

/** Chunks made ready while the engine works: enough that it never waits, few enough that memory stays flat. */
const CHUNKS_AHEAD = 2;

const wordsOf = (heard: Heard, chunk: Chunk): Word[] =>
  heard.words.map(({ text, startMs, endMs, confidence }) => ({
    text,
    startMs: recordingMs(chunk.pieces, startMs),
    endMs: recordingMs(chunk.pieces, endMs),
    confidence,
  }));

const turnOf = (words: readonly Word[], index: number): Turn => ({
  id: `t${index + 1}`,
  speaker: 'unknown',
  startMs: words[0]?.startMs ?? 0,
  endMs: words.at(-1)?.endMs ?? 0,
  text: words.map((word) => word.text).join(' '),
  words: [...words],
});

export const transcribe = async (input: TranscribeInput): Promise<Result<Transcript>> => {
  const { sound, engine, signal } = input;
  const detector = await makeSileroDetector();
  const turns: Turn[] = [];
  const gaps: Gap[] = [];
  let language = input.language;
  try {
    for await (const chunk of ahead(chunksOf(sound.blocks, detector), CHUNKS_AHEAD)) {
      const heard = await engine.listen({ samples: chunk.samples, language: input.language, signal });
      if (!heard.ok) return heard;
      if (language === 'auto') language = heard.value.language;
      const words = wordsOf(heard.value, chunk);
      if (words.length > 0) turns.push(turnOf(words, turns.length));
    }
    if (signal?.aborted === true) return refuse('cancelled');
    const { durationMs, missing } = sound.end();
    if (missing) gaps.push({ ...missing, reason: 'truncated-file' });
    return succeed({ version: 1, language, durationMs, engine: engine.identity, turns, gaps });
  } finally {
    await sound.close();
    await detector.close();
  }
};
