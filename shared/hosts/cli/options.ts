import { Argument, Command, Option } from 'commander';
import { z } from 'zod';
import type { Operation } from '../../contract/operation.ts';

type ObjectSchema = z.ZodObject;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

interface Peeled {
  readonly inner: z.core.$ZodType;
  readonly optional: boolean;
  readonly byDefault: unknown;
  readonly help: string;
}

/** Looks under `.optional()` and `.default()`; the description may sit on any of the layers. */
const peel = (field: z.core.$ZodType): Peeled => {
  let inner = field;
  let optional = false;
  let byDefault: unknown;
  let help = '';
  for (;;) {
    if (inner instanceof z.ZodType) help ||= inner.description ?? '';
    if (inner instanceof z.ZodOptional) {
      optional = true;
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodDefault) {
      optional = true;
      byDefault = inner.def.defaultValue;
      inner = inner.unwrap();
    } else return { inner, optional, byDefault, help };
  }
};

const optionFor = (name: string, field: z.core.$ZodType): Option => {
  const { inner, optional, byDefault, help } = peel(field);
  if (inner instanceof z.ZodBoolean) return new Option(`--${kebab(name)}`, help);
  const placeholder = inner instanceof z.ZodEnum ? inner.options.join('|') : 'VALUE';
  const option = new Option(`--${kebab(name)} <${placeholder}>`, help);
  if (!optional) option.makeOptionMandatory();
  if (byDefault !== undefined) option.default(byDefault);
  return option;
};

const argumentFor = (name: string, field: z.core.$ZodType): Argument => {
  const { inner, optional, help } = peel(field);
  const choices = inner instanceof z.ZodEnum ? `: ${inner.options.join(', ')}` : '';
  return new Argument(optional ? `[${kebab(name)}]` : `<${kebab(name)}>`, `${help}${choices}`);
};

/** The values of a parsed command, by the names of the input's fields. */
export const valuesOf = (command: Command, operation: Operation): Record<string, unknown> => {
  const byPlace = (operation.positional ?? []).map(
    (name, index) => [name, command.processedArgs[index]] as const,
  );
  return { ...command.opts(), ...Object.fromEntries(byPlace.filter(([, value]) => value !== undefined)) };
};

/** A commander command whose options are the fields of the operation's input. */
export const commandFor = (operation: Operation): Command => {
  const command = new Command(operation.name).description(operation.summary ?? '');
  const schema = operation.input;
  if (!(schema instanceof z.ZodObject))
    throw new TypeError(`${operation.name}: input of a command is an object`);
  const positional = operation.positional ?? [];
  for (const [name, field] of Object.entries((schema as ObjectSchema).shape)) {
    if (positional.includes(name)) command.addArgument(argumentFor(name, field));
    else command.addOption(optionFor(name, field));
  }
  return command;
};
