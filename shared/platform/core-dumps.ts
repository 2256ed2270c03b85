import { writeFileSync } from 'node:fs';

const FILTER = '/proc/self/coredump_filter';

/**
 * Keeps what is in memory out of crash files, for this process and everything it starts from here on. Linux lets a
 * process say that no part of its memory is dumped, and children inherit it. Elsewhere the system's default stands:
 * macOS writes none, on Windows the clinic's policy decides. Gives whether it is known to be off.
 */
export const keepMemoryOutOfCrashFiles = (platform: NodeJS.Platform = process.platform): boolean => {
  if (platform !== 'linux') return platform === 'darwin';
  try {
    writeFileSync(FILTER, '0');
    return true;
  } catch {
    // A kernel without the file writes dumps as it was told to; `ulimit -c 0` is then the way.
    return false;
  }
};
