import { randomBytes } from 'node:crypto';

const LIFE_MS = 10 * 60_000;

/** Pages for print that wait to be fetched by their ticket, once. In memory only. */
export interface Pages {
  readonly put: (html: string) => string;
  readonly take: (ticket: string) => string | undefined;
  readonly clear: () => void;
}

export const makePages = (now: () => Date): Pages => {
  const waiting = new Map<string, { readonly html: string; readonly until: number }>();
  return {
    put: (html) => {
      const at = now().getTime();
      for (const [ticket, { until }] of waiting) if (until < at) waiting.delete(ticket);
      const ticket = randomBytes(24).toString('base64url');
      waiting.set(ticket, { html, until: at + LIFE_MS });
      return ticket;
    },
    take: (ticket) => {
      const found = waiting.get(ticket);
      waiting.delete(ticket);
      return found && found.until >= now().getTime() ? found.html : undefined;
    },
    clear: () => {
      waiting.clear();
    },
  };
};
