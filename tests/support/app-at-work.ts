import type { AppInput, AppOperationName, AppOutput } from '../../shared/contract/app.ts';
import { succeed } from '../../shared/contract/errors.ts';
import type { VisitStage } from '../../shared/contract/vault.ts';
import type { BackOff } from '../../shared/deliver/fhir/send-queue.ts';
import { makeAppHost, type AppHost } from '../../shared/hosts/app/app-host.ts';
import type { AppServices } from '../../shared/hosts/app/services.ts';
import { composeStages } from '../../shared/hosts/compose.ts';
import { silentLog } from '../../shared/platform/log.ts';
import { knownServices, sampleAudio, sampleChart, sampleTranscript } from '../fixtures/drafted-visit.ts';
import { ADMINISTRATOR, CLINICIAN, type VaultPlace } from '../fixtures/made-vault.ts';

/** Asks for something that must not be refused. */
export type Asking = <Name extends AppOperationName>(
  name: Name,
  input: AppInput<Name>,
) => Promise<AppOutput<Name>>;

export const askingOf =
  (app: Pick<AppHost, 'call'>): Asking =>
  async (name, input) => {
    const result = await app.call(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
    return result.value as AppOutput<typeof name>;
  };

export interface AppAtWork {
  readonly app: AppHost;
  readonly ask: Asking;
  readonly codeOf: <Name extends AppOperationName>(name: Name, input: AppInput<Name>) => Promise<string>;
  /** What the administrator does, with the clinician at the desk again afterwards. */
  readonly asAdministrator: <T>(work: () => Promise<T>) => Promise<T>;
  /** Begins some work at a visit and waits until it has ended with a draft. */
  readonly untilDrafted: (visit: string, begin: () => Promise<unknown>) => Promise<void>;
  /** The same until it is over, with a draft or without. */
  readonly untilIdle: (visit: string, begin: () => Promise<unknown>) => Promise<void>;
  /** The sample visit, heard and drafted. */
  readonly drafted: () => Promise<string>;
  /** The same, signed by the clinician. */
  readonly approved: () => Promise<string>;
}

/** An app over a record on the disk, everything real but the listening: the script of the sample is what was heard. */
export const appAtWork = (
  place: VaultPlace,
  services: Partial<AppServices> = {},
  sendAgain?: BackOff,
): AppAtWork => {
  const app = makeAppHost({
    services: {
      ...knownServices(),
      stages: { ...composeStages(), transcribe: () => Promise.resolve(succeed(sampleTranscript())) },
      ...services,
    },
    vault: place.ground,
    host: 'browser',
    version: '0.0.0',
    log: silentLog,
    ...(sendAgain && { sendAgain }),
    sample: () => Promise.resolve({ audio: sampleAudio(), chart: sampleChart() }),
  });
  const ask = askingOf(app);
  const untilState = async (
    visit: string,
    isOver: (state: VisitStage) => boolean,
    begin: () => Promise<unknown>,
  ): Promise<void> => {
    const ended = new Promise<void>((resolve) => {
      const stop = app.subscribe((event) => {
        if (event.what !== 'visit' || event.visit !== visit || event.progress || !isOver(event.state)) return;
        stop();
        resolve();
      });
    });
    await begin();
    await ended;
  };
  const untilDrafted: AppAtWork['untilDrafted'] = (visit, begin) =>
    untilState(visit, (state) => state === 'draft', begin);
  const drafted = async (): Promise<string> => {
    const { visit } = await ask('visits.create', { sample: true });
    await untilDrafted(visit, () => ask('visits.draft', { visit }));
    return visit;
  };
  return {
    app,
    ask,
    drafted,
    untilDrafted,
    untilIdle: (visit, begin) => untilState(visit, (state) => state !== 'transcribing', begin),
    codeOf: async (name, input) => {
      const result = await app.call(name, input);
      return result.ok ? 'ok' : result.error.code;
    },
    asAdministrator: async (work) => {
      await ask('people.sign-in', ADMINISTRATOR);
      const done = await work();
      await ask('people.sign-in', CLINICIAN);
      return done;
    },
    approved: async () => {
      const visit = await drafted();
      const { sha256, token } = await ask('approve.offer', { visit });
      await ask('approve.approve', { visit, sha256, token, passphrase: CLINICIAN.passphrase });
      return visit;
    },
  };
};

/** Waits until a visit that was approved has arrived in the record system. */
export const untilSent = ({ app, ask }: Pick<AppAtWork, 'app' | 'ask'>): Promise<void> =>
  new Promise((resolve) => {
    const quit = app.subscribe((event) => {
      if (event.what !== 'visit') return;
      void ask('visits.open', { visit: event.visit }).then(({ sending }) => {
        if (sending?.state !== 'sent') return;
        quit();
        resolve();
      });
    });
  });
