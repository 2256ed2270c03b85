import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { EngineName } from '../contract/commands.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Installed } from '../contract/setup.ts';
import { makeEgress } from '../egress/egress.ts';
import { mayAsk } from '../egress/may-ask.ts';
import { footnoteFolders } from '../platform/folders.ts';
import type { StartNode } from '../platform/node-program.ts';
import { makeCrew } from '../transcribe/engines/crew.ts';
import { DEFAULT_SEARCH, type Engine } from '../transcribe/engines/engine.ts';
import { makeNativeEngine } from '../transcribe/engines/native.ts';
import { makePrebuiltEngine } from '../transcribe/engines/prebuilt.ts';
import { makeServerEngine } from '../transcribe/engines/server.ts';
import { makeWhisperNodeEngine } from '../transcribe/engines/whisper-node.ts';
import { commandLineGround, type DrafterGround } from './drafters.ts';

const versionOf = (name: string): string => {
  const described: unknown = createRequire(import.meta.url)(`${name}/package.json`);
  return z.object({ version: z.string() }).parse(described).version;
};

type LocalEngineName = Exclude<EngineName, 'server'>;

/** What decides how an engine is run. */
export interface Hearing {
  /** Of sound that is there already; null where that is not known, absent for sound that is being made. */
  readonly lengthMs?: number | null | undefined;
  /** How it is started as a process of its own; by this process's Node unless told otherwise. */
  readonly startNode?: StartNode | undefined;
}

/** A recording shorter than this (ms) gains nothing from being heard in two places at once. */
const WORTH_TWO_MS = 45_000;

/**
 * The engine asked for, or the best one that setup found on this machine. For sound that is there already, of
 * `lengthMs` (null where that is not known), the native engine runs twice with half the threads each: in one run on
 * two cores that took 0.83 of the time of one with both. Sound that is being made leaves it out: its passages come
 * one by one, and each is wanted soon.
 */
export const makeEngine = (
  { model, engine }: Installed,
  wanted: LocalEngineName | undefined,
  { lengthMs, startNode }: Hearing = {},
): Engine => {
  const weights = { modelPath: model.path, modelName: model.name, modelSha256: model.sha256 };
  const { cache } = footnoteFolders();
  if (wanted === 'whisper-node') {
    const workFolder = join(cache, 'engines', 'whisper-node');
    return makeWhisperNodeEngine({ ...weights, version: versionOf('whisper-node'), workFolder });
  }
  const threads = availableParallelism();
  if (engine.name !== 'native')
    return makePrebuiltEngine({
      ...weights,
      ...DEFAULT_SEARCH,
      threads,
      version: engine.version,
      startNode,
    });
  const native = (ownThreads: number): Engine =>
    makeNativeEngine({
      ...weights,
      ...DEFAULT_SEARCH,
      threads: ownThreads,
      serverPath: engine.path,
      version: engine.version,
      runFolder: join(cache, 'running'),
      startNode,
    });
  const isWorthTwo = lengthMs !== undefined && (lengthMs ?? Infinity) >= WORTH_TWO_MS && threads > 1;
  if (!isWorthTwo) return native(threads);
  return makeCrew(native(Math.ceil(threads / 2)), native(Math.floor(threads / 2)));
};

/**
 * Speech servers by FOOTNOTE_SPEECH_URL (several with spaces between), FOOTNOTE_SPEECH_MODEL and FOOTNOTE_SPEECH_KEY.
 * Sound goes to this machine, or to a host that is allowed and confirmed; one of them that is not stops the lot.
 */
const serverEngine = ({ env, allowed, confirmed }: Ground): Result<Engine> => {
  const urls = (env['FOOTNOTE_SPEECH_URL'] ?? '').split(/\s+/u).filter(Boolean);
  if (urls.length === 0 || urls.some((url) => !/^https?:/u.test(url) || !URL.canParse(url)))
    return refuse('speech-server-not-set');
  if (!urls.every((url) => mayAsk(url, allowed, confirmed))) return refuse('speech-host-refused');
  const hosts = urls.map((url) => new URL(url).host);
  return succeed(
    makeServerEngine({
      servers: urls.map((url) => ({ url, key: env['FOOTNOTE_SPEECH_KEY'] })),
      model: env['FOOTNOTE_SPEECH_MODEL'] ?? 'whisper-1',
      send: makeEgress(() => hosts).fetch,
    }),
  );
};

/** What decides whether a server may be asked. The lists are empty until an administrator fills them. */
export type Ground = DrafterGround;

/** The engine for what was asked; `engine-missing` where it needs what setup has not brought. */
export const openEngine = (
  speech: Installed | undefined,
  wanted: EngineName | undefined,
  hearing: Hearing = {},
  ground: Ground = commandLineGround(),
): Result<Engine> => {
  if (wanted === 'server') return serverEngine(ground);
  return speech ? succeed(makeEngine(speech, wanted, hearing)) : refuse('engine-missing');
};
