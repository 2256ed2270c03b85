import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { EngineName } from '../contract/commands.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Installed } from '../contract/setup.ts';
import { mayAsk } from '../draft/drafters/server/endpoint.ts';
import { makeEgress } from '../egress/egress.ts';
import { footnoteFolders } from '../platform/folders.ts';
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

/** The engine asked for, or the best one that setup found on this machine. */
export const makeEngine = ({ model, engine }: Installed, wanted: LocalEngineName | undefined): Engine => {
  const weights = { modelPath: model.path, modelName: model.name, modelSha256: model.sha256 };
  const { cache } = footnoteFolders();
  if (wanted === 'whisper-node') {
    const workFolder = join(cache, 'engines', 'whisper-node');
    return makeWhisperNodeEngine({ ...weights, version: versionOf('whisper-node'), workFolder });
  }
  const search = { threads: availableParallelism(), ...DEFAULT_SEARCH };
  return engine.name === 'native'
    ? makeNativeEngine({
        ...weights,
        ...search,
        serverPath: engine.path,
        version: engine.version,
        runFolder: join(cache, 'running'),
      })
    : makePrebuiltEngine({ ...weights, ...search, version: engine.version });
};

/**
 * Speech servers by FOOTNOTE_SPEECH_URL (several with spaces between), FOOTNOTE_SPEECH_MODEL and FOOTNOTE_SPEECH_KEY.
 * Sound goes to this machine, or to a host that is allowed and confirmed; one of them that is not stops the lot.
 */
const serverEngine = ({ env, allowed, confirmed }: Ground): Result<Engine> => {
  const urls = (env['FOOTNOTE_SPEECH_URL'] ?? '').split(/\s+/u).filter(Boolean);
  if (urls.length === 0 || urls.some((url) => !/^https?:/u.test(url) || !URL.canParse(url)))
    return refuse('speech-server-not-set');
  if (!urls.every((url) => mayAsk({ url }, allowed, confirmed))) return refuse('speech-host-refused');
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
  ground: Ground = commandLineGround(),
): Result<Engine> => {
  if (wanted === 'server') return serverEngine(ground);
  return speech ? succeed(makeEngine(speech, wanted)) : refuse('engine-missing');
};
