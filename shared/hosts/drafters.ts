import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rootCertificates } from 'node:tls';
import { Agent, fetch as fetchWith } from 'undici';
import { z } from 'zod';
import type { DrafterName, LanguageModel } from '../contract/drafters.ts';
import type { HostConfirmation } from '../contract/egress.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import { Endpoint } from '../draft/drafters/server/endpoint.ts';
import { makeLocalModel } from '../draft/drafters/local/local-model.ts';
import { makeServerModel, type Send } from '../draft/drafters/server/server-model.ts';
import { makeEgress } from '../egress/egress.ts';
import { mayAsk } from '../egress/may-ask.ts';
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

/** `fetch` that also trusts the certificate in a PEM file, which is the way to add a self-signed one. */
const trusting = (file: string): typeof fetch => {
  const dispatcher = new Agent({ connect: { ca: [...rootCertificates, readFileSync(file, 'utf8')] } });
  // The types of Node's own fetch and of the package it is built from differ in names only.
  return ((url: string, init: object) => fetchWith(url, { ...init, dispatcher })) as unknown as typeof fetch;
};

/** The way to one endpoint and to no other host, not even where it points to. */
const sendTo = (endpoint: Endpoint, certificate: string | undefined): Send => {
  const { host } = new URL(endpoint.url);
  return makeEgress(() => [host], certificate ? trusting(certificate) : undefined).fetch;
};

const serverModel = ({ env, allowed, confirmed }: DrafterGround): Result<LanguageModel> => {
  const endpoint = Endpoint.safeParse({
    url: env['FOOTNOTE_MODEL_URL'],
    model: env['FOOTNOTE_MODEL'],
    key: env['FOOTNOTE_MODEL_KEY'],
    contextTokens: env['FOOTNOTE_MODEL_CONTEXT'],
  });
  if (!endpoint.success) return refuse('model-not-set');
  if (!mayAsk(endpoint.data.url, allowed, confirmed)) return refuse('model-host-refused');
  try {
    return succeed(makeServerModel(endpoint.data, sendTo(endpoint.data, env['FOOTNOTE_MODEL_CERTIFICATE'])));
  } catch {
    // The certificate's file is not there or is none.
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

const LocalSettings = z.object({
  weights: z.string().min(1),
  contextTokens: z.coerce.number().int().min(512).max(131_072).default(8192),
});

const localModel = async ({ env }: DrafterGround): Promise<Result<LanguageModel>> => {
  const settings = LocalSettings.safeParse({
    weights: env['FOOTNOTE_MODEL_FILE'],
    contextTokens: env['FOOTNOTE_MODEL_CONTEXT'],
  });
  if (!settings.success) return refuse('model-not-set');
  const { weights, contextTokens } = settings.data;
  const addon = addonEntry(env);
  if (!addon) return refuse('model-addon-missing');
  if (!existsSync(weights)) return refuse('file-missing');
  return succeed(
    makeLocalModel({
      addon,
      weights,
      name: basename(weights),
      sha256: await sha256OfFile(weights),
      threads: 1,
      contextTokens,
    }),
  );
};

/** The model of a drafter, whatever it has passed: for the evaluation only. Undefined for the embedded drafter. */
export const openModel = async (
  name: DrafterName,
  ground: DrafterGround,
): Promise<Result<LanguageModel | undefined>> => {
  switch (name) {
    case 'embedded':
      return succeed(undefined);
    case 'server':
      return serverModel(ground);
    case 'local-model':
      return localModel(ground);
  }
};

/** The model of a drafter, if it has passed the evaluation for drafting on this machine. */
export const openDrafter = async (
  name: DrafterName,
  ground: DrafterGround,
  passes: string = passesFile(),
): Promise<Result<LanguageModel | undefined>> => {
  const model = await openModel(name, ground);
  if (!model.ok || !model.value) return model;
  if (hasPassed(await readPasses(passes), model.value.identity, 'draft')) return model;
  await model.value.close();
  return refuse('model-not-passed');
};
