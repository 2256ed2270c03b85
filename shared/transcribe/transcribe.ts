import { SAMPLE_RATE, type Sound } from '../contract/capture.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Gap, Transcript, Word } from '../contract/transcript.ts';
import { ahead } from './ahead.ts';
import type { Engine } from './engines/engine.ts';
import { listenTo, type ListenSettings } from './listen.ts';
import { attributeSpeakers } from './speakers/attribute.ts';
import { makeVoiceCollector } from './speakers/collect.ts';
import type { CueReader } from './speakers/cues.ts';
import { turnsOf } from './speakers/turns.ts';
import { chunksOf, type Chunk } from './voice/chunks.ts';
import { makeSileroDetector } from './voice/silero.ts';

export interface TranscribeInput {
  readonly sound: Sound;
  readonly engine: Engine;
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  readonly readCues: CueReader;
  /** Names that this visit is likely to hold, the patient's medicines first; the engine is told to expect them. */
  readonly vocabulary?: readonly string[];
  readonly signal?: AbortSignal;
  /** Share of the announced length that has been heard, 0..1; never called where a file announces none. */
  readonly onProgress?: (share: number) => void;
}

/**
 * How people talk in a visit, for languages where it was measured: with it, base q8_0 writes hesitations as such and
 * not as words of like sound.
 */
export const MANNER: Readonly<Record<string, string>> = { en: 'Um, okay. Uh, so, uh, yes.' };

/** An engine reads only the end of a long prompt, and a short one can hardly be echoed. */
const MOST_NAMES = 24;

/** Names come last: what stands nearest to the speech weighs most. */
const promptOf = (language: string, vocabulary: readonly string[]): string => {
  const names = vocabulary.slice(0, MOST_NAMES).join(', ');
  return [MANNER[language] ?? '', names && `${names}.`].filter(Boolean).join(' ');
};

/** Chunks made ready while the engine works: enough that it never waits, few enough that memory stays flat. */
const CHUNKS_AHEAD = 2;

const endMsOf = (chunk: Chunk): number => {
  const last = chunk.pieces.at(-1);
  return last ? ((last.from + last.length) / SAMPLE_RATE) * 1000 : 0;
};

/**
 * Speech to turns. The file is decoded, gated and heard as a stream: while the engine hears one chunk, the next is made
 * ready. Silence only gives a transcript without turns. The engine is the caller's and stays open; the sound is closed.
 * May fail: cancelled, engine-missing, engine-failed.
 */
export const transcribe = async (input: TranscribeInput): Promise<Result<Transcript>> => {
  const { sound, engine, signal, onProgress } = input;
  engine.prepare();
  const detector = await makeSileroDetector();
  const voices = makeVoiceCollector();
  const settingsFor = (language: string): ListenSettings => {
    const prompt = promptOf(language, input.vocabulary ?? []);
    return { engine, language, signal, ...(prompt === '' ? {} : { prompt }) };
  };
  const words: Word[] = [];
  const gaps: Gap[] = [];
  let language: string | null = input.language === 'auto' ? null : input.language;
  try {
    for await (const chunk of ahead(chunksOf(sound.blocks, detector, voices.observe), CHUNKS_AHEAD)) {
      const spoken =
        language === null
          ? await engine.detectLanguage({ samples: chunk.samples, signal })
          : succeed(language);
      if (!spoken.ok) return spoken;
      const heard = await listenTo(chunk, settingsFor(spoken.value));
      if (!heard.ok) return heard;
      // A language found in the first words is kept: asking again for every chunk costs the engine half its speed.
      if (heard.value.words.length > 0) language = spoken.value;
      words.push(...heard.value.words);
      gaps.push(...heard.value.gaps);
      if (sound.announcedMs !== null) onProgress?.(Math.min(1, endMsOf(chunk) / sound.announcedMs));
    }
    if (signal?.aborted === true) return refuse('cancelled');
    const { durationMs, missing } = sound.end();
    if (missing) gaps.push({ ...missing, reason: 'truncated-file' });
    const turns = turnsOf(attributeSpeakers(words, voices.finish(), input.readCues));
    return succeed({
      version: 1,
      language: language ?? 'und',
      durationMs,
      engine: engine.identity,
      turns,
      gaps,
    });
  } finally {
    await sound.close();
    await detector.close();
  }
};
