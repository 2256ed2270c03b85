import { randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { Action, Authority, Role, Session } from '../contract/people.ts';
import { deriveKey } from '../platform/sealing.ts';
import { may } from './roles.ts';

const PIN_TRIES = 5;
const PIN = /^\d{4,12}$/;
export const IDLE_MS = 10 * 60_000;

interface Held {
  readonly session: Session;
  locked: boolean;
  lastUsed: number;
  readonly salt: Buffer;
  /** Digest of the PIN under a salt that never leaves memory; nothing of a PIN is ever on the disk. */
  pin: Buffer | undefined;
  tries: number;
}

/** Who is logged in, in memory only. Locking hides; it stops no recording and closes no record. */
export class Sessions implements Authority {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly now: () => Date,
    /** The role that the person's certificate gives at this moment; undefined once removed. */
    private readonly roleOf: (person: string) => Role | undefined,
    private readonly idleMs: () => number = () => IDLE_MS,
  ) {}

  begin(person: string, label: string, role: Role): Session {
    const session = { session: randomBytes(16).toString('hex'), person, label, role };
    const lastUsed = this.now().getTime();
    const salt = randomBytes(16);
    this.held.set(session.session, { session, locked: false, lastUsed, salt, pin: undefined, tries: 0 });
    return session;
  }

  private find(session: string): Result<Held> {
    const held = this.held.get(session);
    if (!held) return refuse('session-ended');
    if (this.now().getTime() - held.lastUsed > this.idleMs()) held.locked = true;
    return succeed(held);
  }

  private unlocked(session: string): Result<Held> {
    const held = this.find(session);
    return held.ok && held.value.locked ? refuse('session-locked') : held;
  }

  require(session: string, action: Action): Result<Session> {
    const held = this.unlocked(session);
    if (!held.ok) return held;
    const role = this.roleOf(held.value.session.person);
    if (role === undefined) {
      this.end(session);
      return refuse('session-ended');
    }
    if (!may(role, action)) return refuse('role-refused');
    held.value.lastUsed = this.now().getTime();
    return succeed({ ...held.value.session, role });
  }

  /** Chooses the PIN of this session; forgotten when the session ends. */
  setPin(session: string, pin: string): Result<void> {
    const held = this.unlocked(session);
    if (!held.ok) return held;
    if (!PIN.test(pin)) return refuse('pin-shape');
    held.value.pin = deriveKey(Buffer.from(pin), held.value.salt, 'pin');
    return succeed(undefined);
  }

  /** How a session stands now, for the screen; undefined once it has ended. */
  standing(session: string): { readonly locked: boolean; readonly hasPin: boolean } | undefined {
    const held = this.find(session);
    return held.ok ? { locked: held.value.locked, hasPin: held.value.pin !== undefined } : undefined;
  }

  /** Whose session it is, also while it is locked, with the role of this moment. */
  whoIs(session: string): Session | undefined {
    const held = this.held.get(session);
    const role = held && this.roleOf(held.session.person);
    return held && role ? { ...held.session, role } : undefined;
  }

  /** When the session locks if nothing is asked of it until then, ms since 1970. */
  locksAt(session: string): number | undefined {
    const held = this.held.get(session);
    return held && !held.locked ? held.lastUsed + this.idleMs() : undefined;
  }

  lock(session: string): Result<void> {
    const held = this.find(session);
    if (!held.ok) return held;
    held.value.locked = true;
    return succeed(undefined);
  }

  /** Reopens a locked session; the fifth wrong PIN ends it, and only the passphrase helps from there. */
  reopen(session: string, pin: string): Result<Session> {
    const held = this.find(session);
    if (!held.ok) return held;
    const { value } = held;
    const given = deriveKey(Buffer.from(pin), value.salt, 'pin');
    if (value.pin && timingSafeEqual(given, value.pin)) {
      value.locked = false;
      value.tries = 0;
      value.lastUsed = this.now().getTime();
      return succeed(value.session);
    }
    value.tries += 1;
    if (value.tries < PIN_TRIES) return refuse('pin-wrong', { left: PIN_TRIES - value.tries });
    this.end(session);
    return refuse('session-ended');
  }

  end(session: string): void {
    this.held.get(session)?.pin?.fill(0);
    this.held.delete(session);
  }

  personOf(session: string): Result<Session> {
    const held = this.unlocked(session);
    return held.ok ? succeed(held.value.session) : held;
  }
}
