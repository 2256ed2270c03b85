import type { ModelConnection } from '../../contract/connections.ts';
import type { LanguageModel } from '../../contract/drafters.ts';
import type { Result } from '../../contract/errors.ts';
import type { ModelFetch } from '../../contract/models.ts';
import type { Installed, ModelListing } from '../../contract/setup.ts';
import type { Stages } from '../stages.ts';

/** Speech of this machine: what is installed, and how it is brought. */
export interface SpeechSetup {
  /** What is there, or what is missing; nothing is fetched because a visit needs it. */
  readonly find: () => Promise<Result<Installed>>;
  readonly list: () => Promise<Result<readonly ModelListing[]>>;
  /** Brings a model and the engine: asked for by a person who was shown where it comes from. */
  readonly get: (
    name: string,
    signal: AbortSignal,
    onProgress: (fetching: ModelFetch) => void,
  ) => Promise<Result<unknown>>;
}

/** The part of the composed stages that a window's visit needs. */
export interface AppServices {
  readonly stages: Omit<Stages, 'transcriptOf' | 'verify' | 'review'>;
  readonly speech: SpeechSetup;
  /**
   * The language model behind a connection, if it may be asked and has passed the evaluation; undefined for the built-in
   * drafter. Nothing is sent by opening it. Whoever opens it closes it.
   */
  readonly openDrafter: (
    connection: ModelConnection,
    allowed: readonly string[],
  ) => Promise<Result<LanguageModel | undefined>>;
}
