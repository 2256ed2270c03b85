import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a supervisor writes down about the engine it runs; `health` is the secret address only that engine answers. */
const Running = z.object({ pid: z.number().int(), supervisor: z.number().int(), health: z.url() });
type Running = z.infer<typeof Running>;

/** An engine that is busy answers this all the same; a port that something else has taken since is no engine of ours. */
const ANSWER_LIMIT_MS = 2000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Not ours to signal, but there.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
};

const recordAt = async (path: string): Promise<Running | null> => {
  try {
    return Running.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
};

const answers = async (health: string): Promise<boolean> => {
  try {
    return (await fetch(health, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })).ok;
  } catch {
    return false;
  }
};

/**
 * Ends engines whose program and supervisor were both killed before they could end them. A process id alone proves
 * nothing, because systems use them again: only what answers under the recorded secret address is ended. Engines of
 * other running programs are left alone. Gives how many were ended.
 */
export const reapOrphans = async (folder: string): Promise<number> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const reaped = await Promise.all(
    names.map(async (name): Promise<number> => {
      const path = join(folder, name);
      const running = await recordAt(path);
      if (running && isAlive(running.supervisor)) return 0;
      const orphaned = running !== null && isAlive(running.pid) && (await answers(running.health));
      if (orphaned) process.kill(running.pid, 'SIGKILL');
      await rm(path, { force: true });
      return orphaned ? 1 : 0;
    }),
  );
  return reaped.reduce((sum, count) => sum + count, 0);
};
