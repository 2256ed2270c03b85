import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ModelConnection, type ModelEndpoint, type ModelFile } from '../contract/connections.ts';
import type { DrafterName, LanguageModel, ModelTask } from '../contract/drafters.ts';
import type { HostConfirmation } from '../contract/egress.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import { makeLocalModel } from '../draft/drafters/local/local-model.ts';
import { makeServerModel } from '../draft/drafters/server/server-model.ts';
import { mayAsk } from '../egress/may-ask.ts';
import { sendToOneHost } from '../egress/one-host.ts';
import { footnoteFolders } from '../platform/folders.ts';
import { sha256OfFile } from '../platform/hash.ts';
import { hasPassed, passesFile, readPasses } from './model-passes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What decides whether a model may be asked. The lists are empty until an administrator fills them. */
export interface DrafterGround {
  readonly env: Environment;
  readonly allowed: readonly string[];
  readonly confirmed: readonly HostConfirmation[];
}

/** A command line has no administrator, so only servers on this machine can be asked from it. */
export const commandLineGround = (env: Environment = process.env): DrafterGround => ({
  env,
  allowed: [],
  confirmed: [],
});

/** What the environment says of a drafter; a certificate is named by its file there. */
const connectionOf = (name: DrafterName, env: Environment): Result<ModelConnection> => {
  const contextTokens = env['FOOTNOTE_MODEL_CONTEXT'];
  const certificate = env['FOOTNOTE_MODEL_CERTIFICATE'];
  try {
    const asked = ModelConnection.safeParse({
      drafter: name,
      endpoint: {
        url: env['FOOTNOTE_MODEL_URL'],
        model: env['FOOTNOTE_MODEL'],
        key: env['FOOTNOTE_MODEL_KEY'],
        contextTokens,
        ...(certificate && { certificate: readFileSync(certificate, 'utf8') }),
      },
      weights: { file: env['FOOTNOTE_MODEL_FILE'], contextTokens },
    });
    return asked.success ? succeed(asked.data) : refuse('model-not-set');
  } catch {
    return refuse('file-unreadable');
  }
};

const serverModel = (
  endpoint: ModelEndpoint,
  allowed: readonly string[],
  confirmed: readonly HostConfirmation[],
): Result<LanguageModel> => {
  if (!mayAsk(endpoint.url, allowed, confirmed)) return refuse('model-host-refused');
  try {
    return succeed(makeServerModel(endpoint, sendToOneHost(endpoint.url, endpoint.certificate)));
  } catch {
    // The certificate is none.
    return refuse('file-unreadable');
  }
};

/**
 * The add-on that runs a model here is not part of Footnote and is never fetched by it: `npm install node-llama-cpp` in
 * this folder of the cache, or in the folder that FOOTNOTE_MODEL_ADDON names.
 */
const addonEntry = (env: Environment): string | undefined => {
  const folder = env['FOOTNOTE_MODEL_ADDON'] ?? join(footnoteFolders(env).cache, 'addons', 'local-model');
  const entry = join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
  return existsSync(entry) ? pathToFileURL(entry).href : undefined;
};

const localModel = async (
  { file, contextTokens }: ModelFile,
  env: Environment,
): Promise<Result<LanguageModel>> => {
  const addon = addonEntry(env);
  if (!addon) return refuse('model-addon-missing');
  if (!existsSync(file)) return refuse('file-missing');
  return succeed(
    makeLocalModel({
      addon,
      weights: file,
      name: basename(file),
      sha256: await sha256OfFile(file),
      threads: 1,
      contextTokens,
    }),
  );
};

/** The model behind a connection, whatever it has passed. Undefined for the embedded drafter. */
const reachModel = async (
  connection: ModelConnection,
  { env, allowed, confirmed }: DrafterGround,
): Promise<Result<LanguageModel | undefined>> => {
  switch (connection.drafter) {
    case 'embedded':
      return succeed(undefined);
    case 'server':
      return serverModel(connection.endpoint, allowed, confirmed);
    case 'local-model':
      return localModel(connection.weights, env);
  }
};

/** The model of a drafter as the environment names it, whatever it has passed: for the evaluation only. */
export const openModel = async (
  name: DrafterName,
  ground: DrafterGround,
): Promise<Result<LanguageModel | undefined>> => {
  const connection = connectionOf(name, ground.env);
  return connection.ok ? reachModel(connection.value, ground) : connection;
};

/** A model that was opened, if it has passed the evaluation for a task on this machine; else it is closed again. */
const ifPassed = async (
  model: Result<LanguageModel | undefined>,
  task: ModelTask,
  passes: string,
): Promise<Result<LanguageModel | undefined>> => {
  if (!model.ok || !model.value) return model;
  if (hasPassed(await readPasses(passes), model.value.identity, task)) return model;
  await model.value.close();
  return refuse('model-not-passed');
};

/** The model of a drafter as the environment names it, if it has passed the evaluation for drafting on this machine. */
export const openDrafter = async (
  name: DrafterName,
  ground: DrafterGround,
  passes: string = passesFile(),
): Promise<Result<LanguageModel | undefined>> => ifPassed(await openModel(name, ground), 'draft', passes);

/**
 * The same for a connection that an administrator has set up, whatever it has passed: to evaluate it. `allowed` are the
 * hosts of the record's list.
 */
export const reachConnected = (
  connection: ModelConnection,
  allowed: readonly string[],
): Promise<Result<LanguageModel | undefined>> => {
  const confirmation = connection.drafter === 'server' ? connection.confirmation : undefined;
  const confirmed = confirmation ? [confirmation] : [];
  return reachModel(connection, { env: process.env, allowed, confirmed });
};

/** And for work: only if it has passed that task. */
export const openConnected = async (
  connection: ModelConnection,
  allowed: readonly string[],
  task: ModelTask,
  passes: string = passesFile(),
): Promise<Result<LanguageModel | undefined>> =>
  ifPassed(await reachConnected(connection, allowed), task, passes);
