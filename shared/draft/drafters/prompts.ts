import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ModelTask } from '../../contract/drafters.ts';
import { sha256 } from '../../platform/hash.ts';

/** A prompt as it is shipped: its words, and the hash of the whole file, which the manifest carries. */
export interface Prompt {
  readonly name: string;
  readonly version: number;
  readonly text: string;
  readonly sha256: string;
}

const Head = z.object({ version: z.coerce.number().int().positive(), task: ModelTask });

/** Reads `resources/prompts/NAME.md`: `key: value` lines, an empty line, the words. A file of another shape throws. */
export const loadPrompt = (
  name: ModelTask,
  folder = new URL('../../../resources/prompts/', import.meta.url),
): Prompt => {
  const file = readFileSync(new URL(`${name}.md`, folder), 'utf8');
  const [head = '', ...paragraphs] = file.split('\n\n');
  const fields = head.split('\n').map((line) => line.split(': '));
  const { version, task } = Head.parse(Object.fromEntries(fields));
  if (task !== name) throw new Error(`the prompt ${name} is for another task`);
  return { name, version, text: paragraphs.join('\n\n').trim(), sha256: sha256(file) };
};
