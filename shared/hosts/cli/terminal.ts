import { createInterface } from 'node:readline/promises';

/**
 * Where the command line speaks to the person who called it. `print` is the result (stdout), `tell` is progress and
 * complaint (stderr); nothing here is logged.
 */
export interface Terminal {
  readonly interactive: boolean;
  readonly print: (line: string) => void;
  readonly tell: (line: string) => void;
  /** A bar that is redrawn on a terminal and, elsewhere, a plain line at every tenth. `share` is 0..1. */
  readonly progress: (label: string, share: number) => void;
  /** A yes-or-no question; where nobody can be asked the answer is no. */
  readonly ask: (question: string) => Promise<boolean>;
}

const BAR_WIDTH = 28;

export const makeTerminal = (
  out: NodeJS.WriteStream = process.stdout,
  err: NodeJS.WriteStream = process.stderr,
  input: NodeJS.ReadStream = process.stdin,
): Terminal => {
  const interactive = Boolean(err.isTTY && input.isTTY);
  const told = new Map<string, number>();
  let barOpen = false;

  const endBar = (): void => {
    if (barOpen) err.write('\n');
    barOpen = false;
  };
  const bar = (label: string, share: number): void => {
    const filled = Math.round(share * BAR_WIDTH);
    err.write(
      `\r${label} [${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${String(Math.round(share * 100))} %`,
    );
    barOpen = true;
    if (share >= 1) endBar();
  };
  const tenths = (label: string, share: number): void => {
    const tenth = Math.floor(share * 10);
    if ((told.get(label) ?? 0) >= tenth) return;
    told.set(label, tenth);
    err.write(`${label} ${String(tenth * 10)} %\n`);
  };

  return {
    interactive,
    print: (line) => {
      endBar();
      out.write(`${line}\n`);
    },
    tell: (line) => {
      endBar();
      err.write(`${line}\n`);
    },
    progress: (label, share) => {
      (err.isTTY ? bar : tenths)(label, Math.min(1, Math.max(0, share)));
    },
    ask: async (question) => {
      if (!interactive) return false;
      const asking = createInterface({ input, output: err });
      try {
        return /^(y|yes|s|si|sí)$/i.test((await asking.question(`${question} [y/N] `)).trim());
      } finally {
        asking.close();
      }
    },
  };
};
