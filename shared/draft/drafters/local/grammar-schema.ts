import { z } from 'zod';

const renamed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // llama.cpp's grammars know `oneOf` where zod writes `anyOf`, and no bounds of numbers and texts.
      .filter(
        ([name]) => !['$schema', 'minimum', 'maximum', 'minLength', 'additionalProperties'].includes(name),
      )
      .map(([name, inside]) => [name === 'anyOf' ? 'oneOf' : name, renamed(inside)]),
  );
};

/** A schema in the form that a model's grammar is made of. What it leaves out is checked on the answer. */
export const grammarSchema = (schema: z.ZodType): unknown => renamed(z.toJSONSchema(schema));
