import {
  appOperations,
  type AppEvent,
  type AppOperationName,
  type UploadKind,
  type Uploaded,
} from '../../contract/app.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { code, type Log } from '../../platform/log.ts';
import { makeHandlers, type Sample } from './handlers.ts';
import { makeJobs } from './jobs.ts';
import { makeMemoryShelf } from './shelf.ts';
import type { AppServices } from './services.ts';
import { makeUploads, type Uploads } from './uploads.ts';

export interface AppHostOptions {
  readonly services: AppServices;
  readonly host: 'browser' | 'desktop';
  readonly version: string;
  readonly log: Log;
  readonly sample?: () => Promise<Sample>;
  readonly now?: () => Date;
  readonly uploads?: Uploads;
}

/** What a transport (loopback, Electron) binds to. */
export interface AppHost {
  /** Parses, runs and checks one operation. A bug is logged by its operation and comes back as `fault`. */
  readonly call: (name: AppOperationName, input: unknown) => Promise<Result<unknown>>;
  readonly upload: (kind: UploadKind, body: AsyncIterable<Uint8Array>) => Promise<Result<Uploaded>>;
  /** The recording of a visit, as it came. */
  readonly audio: (visit: string) => Result<Uint8Array>;
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  /** Stops all work and forgets what is in memory. */
  readonly close: () => Promise<void>;
}

/** The visits of this host and the operations on them. */
export const makeAppHost = (options: AppHostOptions): AppHost => {
  const { services, log, now = () => new Date(), uploads = makeUploads() } = options;
  const shelf = makeMemoryShelf();
  const jobs = makeJobs(services, shelf, log);
  const { host, version, sample } = options;
  const handlers = makeHandlers({ services, shelf, jobs, uploads, sample, host, version, now });

  const run = async (name: AppOperationName, input: unknown): Promise<Result<unknown>> => {
    const parsed = appOperations[name].input.safeParse(input);
    if (!parsed.success) return refuse('usage');
    // The table is indexed by the same name as the schema that has just parsed the input.
    const handler = handlers[name] as (ask: unknown) => Promise<Result<unknown>> | Result<unknown>;
    const result = await handler(parsed.data);
    return result.ok ? succeed(appOperations[name].output.parse(result.value)) : result;
  };

  return {
    call: async (name, input) => {
      try {
        return await run(name, input);
      } catch {
        log.note('operation.fault', { operation: code(name) });
        return refuse('fault');
      }
    },
    upload: uploads.take,
    audio: (visit) => {
      const found = shelf.find(visit);
      return found?.audio ? succeed(found.audio) : refuse('visit-missing');
    },
    subscribe: shelf.subscribe,
    close: async () => {
      await jobs.close();
      shelf.clear();
    },
  };
};
