import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operation } from '../../../shared/contract/operation.ts';
import { commandFor } from '../../../shared/hosts/cli/options.ts';

const greet = operation({
  name: 'greet',
  summary: 'says hello',
  input: z.object({
    whom: z.string().describe('who is greeted'),
    asOf: z.string().optional().describe('the day'),
    tone: z.enum(['warm', 'dry']).default('warm').describe('how'),
    loud: z.boolean().default(false).describe('in capitals'),
  }),
  output: z.object({}),
  errors: [],
});

describe('options of a command', () => {
  it('are the fields of its input, with their descriptions', () => {
    const help = commandFor(greet).helpInformation();
    expect(help).toContain('--whom <VALUE>');
    expect(help).toContain('who is greeted');
    expect(help).toContain('--as-of <VALUE>');
    expect(help).toContain('--tone <warm|dry>');
    expect(help).toMatch(/--loud\s+in capitals/);
  });

  it('parse to the names of the fields, defaults filled in', () => {
    const command = commandFor(greet).exitOverride();
    command.parse(['--whom', 'you', '--as-of', '2026-01-02', '--loud'], { from: 'user' });
    expect(greet.input.parse(command.opts())).toEqual({
      whom: 'you',
      asOf: '2026-01-02',
      tone: 'warm',
      loud: true,
    });
  });

  it('are refused when a needed one is absent', () => {
    const command = commandFor(greet)
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    expect(() => command.parse([], { from: 'user' })).toThrow(/whom/);
  });
});
