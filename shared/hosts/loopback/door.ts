import { randomBytes } from 'node:crypto';
import { sameSecret } from './guard.ts';

/**
 * Who may come in. A link holds a token that opens once; in exchange the browser gets a cookie that scripts cannot read
 * and that goes to no other site, and is sent on to an address without the token.
 */
export interface Door {
  readonly base: string;
  readonly cookieName: string;
  /** A fresh link's token; each opens once. */
  readonly issue: () => string;
  /** The cookie header to set, or `undefined` where the token is not one of ours or has been used. */
  readonly exchange: (token: string) => string | undefined;
  readonly admits: (cookie: string | undefined) => boolean;
}

const secret = (): string => randomBytes(32).toString('base64url');

export const makeDoor = (): Door => {
  const base = randomBytes(16).toString('hex');
  const session = secret();
  const cookieName = 'footnote';
  const open = new Set<string>();
  return {
    base,
    cookieName,
    issue: () => {
      const token = secret();
      open.add(token);
      return token;
    },
    exchange: (token) => {
      const match = [...open].find((candidate) => sameSecret(candidate, token));
      if (match === undefined) return undefined;
      open.delete(match);
      return `${cookieName}=${session}; Path=/${base}/; HttpOnly; SameSite=Strict`;
    },
    admits: (cookie) => cookie !== undefined && sameSecret(cookie, session),
  };
};
