import { SAMPLE_RATE, type Sound } from '../contract/capture.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Gap, Transcript, Word } from '../contract/transcript.ts';
import { ahead } from './ahead.ts';
import type { Engine } from './engines/engine.ts';
import { inOrder } from './in-order.ts';
import { listenTo, unheardOr, type ChunkHeard, type ListenSettings } from './listen.ts';
import { makeMeanwhile, type Meanwhile, type Provisional } from './meanwhile.ts';
import { makeVoiceCollector } from './speakers/collect.ts';
import type { SpeakerEmbedder } from './speakers/embedder.ts';
import { tellVisit, type Tellers } from './tell.ts';
import { makeChunker, type Chunk, type Chunker } from './voice/chunks.ts';
import { makeSileroDetector } from './voice/silero.ts';
import { makeLanguageFinder } from './which-language.ts';
import { promptOf } from './words/prompt.ts';
import { unclearIn } from './words/unclear.ts';
import { makeSecondListening, type FindRisky } from './words/second-listening.ts';

/** Words that will not be heard again, and everything before `untilMs` with them. Who spoke is told at the end. */
export interface Settled extends ChunkHeard {
  readonly untilMs: number;
}

export interface TranscribeInput extends Tellers {
  readonly sound: Sound;
  readonly engine: Engine;
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  /** Names that this visit is likely to hold, the patient's medicines first; the engine is told to expect them. */
  readonly vocabulary?: readonly string[];
  readonly signal?: AbortSignal;
  /** Share of the announced length that has been heard, 0..1; never called where a file announces none. */
  readonly onProgress?: (share: number) => void;
  /** Words worth a second opinion; absent: each passage is heard once. */
  readonly findRisky?: FindRisky | undefined;
  readonly onSettled?: (settled: Settled) => void;
  /** Opens the speaker model that is to tell voices apart; absent or null: how frames sound tells. Closed at the end. */
  readonly openSpeakerModel?: (() => Promise<SpeakerEmbedder | null>) | undefined;
  /** The sound is being made as it is read: chunks are cut early, and provisional text is given, while there is time. */
  readonly live?: {
    readonly onProvisional?: ((provisional: Provisional) => void) | undefined;
    /** Aborted when no more sound comes; what has come is heard to its end. */
    readonly stop: AbortSignal;
  };
}

/** An engine that stopped on so many passages in a row will not hear the next one either. */
const MOST_UNHEARD = 3;

const isUnheard = ({ reason }: Gap): boolean => reason === 'engine-failed';

/** Nothing heard because the engine stopped is no silence. */
const isAllUnheard = (words: readonly Word[], gaps: readonly Gap[]): boolean =>
  words.length === 0 && gaps.some(isUnheard);

/** Chunks made ready while the engine works: enough that it never waits, few enough that memory stays flat. */
const CHUNKS_AHEAD = 2;

const endMsOf = (chunk: Chunk): number => {
  const last = chunk.pieces.at(-1);
  return last ? ((last.from + last.length) / SAMPLE_RATE) * 1000 : 0;
};

/** A word as it stands in the transcript: with a second opinion, and its language only where it is another. */
const settledWord = ({ language, ...word }: Word, main: string, heardAgain: string | undefined): Word => ({
  ...word,
  ...(heardAgain !== undefined && { heardAgain }),
  ...(language !== undefined && language !== main && { language }),
});

const NOTHING_MEANWHILE: Meanwhile = {
  consider: () => undefined,
  take: () => Promise.resolve(null),
  drop: () => undefined,
};

/** Hears chunk after chunk, each in the language it is in. */
const makeListener = ({ engine: ears, signal, vocabulary = [], language: asked }: TranscribeInput) => {
  const languages = makeLanguageFinder(ears, asked, signal);
  let unheard = 0;
  const settingsFor = (spoken: string, engine: Engine, until = signal): ListenSettings => {
    const prompt = promptOf(spoken, vocabulary);
    const isForeign = spoken !== languages.settled();
    return { engine, language: spoken, isForeign, signal: until, ...(prompt === '' ? {} : { prompt }) };
  };
  /** People change languages; asking anew is dear, so it is done where a passage gave nothing to believe. */
  const anewBy =
    (engine: Engine) =>
    async (piece: Chunk): Promise<Result<ListenSettings>> => {
      const found = await languages.anew(piece);
      return found.ok ? succeed(settingsFor(found.value, engine)) : found;
    };
  const hearOnce = async (chunk: Chunk, engine: Engine): Promise<Result<ChunkHeard>> => {
    const spoken = await languages.find(chunk);
    if (!spoken.ok) return unheardOr(spoken, chunk);
    const heard: ChunkHeard[] = [];
    for (const { piece, language } of spoken.value) {
      const anew = asked === 'auto' && { anew: anewBy(engine) };
      const settings = { ...settingsFor(language, engine), ...anew };
      const one = await listenTo(piece, settings);
      if (!one.ok) return one;
      heard.push(one.value);
    }
    const all = { words: heard.flatMap(({ words }) => words), gaps: heard.flatMap(({ gaps }) => gaps) };
    if (all.words.length > 0) languages.heard(spoken.value);
    return succeed(all);
  };
  return {
    language: languages.settled,
    /** The likeliest language so far, or `und`. */
    spoken: () => languages.likely() ?? 'und',
    /** `looked`: what a look has heard of the very same speech; believed where the language is known. */
    hear: async (chunk: Chunk, engine: Engine, looked: ChunkHeard | null): Promise<Result<ChunkHeard>> => {
      const heard = looked && languages.settled() !== null ? succeed(looked) : await hearOnce(chunk, engine);
      if (!heard.ok) return heard;
      unheard = heard.value.gaps.some(isUnheard) ? unheard + 1 : 0;
      return unheard < MOST_UNHEARD ? heard : refuse('engine-failed');
    },
    /** One look at a chunk that is still open, in a language that is known by now. */
    glance: async (chunk: Chunk, dropped: AbortSignal): Promise<ChunkHeard | null> => {
      const language = languages.likely();
      if (language === null) return null;
      const heard = await listenTo(chunk, settingsFor(language, ears, dropped), 0);
      return heard.ok ? heard.value : null;
    },
  };
};

const openedModel = async ({ openSpeakerModel }: TranscribeInput): Promise<SpeakerEmbedder | null> =>
  (await openSpeakerModel?.()) ?? null;

const meanwhileFor = (
  { live, engine }: TranscribeInput,
  chunker: Chunker,
  hear: ReturnType<typeof makeListener>['glance'],
): Meanwhile =>
  live?.onProvisional && engine.canDrop
    ? makeMeanwhile({ chunker, hear, onProvisional: live.onProvisional })
    : NOTHING_MEANWHILE;

/** Sound that is being made comes passage by passage, each wanted soon: one engine with all threads hears it. */
const lanesFor = ({ engine, live }: TranscribeInput): readonly Engine[] =>
  live === undefined && engine.lanes.length > 0 ? engine.lanes : [engine];

/**
 * Speech to turns. The sound is decoded, gated and heard as a stream: while the engine hears one chunk, the next is
 * made ready. Silence only gives a transcript without turns. The engine is the caller's and stays open; the sound is
 * closed. A passage on which the engine stops is marked in `gaps`. May fail: cancelled, engine-missing,
 * engine-failed (stopped on several passages in a row, or on all of a short recording).
 */
export const transcribe = async (input: TranscribeInput): Promise<Result<Transcript>> => {
  const { sound, engine, signal, live } = input;
  engine.prepare();
  const detector = await makeSileroDetector();
  const embedder = await openedModel(input);
  const voices = makeVoiceCollector(embedder);
  const listener = makeListener(input);
  const second = input.findRisky ? makeSecondListening(engine, input.findRisky) : null;
  let idle = true;
  const chunker: Chunker = makeChunker({
    detector,
    observe: async (frame, probability) => {
      await voices.observe(frame, probability);
      if (idle) meanwhile.consider();
    },
    // After Stop all that is left is heard in one go.
    isIdle: () => live !== undefined && idle && !live.stop.aborted,
  });
  const meanwhile = meanwhileFor(input, chunker, listener.glance);
  const words: Word[] = [];
  const gaps: Gap[] = [];
  const take = (chunk: Chunk, heard: ChunkHeard): void => {
    words.push(...heard.words);
    gaps.push(...heard.gaps);
    second?.observe(chunk, heard.words);
    const untilMs = endMsOf(chunk);
    input.onSettled?.({ ...heard, untilMs });
    if (sound.announcedMs !== null) input.onProgress?.(Math.min(1, untilMs / sound.announcedMs));
  };
  /** A refusal on its way out: sound that is still being made may not come to an end by itself. */
  const given = async <Refused>(refused: Refused): Promise<Refused> => {
    await sound.close();
    return refused;
  };
  try {
    const several = lanesFor(input);
    const hear = async (chunk: Chunk, lane: number): Promise<Result<ChunkHeard>> => {
      idle = false;
      return listener.hear(chunk, several[lane] ?? engine, await meanwhile.take(chunk));
    };
    // Until the language is known chunks are heard one by one, so that it is found once.
    const lanes = (): number => (listener.language() === null ? 1 : several.length);
    const chunks = ahead(chunker.chunks(sound.blocks), CHUNKS_AHEAD);
    for await (const { item: chunk, result: heard } of inOrder(chunks, lanes, hear)) {
      if (!heard.ok) return await given(heard);
      take(chunk, heard.value);
      const again = live && (await second?.meanwhile(listener.spoken(), signal));
      if (again?.ok === false) return await given(again);
      idle = true;
    }
    if (signal?.aborted === true) return refuse('cancelled');
    const { durationMs, missing } = sound.end();
    if (isAllUnheard(words, gaps)) return refuse('engine-failed');
    if (missing) gaps.push({ ...missing, reason: 'truncated-file' });
    const language = listener.spoken();
    const differing = await (second?.finish(language, signal) ?? succeed(new Map<Word, string>()));
    if (!differing.ok) return differing;
    const settled = words.map((word) => settledWord(word, language, differing.value.get(word)));
    return succeed({
      version: 1,
      language,
      durationMs,
      engine: engine.identity,
      ...tellVisit(
        {
          words: settled,
          stretches: await voices.finish(),
          balance: sound.balance?.(),
          speakerModel: embedder?.identity,
          language,
        },
        input,
      ),
      gaps: [...gaps, ...unclearIn(settled)].sort((a, b) => a.startMs - b.startMs),
    });
  } finally {
    meanwhile.drop();
    await sound.close();
    await detector.close();
    await embedder?.close();
  }
};
