import type { EngineIdentity } from '../../contract/transcript.ts';
import type { Result } from '../../contract/errors.ts';

/** At most 30 s of 16 kHz mono speech. Nothing is carried over from one call to the next. */
export interface Passage {
  readonly samples: Float32Array;
  readonly signal?: AbortSignal | undefined;
}

/** A passage and how to listen to it. */
export interface Listening extends Passage {
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  /** 0 is the usual, deterministic search; above it words are drawn, for a second opinion. */
  readonly temperature?: number;
  /** Words in the manner of what is expected. Never for a passage without speech: it could come back as text. */
  readonly prompt?: string;
}

/** A word with times in ms from the start of what was listened to; confidence 0..1, null where an engine has none. */
export interface HeardWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence: number | null;
}

export interface Heard {
  /** ISO 639-1 of what was spoken, as asked for or as detected. */
  readonly language: string;
  readonly words: readonly HeardWord[];
  /** Mean log probability of the tokens, or null where an engine has none. */
  readonly meanLogProbability: number | null;
}

/**
 * A speech engine, whatever runs behind it. `listen` may fail with engine-failed (stopped twice on the same passage),
 * engine-missing (it cannot be started here) or cancelled. `close` leaves no process behind and may be called twice.
 */
export interface Engine {
  readonly identity: EngineIdentity;
  /**
   * Whether a passage can be given up in the middle, so that it is worth starting without need. What is under way may
   * still end a step: whisper.cpp looks for it between the encoder's pass, about half of the time, and each word.
   */
  readonly canDrop: boolean;
  /**
   * The engines that listen at the same time, each to a passage of its own; empty where this is the only one. Which of
   * them hears a passage does not matter: nothing is drawn by chance at temperature 0.
   */
  readonly lanes: readonly Engine[];
  /** Begins to load the model, so that the first passage need not wait. What goes wrong is for `listen` to say. */
  readonly prepare: () => void;
  /** ISO 639-1 of what is spoken in a passage; fails as `listen` does. */
  readonly detectLanguage: (passage: Passage) => Promise<Result<string>>;
  readonly listen: (listening: Listening) => Promise<Result<Heard>>;
  readonly close: () => Promise<void>;
}

/** The weights an engine loads, as the host found them: path, name (`base-q8_0`) and SHA-256 in hex. */
export interface Weights {
  readonly modelPath: string;
  readonly modelName: string;
  readonly modelSha256: string;
}

/** The one language of a model trained on English alone, or null: Whisper's own names end in `.en`. */
export const onlyLanguage = (modelName: string): string | null =>
  /\.en(-|$)/u.test(modelName) ? 'en' : null;

/** Search settings, the same for every engine that lets them be set. */
export interface Search {
  readonly threads: number;
  /** 1 is greedy. */
  readonly beamSize: number;
  readonly bestOf: number;
}

export const DEFAULT_SEARCH: Omit<Search, 'threads'> = { beamSize: 5, bestOf: 5 };
