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
}

/** A log that writes one JSON line per event to the sink it is given. */
export const makeLog = (sink: (line: string) => void, now: () => Date = () => new Date()): Log => ({
  note: (event, values = {}) => {
    sink(JSON.stringify({ at: now().toISOString(), event: code(event), ...values }));
  },
});

export const silentLog: Log = { note: () => undefined };
