import { Command, CommanderError } from 'commander';
import type { z } from 'zod';
import type { Operation } from '../../contract/operation.ts';
import { refuse } from '../../contract/errors.ts';
import { commands } from './commands/index.ts';
import { complain, type Outcome } from './failure.ts';
import { commandFor } from './options.ts';
import { makeTerminal, type Terminal } from './terminal.ts';

export interface CommandContext {
  readonly terminal: Terminal;
  /** Fires on Ctrl-C: stop, keep the input, leave nothing half-written. */
  readonly signal: AbortSignal;
}

/** A command: its operation, what it does, and how its result reads to a person. */
export interface CliCommand<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly operation: Operation<Input, Output>;
  readonly run: (input: z.output<Input>, context: CommandContext) => Promise<Outcome<z.output<Output>>>;
  readonly say: (output: z.output<Output>, terminal: Terminal) => void;
}

/** Forgets the types of one command, so that commands of every shape fit in one list. */
export const cliCommand = <Input extends z.ZodType, Output extends z.ZodType>(
  command: CliCommand<Input, Output>,
): RunnableCommand => ({
  operation: command.operation,
  execute: async (options, context) => {
    const asJson = options['json'] === true;
    const input = command.operation.input.safeParse(options);
    if (!input.success) {
      const fields = input.error.issues.map((issue) => issue.path.join('.')).join(', ');
      context.terminal.tell(
        `${command.operation.name}: ${fields} is not one of the values that ${command.operation.name} --help lists`,
      );
      return 2;
    }
    const outcome = await command.run(input.data, context);
    if (!outcome.ok) return complain(context.terminal, outcome, asJson);
    if (asJson) context.terminal.print(JSON.stringify(outcome.value));
    else command.say(outcome.value, context.terminal);
    return 0;
  },
});

export interface RunnableCommand {
  readonly operation: Operation;
  readonly execute: (options: Readonly<Record<string, unknown>>, context: CommandContext) => Promise<number>;
}

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
    sub.action(async (options: Record<string, unknown>) => {
      finish(await command.execute(options, context));
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
