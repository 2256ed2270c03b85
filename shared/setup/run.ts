import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import {
  SetupMessage,
  type EngineChoice,
  type Installed,
  type ModelManifest,
  type Reach,
  type Route,
  type SetupEvent,
  type SetupJob,
} from '../contract/setup.ts';
import { footnoteFolders } from '../platform/folders.ts';
import { programBeside, spawnNode, type StartNode } from '../platform/node-program.ts';
import { hasAgreed, rememberAgreement } from './agreed.ts';
import { findEngine } from './engine/find.ts';
import { entryOf, loadManifest, reachOf } from './manifest.ts';
import { placesIn } from './places.ts';
import { refuseCancelled, refuseForFolder, refuseSaying } from './refusal.ts';
import { deleteModel, inspectModel } from './weights/installed.ts';

/** Where to look and what can be had; the usual places unless a caller (a test, a mirror) says otherwise. */
export interface SetupPlace {
  readonly cache?: string;
  readonly manifest?: ModelManifest;
}

export interface RunSetup extends SetupPlace {
  /** `base` when left out. */
  readonly model?: string;
  readonly engine?: EngineChoice;
  readonly route?: Route;
  /** Agrees to the hosts without asking. */
  readonly yes: boolean;
  /** Called once, before anything is fetched for the first time; `true` agrees. Without it nothing is fetched. */
  readonly ask?: (reach: readonly Reach[]) => Promise<boolean>;
  readonly onProgress?: (event: SetupEvent) => void;
  readonly signal?: AbortSignal;
  readonly startNode?: StartNode | undefined;
  /** Keeps wheels after their conversion, for a build machine that will need them again. */
  readonly keepDownloads?: boolean;
}

/** How long the child may take to end once it was told to (ms). */
const GRACE_MS = 5000;

/** The child needs the machine's own settings (path, proxy, pip), and nothing that leads to the vault. */
const childEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  FOOTNOTE_DATA: undefined,
  NODE_OPTIONS: undefined,
});

/** Gives the job to a process of its own and follows it to its end. */
const follow = (
  job: SetupJob,
  { onProgress = () => undefined, signal, startNode = spawnNode }: RunSetup,
): Promise<Result<Installed>> =>
  new Promise((resolve) => {
    const child = startNode(programBeside(import.meta.url, './main'), [], {
      cwd: job.cache,
      env: childEnvironment(),
      pipes: true,
    });
    let end: Result<Installed> | undefined;
    let killer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.stdin?.end();
      killer = setTimeout(child.kill, GRACE_MS);
    };
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => {
        const message = SetupMessage.parse(JSON.parse(line));
        if (message.type === 'installed') end = succeed(message.installed);
        else if (message.type === 'refused') end = { ok: false, error: message.error };
        else onProgress(message);
      });
    void child.exited.then(() => {
      clearTimeout(killer);
      signal?.removeEventListener('abort', stop);
      resolve(end ?? (signal?.aborted ? refuseCancelled() : stoppedFromOutside()));
    });
    child.stdin?.write(`${JSON.stringify(job)}\n`);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });

const stoppedFromOutside = (): Result<Installed> =>
  refuseSaying(
    'cancelled',
    'the setup process was ended from outside; what was fetched so far is kept, run setup again to go on',
    'setup',
  );

/**
 * What is installed, without any network and without building: the model and the engine to use, or why not
 * (`weights-missing`, `weights-corrupt` after deleting a damaged file, `engine-missing`, `model-unknown`).
 */
export const findInstalled = async (
  model?: string,
  choice: EngineChoice = 'auto',
  place: SetupPlace = {},
): Promise<Result<Installed>> => {
  const manifest = place.manifest ?? (await loadManifest());
  const places = placesIn(place.cache ?? footnoteFolders().cache);
  const entry = entryOf(manifest, model ?? manifest.default);
  if (!entry.ok) return entry;
  try {
    const found = await inspectModel(places, entry.value, 'quick');
    if (found.state === 'missing') return refuse('weights-missing');
    if (found.state === 'damaged') {
      await deleteModel(places, entry.value);
      return refuse('weights-corrupt');
    }
    const engine = await findEngine(places, choice);
    return engine ? succeed({ model: found.model, engine }) : refuse('engine-missing');
  } catch (cause) {
    return refuseForFolder(cause, places.models);
  }
};

/** Whether the weights may be fetched: said now, said before, or asked; the answer is remembered. */
const agreement = async (cache: string, reach: readonly Reach[], options: RunSetup): Promise<boolean> => {
  const places = placesIn(cache);
  if (await hasAgreed(places, reach)) return true;
  const agreed = options.yes || ((await options.ask?.(reach)) ?? false);
  if (agreed) await rememberAgreement(places, reach);
  return agreed;
};

/**
 * Installs a model and an engine in a process of its own; does nothing where both are there and whole. Can be stopped
 * and run again: it goes on where it was. Refusals: those of `setup.run` in the contract.
 */
export const runSetup = async (options: RunSetup): Promise<Result<Installed>> => {
  const manifest = options.manifest ?? (await loadManifest());
  const cache = options.cache ?? footnoteFolders().cache;
  const entry = entryOf(manifest, options.model ?? manifest.default);
  if (!entry.ok) return entry;
  const route = options.route ?? 'auto';
  const reach = reachOf(manifest, entry.value).filter((one) => route === 'auto' || one.route === route);
  try {
    await mkdir(cache, { recursive: true, mode: 0o700 });
    const there = (await inspectModel(placesIn(cache), entry.value, 'quick')).state === 'installed';
    const agreed = there || (await agreement(cache, reach, options));
    const job: SetupJob = {
      cache,
      model: entry.value.name,
      engine: options.engine ?? 'auto',
      route,
      agreed,
      manifest,
      keepDownloads: options.keepDownloads ?? false,
    };
    return await follow(job, options);
  } catch (cause) {
    return refuseForFolder(cause, cache);
  }
};
