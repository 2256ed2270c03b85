/**
 * The log takes ids, counts and codes. There is no parameter that a sentence of a visit could go into: an event name is
 * a literal known at compile time and values are numbers, booleans or short codes checked at run time.
 */
export type LogValue = number | boolean | LogCode;
export type LogCode = string & { readonly __logCode: unique symbol };

const CODE = /^[A-Za-z0-9._:/-]{1,64}$/;

/** Marks a string as a code; anything that could be prose is replaced rather than written. */
export const code = (value: string): LogCode => (CODE.test(value) ? value : 'redacted') as LogCode;

export interface Log {
  readonly note: (event: string, values?: Readonly<Record<string, LogValue>>) => void;
  /** Lines that are kept, oldest first, each proved again to be nothing but codes, counts and times. */
  readonly kept: () => readonly string[];
}

/** Where lines are put, and read from again, oldest first. */
export interface LogPlace {
  readonly write: (line: string) => void;
  readonly read: () => readonly string[];
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && CODE.test(value));

/** A line that another program, or another version, put into the file does not go out with ours. */
const isLogLine = (line: string): boolean => {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null && Object.entries(read).flat().every(isPlain);
  } catch {
    return false;
  }
};

/** A log that writes one JSON line per event to the place it is given. */
export const makeLog = ({ write, read }: LogPlace, now: () => Date = () => new Date()): Log => ({
  note: (event, values = {}) => {
    write(JSON.stringify({ at: now().toISOString(), event: code(event), ...values }));
  },
  kept: () => read().filter(isLogLine),
});

export const silentLog: Log = { note: () => undefined, kept: () => [] };
