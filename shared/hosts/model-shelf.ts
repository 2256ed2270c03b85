import type { ModelShelf } from './app/services.ts';
import { openConnected, reachConnected } from './drafters.ts';
import { keepPass, passesFile, passesOf, readPasses } from './model-passes.ts';

/** The language models of an app, and what was measured of them, which is kept in that file. */
export const modelShelf = (file: string = passesFile()): ModelShelf => ({
  open: (connection, allowed, task) => openConnected(connection, allowed, task, file),
  reach: reachConnected,
  passes: async (model) => passesOf(await readPasses(file), model),
  keepPass: (pass) => keepPass(file, pass),
});
