import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { BackOff } from '../../shared/deliver/fhir/send-queue.ts';
import type { AppServices } from '../../shared/hosts/app/services.ts';
import { makeVaultPlace, setUpRecord, type VaultPlace } from '../fixtures/made-vault.ts';
import { appAtWork, type AppAtWork } from './app-at-work.ts';

export interface AppWanted {
  /** What stands in place of the usual services. Asked for each time the app begins, after the hooks above it. */
  readonly services?: () => Partial<AppServices>;
  readonly sendAgain?: BackOff;
  readonly now?: () => Date;
}

export interface AppInHooks extends AppAtWork {
  /** Where its record lies on the disk. */
  readonly folder: () => string;
  /** Another app over the same record, locked; the one before must have been closed. */
  readonly again: () => void;
}

/** One that the hooks begin and end, and the app that runs while a test does. */
const startedOver = (wanted: AppWanted) => {
  let place: VaultPlace;
  let work: AppAtWork;
  const again = (): void => {
    work = appAtWork(place, wanted.services?.(), wanted.sendAgain);
  };
  const running: AppInHooks = {
    get app() {
      return work.app;
    },
    ask: (name, input) => work.ask(name, input),
    codeOf: (name, input) => work.codeOf(name, input),
    asAdministrator: (what) => work.asAdministrator(what),
    untilDrafted: (visit, begin) => work.untilDrafted(visit, begin),
    untilIdle: (visit, begin) => work.untilIdle(visit, begin),
    drafted: () => work.drafted(),
    approved: () => work.approved(),
    folder: () => place.ground.folder,
    again,
  };
  return {
    running,
    begin: async (): Promise<void> => {
      place = await makeVaultPlace(wanted.now);
      again();
      await setUpRecord(work.app);
    },
    end: async (): Promise<void> => {
      await work.app.close();
      await place.remove();
    },
  };
};

/** One app over a record of its own for all tests of a file, or of the block that asks for it. */
export const appForFile = (wanted: AppWanted = {}): AppInHooks => {
  const { running, begin, end } = startedOver(wanted);
  beforeAll(begin);
  afterAll(end);
  return running;
};

/** A new app over a new record for each test. */
export const appForEach = (wanted: AppWanted = {}): AppInHooks => {
  const { running, begin, end } = startedOver(wanted);
  beforeEach(begin);
  afterEach(end);
  return running;
};
