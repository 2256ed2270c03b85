import { randomBytes } from 'node:crypto';
import { refuse, succeed, type Result } from '../contract/errors.ts';

const LIFE_MS = 10 * 60_000;

interface Issued {
  readonly session: string;
  readonly purpose: string;
  readonly hash: string;
  readonly until: number;
}

/**
 * Confirmations of dangerous operations. A token stands for one hash as one session saw it, for one purpose, once:
 * trying it with anything else spends it too.
 */
export class SingleUseTokens {
  private readonly issued = new Map<string, Issued>();

  constructor(private readonly now: () => Date) {}

  issue(session: string, purpose: string, hash: string): string {
    const now = this.now().getTime();
    for (const [token, { until }] of this.issued) if (until < now) this.issued.delete(token);
    const token = randomBytes(32).toString('base64url');
    this.issued.set(token, { session, purpose, hash, until: now + LIFE_MS });
    return token;
  }

  spend(token: string, session: string, purpose: string, hash: string): Result<void> {
    const found = this.issued.get(token);
    this.issued.delete(token);
    if (!found || found.until < this.now().getTime()) return refuse('token-spent');
    if (found.session !== session || found.purpose !== purpose) return refuse('token-spent');
    return found.hash === hash ? succeed(undefined) : refuse('hash-differs');
  }
}
