import { Command, CommanderError } from 'commander';
import { refuse } from '../../contract/errors.ts';
import { commands } from './commands/index.ts';
import type { CommandContext, RunnableCommand } from './command.ts';
import { complain } from './failure.ts';
import { commandFor, valuesOf } from './options.ts';
import { makeTerminal } from './terminal.ts';

const program = (
  list: readonly RunnableCommand[],
  context: CommandContext,
  finish: (exit: number) => void,
): Command => {
  const root = new Command('footnote').description(
    'visit notes drafted on this machine, every line with its source',
  );
  root.exitOverride().configureOutput({
    writeOut: (text) => {
      context.terminal.print(text.trimEnd());
    },
    writeErr: (text) => {
      context.terminal.tell(text.trimEnd());
    },
  });
  for (const command of list) {
    const sub = commandFor(command.operation).exitOverride().copyInheritedSettings(root);
    sub.action(async () => {
      finish(await command.execute(valuesOf(sub, command.operation), context));
    });
    root.addCommand(sub);
  }
  return root;
};

/** Runs one command line (without node and script) and sets the exit status of `cli.md`. */
export const main = async (args: readonly string[]): Promise<void> => {
  const terminal = makeTerminal();
  const abort = new AbortController();
  const onInterrupt = (): void => {
    abort.abort();
  };
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  try {
    const root = program(commands, { terminal, signal: abort.signal }, (exit) => {
      process.exitCode = exit;
    });
    await root.parseAsync(args, { from: 'user' });
  } catch (cause) {
    if (cause instanceof CommanderError) process.exitCode = cause.exitCode === 0 ? 0 : 2;
    else {
      process.exitCode = complain(terminal, refuse('fault'), args.includes('--json'));
      if (process.env['DEBUG'] === 'footnote' && cause instanceof Error)
        terminal.tell(cause.stack ?? cause.message);
    }
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
  }
};
