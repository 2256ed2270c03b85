import type { AppInput, AppOperationName, AppOutput } from '../../shared/contract/app.ts';
import { succeed } from '../../shared/contract/errors.ts';
import type { BackOff } from '../../shared/deliver/fhir/send-queue.ts';
import { makeAppHost, type AppHost } from '../../shared/hosts/app/app-host.ts';
import type { AppServices } from '../../shared/hosts/app/services.ts';
import { composeStages } from '../../shared/hosts/compose.ts';
import { silentLog } from '../../shared/platform/log.ts';
import { knownServices, sampleAudio, sampleChart, sampleTranscript } from '../fixtures/drafted-visit.ts';
import { ADMINISTRATOR, CLINICIAN, type VaultPlace } from '../fixtures/made-vault.ts';

export interface AppAtWork {
  readonly app: AppHost;
  readonly ask: <Name extends AppOperationName>(
    name: Name,
    input: AppInput<Name>,
  ) => Promise<AppOutput<Name>>;
  readonly codeOf: <Name extends AppOperationName>(name: Name, input: AppInput<Name>) => Promise<string>;
  /** What the administrator does, with the clinician at the desk again afterwards. */
  readonly asAdministrator: <T>(work: () => Promise<T>) => Promise<T>;
  /** Begins some work at a visit and waits until it has ended with a draft. */
  readonly untilDrafted: (visit: string, begin: () => Promise<unknown>) => Promise<void>;
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
  const ask: AppAtWork['ask'] = async (name, input) => {
    const result = await app.call(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
    return result.value as AppOutput<typeof name>;
  };
  const untilDrafted: AppAtWork['untilDrafted'] = async (visit, begin) => {
    const ended = new Promise<void>((resolve) => {
      const stop = app.subscribe((event) => {
        if (event.what !== 'visit' || event.visit !== visit || event.progress || event.state !== 'draft')
          return;
        stop();
        resolve();
      });
    });
    await begin();
    await ended;
  };
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
