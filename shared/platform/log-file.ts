import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogPlace } from './log.ts';

/** Bytes of one file, and how many older ones are kept beside it. */
const LIMIT = 1024 * 1024;
const KEPT = 3;

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
};

const nameOf = (n: number): string => (n === 0 ? 'footnote.log' : `footnote.${String(n)}.log`);

const shift = (folder: string, kept: number): void => {
  for (let n = kept - 1; n >= 0; n -= 1) {
    const from = join(folder, nameOf(n));
    if (sizeOf(from) > 0) renameSync(from, join(folder, nameOf(n + 1)));
  }
};

const linesOf = (path: string): readonly string[] => {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
};

/**
 * A place for log lines, one a line, mode 0600: when a file is full it is put aside and the oldest goes. Lines are few
 * and hold no content (see `log.ts`), so that they can be given to support. A log that cannot be written stops nothing.
 */
export const rotatingLogFile = (folder: string, limit = LIMIT, kept = KEPT): LogPlace => ({
  write: (line) => {
    const path = join(folder, nameOf(0));
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (sizeOf(path) + line.length > limit) shift(folder, kept);
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch {
      // The disk is full or the folder may not be written: what the log would say is told on the screen, too.
    }
  },
  read: () => Array.from({ length: kept + 1 }, (_, n) => linesOf(join(folder, nameOf(kept - n)))).flat(),
});
