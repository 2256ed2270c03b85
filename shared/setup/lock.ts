import lockfile from 'proper-lockfile';
import { setTimeout as wait } from 'node:timers/promises';

/** A holder that was killed stops refreshing its lock; after so long another may take it (ms). */
const STALE_MS = 6000;
const REFRESH_MS = 1500;
const POLL_MS = 250;

const isHeld = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED';

/**
 * Runs the work while no other setup works in the same cache folder. Says once that it waits, and goes on as soon as
 * the other has ended, also when it was killed. Rejects with an `AbortError` when aborted while waiting.
 */
export const withLock = async <T>(
  lock: { readonly folder: string; readonly path: string },
  onWaiting: () => void,
  work: (lost: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> => {
  const lost = new AbortController();
  const attempt = (): Promise<() => Promise<void>> =>
    lockfile.lock(lock.folder, {
      lockfilePath: lock.path,
      stale: STALE_MS,
      update: REFRESH_MS,
      // A machine that slept may find its lock taken over: the work then stops and the other one goes on.
      onCompromised: () => {
        lost.abort();
      },
    });
  let release: (() => Promise<void>) | undefined;
  for (let tries = 0; release === undefined; tries += 1) {
    signal.throwIfAborted();
    try {
      release = await attempt();
    } catch (cause) {
      if (!isHeld(cause)) throw cause;
      if (tries === 0) onWaiting();
      await wait(POLL_MS, undefined, { signal });
    }
  }
  try {
    return await work(lost.signal);
  } finally {
    if (!lost.signal.aborted) await release();
  }
};
