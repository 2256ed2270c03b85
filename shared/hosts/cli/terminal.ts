import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

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
  /** A passphrase: typed unseen, or the next line of standard input where nobody sits at a terminal. */
  readonly secret: (question: string) => Promise<string>;
}

const BAR_WIDTH = 28;

/** Shows nothing of what is typed. */
const unseen = (): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });

/** The lines of a stream one at a time, empty after the last; between two of them it does not keep the program alive. */
const lineReader = (input: NodeJS.ReadableStream): (() => Promise<string>) => {
  let lines: AsyncIterator<string> | undefined;
  return async () => {
    lines ??= createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    input.pause();
    return done ? '' : value;
  };
};

/** The terminal stops showing what is typed before it is asked for. */
const typedUnseen = async (input: NodeJS.ReadStream, ask: () => void): Promise<string> => {
  const asking = createInterface({ input, output: unseen(), terminal: true });
  try {
    ask();
    return await asking.question('');
  } finally {
    asking.close();
  }
};

export const makeTerminal = (
  out: NodeJS.WriteStream = process.stdout,
  err: NodeJS.WriteStream = process.stderr,
  input: NodeJS.ReadStream = process.stdin,
): Terminal => {
  const interactive = Boolean(err.isTTY && input.isTTY);
  const told = new Map<string, number>();
  const nextLine = lineReader(input);
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
    secret: async (question) => {
      if (!interactive) return nextLine();
      endBar();
      const typed = await typedUnseen(input, () => err.write(`${question} `));
      err.write('\n');
      return typed;
    },
  };
};
