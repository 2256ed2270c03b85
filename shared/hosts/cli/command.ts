import type { z } from 'zod';
import type { Operation } from '../../contract/operation.ts';
import { complain, type Outcome } from './failure.ts';
import type { Terminal } from './terminal.ts';

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
