import type { AppOperationName, AppOutput, AppParsed } from '../../contract/app.ts';
import type { Result } from '../../contract/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { VaultGround } from '../../vault/vault.ts';
import type { Desk } from './desk.ts';
import type { Evaluation } from './evaluation.ts';
import type { Events } from './events.ts';
import type { LiveEars } from './live-ears.ts';
import type { Jobs } from './jobs.ts';
import type { Pages } from './pages.ts';
import type { Sender } from './sender.ts';
import type { SignIns } from './sign-ins.ts';
import type { AppServices } from './services.ts';
import type { Uploads } from './uploads.ts';
import type { ContentReader } from './visit-content.ts';

export interface Sample {
  readonly audio: Uint8Array;
  readonly chart: Uint8Array;
}

/** What the operations of a window work with. */
export interface AppContext {
  readonly desk: Desk;
  readonly services: AppServices;
  readonly vaultGround: VaultGround;
  readonly reader: ContentReader;
  readonly jobs: Jobs;
  readonly ears: LiveEars;
  readonly sender: Sender;
  readonly signIns: SignIns;
  readonly evaluation: Evaluation;
  readonly uploads: Uploads;
  readonly pages: Pages;
  readonly events: Events;
  /** Reads the sample visit; absent where it is not installed. */
  readonly sample?: (() => Promise<Sample>) | undefined;
  readonly host: 'browser' | 'desktop';
  readonly version: string;
  readonly log: Log;
  readonly now: () => Date;
}

/** Handlers of some operations, typed by the contract. */
export type HandlersOf<Names extends AppOperationName> = {
  readonly [Name in Names]: (
    input: AppParsed<Name>,
  ) => Promise<Result<AppOutput<Name>>> | Result<AppOutput<Name>>;
};
