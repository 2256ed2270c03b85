import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { makeVaultPlace, setUpRecord, type VaultPlace } from '../fixtures/made-vault.ts';
import { appAtWork, type AppAtWork } from './app-at-work.ts';

interface Running {
  readonly work: AppAtWork;
  readonly place: VaultPlace;
}

const begin = async (): Promise<Running> => {
  const place = await makeVaultPlace();
  const work = appAtWork(place);
  await setUpRecord(work.app);
  return { work, place };
};

const end = async ({ work, place }: Running): Promise<void> => {
  await work.app.close();
  await place.remove();
};

/** The app that runs while a test does. */
const whileRunning = (running: () => Running): AppAtWork => ({
  get app() {
    return running().work.app;
  },
  ask: (name, input) => running().work.ask(name, input),
  codeOf: (name, input) => running().work.codeOf(name, input),
  asAdministrator: (work) => running().work.asAdministrator(work),
  untilDrafted: (visit, begin) => running().work.untilDrafted(visit, begin),
  drafted: () => running().work.drafted(),
  approved: () => running().work.approved(),
});

/** One app over a record of its own for all tests of a file. */
export const appForFile = (): AppAtWork => {
  let running: Running;
  beforeAll(async () => {
    running = await begin();
  });
  afterAll(() => end(running));
  return whileRunning(() => running);
};

/** A new app over a new record for each test. */
export const appForEach = (): AppAtWork => {
  let running: Running;
  beforeEach(async () => {
    running = await begin();
  });
  afterEach(() => end(running));
  return whileRunning(() => running);
};
