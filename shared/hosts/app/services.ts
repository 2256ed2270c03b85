import type { ModelConnection } from '../../contract/connections.ts';
import type { LanguageModel, ModelIdentity, ModelPass, ModelTask } from '../../contract/drafters.ts';
import type { Result } from '../../contract/errors.ts';
import type { ModelFetch } from '../../contract/models.ts';
import type { Installed, ModelListing } from '../../contract/setup.ts';
import type { SpeakerModelState } from '../../contract/speaker-model.ts';
import type { Stages } from '../stages.ts';

/** Speech of this machine: what is installed, and how it is brought. */
export interface SpeechSetup {
  /** What is there, or what is missing; nothing is fetched because a visit needs it. */
  readonly find: () => Promise<Result<Installed>>;
  readonly list: () => Promise<Result<readonly ModelListing[]>>;
  /** By what voices are told apart. */
  readonly speakerModel: () => Promise<SpeakerModelState>;
  /** Brings a model and the engine: asked for by a person who was shown where it comes from. */
  readonly get: (
    name: string,
    signal: AbortSignal,
    onProgress: (fetching: ModelFetch) => void,
  ) => Promise<Result<unknown>>;
}

/** The language model behind a connection. Nothing is sent by opening it. Whoever opens it closes it. */
export interface ModelShelf {
  /** If it may be asked and has passed the evaluation for that task; undefined for the built-in drafter. */
  readonly open: (
    connection: ModelConnection,
    allowed: readonly string[],
    task: ModelTask,
  ) => Promise<Result<LanguageModel | undefined>>;
  /** If it may be asked, whatever it has passed: to evaluate it. */
  readonly reach: (
    connection: ModelConnection,
    allowed: readonly string[],
  ) => Promise<Result<LanguageModel | undefined>>;
  /** What was measured of a model on this machine, by the cases and prompts of today. */
  readonly passes: (model: ModelIdentity) => Promise<readonly ModelPass[]>;
  readonly keepPass: (pass: ModelPass) => Promise<void>;
}

/** The part of the composed stages that a window's visit needs. */
export interface AppServices {
  readonly stages: Omit<Stages, 'transcriptOf' | 'verify' | 'review'>;
  readonly speech: SpeechSetup;
  readonly models: ModelShelf;
}
