import type { z } from 'zod';

/** A value of the schema, or what was wrong with the answer, in words for the model. */
export type ReadAnswer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly wrong: string };

const MOST_ISSUES = 5;

/** Blanks in a row beyond any indentation of an answer. */
const MOST_BLANKS = 200;

/**
 * Whether an answer that is being written has come to nothing but blanks. A schema allows them between any two marks, and
 * a small model that does not know what comes next writes them until its room is used up.
 */
export const isLost = (text: string): boolean =>
  text.length >= MOST_BLANKS && text.slice(-MOST_BLANKS).trim() === '';

const objectIn = (text: string): unknown => {
  // Models that think aloud do so first; fences and a word before or after are common, too.
  const answer = text.replace(/<think>[\s\S]*?<\/think>/g, '');
  const [from, to] = [answer.indexOf('{'), answer.lastIndexOf('}')];
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(answer.slice(from, to + 1)) as unknown;
  } catch {
    return undefined;
  }
};

/** Reads a model's answer by the schema. Nothing of the answer is in `wrong` but names of fields. */
export const readAnswer = <Value>(text: string, schema: z.ZodType<Value>): ReadAnswer<Value> => {
  const found = objectIn(text);
  if (found === undefined) return { ok: false, wrong: 'it is not one whole JSON object' };
  const parsed = schema.safeParse(found);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issues = parsed.error.issues.slice(0, MOST_ISSUES);
  return { ok: false, wrong: issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ') };
};
