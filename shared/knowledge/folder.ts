import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';

/** `resources/knowledge` beside the sources; a packaged host passes its own folder to the loaders instead. */
export const knowledgeFolder = (): string =>
  fileURLToPath(new URL('../../resources/knowledge/', import.meta.url));

/** A knowledge file that does not fit its schema is a fault of the build, so it throws. */
export const readKnowledge = <Shape extends z.ZodType>(
  folder: string,
  file: string,
  shape: Shape,
): z.infer<Shape> => shape.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
