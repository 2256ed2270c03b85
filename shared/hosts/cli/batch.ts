import type { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { writeWhole } from '../../platform/atomic-write.ts';
import { fileRefusal } from './failure.ts';

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** Every line of a JSON-lines text, each parsed by the schema; the first that does not fit refuses the whole. */
export const parseLines = <Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): Result<z.output<Schema>[]> => {
  const rows: z.output<Schema>[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const row = schema.safeParse(parseJson(line));
    if (!row.success) return refuse('batch-line', { line: index + 1 });
    rows.push(row.data);
  }
  return succeed(rows);
};

/** Writes rows as JSON lines, whole or not at all. */
export const writeLines = async (path: string, rows: readonly unknown[]): Promise<Result<void>> => {
  try {
    await writeWhole(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return succeed(undefined);
  } catch (cause) {
    return fileRefusal(cause, 'writing');
  }
};
