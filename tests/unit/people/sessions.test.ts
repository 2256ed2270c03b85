import { describe, expect, it } from 'vitest';
import { may } from '../../../shared/people/roles.ts';
import { Sessions } from '../../../shared/people/sessions.ts';
import { codeOf, good } from '../../support/record-fixture.ts';

describe('roles', () => {
  it('let only a clinician approve, and only an administrator manage people', () => {
    const who = (action: Parameters<typeof may>[1]) =>
      (['clinician', 'scribe', 'administrator'] as const).filter((role) => may(role, action));
    expect(who('approve')).toEqual(['clinician']);
    expect(who('release-final')).toEqual(['clinician']);
    expect(who('manage-people')).toEqual(['administrator']);
    expect(who('edit')).toEqual(['clinician', 'scribe']);
  });
});

describe('a session', () => {
  const clock = { ms: 0 };
  const sessions = new Sessions(
    () => new Date(clock.ms),
    () => 'clinician',
  );

  it('locks when idle and reopens with its PIN, five tries', () => {
    const { session } = sessions.begin('p', 'Dr', 'clinician');
    expect(codeOf(sessions.setPin(session, '12'))).toBe('pin-shape');
    good(sessions.setPin(session, '4711'));
    clock.ms += 11 * 60_000;
    expect(codeOf(sessions.require(session, 'edit'))).toBe('session-locked');
    expect(codeOf(sessions.reopen(session, '0000'))).toBe('pin-wrong');
    good(sessions.reopen(session, '4711'));
    good(sessions.require(session, 'edit'));
    good(sessions.lock(session));
    for (let i = 0; i < 4; i += 1) expect(codeOf(sessions.reopen(session, '1111'))).toBe('pin-wrong');
    expect(codeOf(sessions.reopen(session, '1111'))).toBe('session-ended');
    expect(codeOf(sessions.reopen(session, '4711'))).toBe('session-ended');
  });
});
