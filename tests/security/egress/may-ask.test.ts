import { describe, expect, it } from 'vitest';
import { mayAsk } from '../../../shared/egress/may-ask.ts';

describe('a server on another machine', () => {
  const confirmed = [{ host: 'llm.clinic.test', wording: 'agreed', by: 'Ada', at: '2026-01-01T00:00:00Z' }];
  it.each([
    ['https://llm.clinic.test/v1', [], confirmed, false],
    ['https://llm.clinic.test/v1', ['llm.clinic.test'], [], false],
    ['https://llm.clinic.test/v1', ['llm.clinic.test'], confirmed, true],
    ['http://llm.clinic.test/v1', ['llm.clinic.test'], confirmed, false],
    ['https://llm.clinic.test.evil.test/v1', ['llm.clinic.test'], confirmed, false],
    ['https://llm.clinic.test@evil.test/v1', ['llm.clinic.test'], confirmed, false],
    ['https://127.0.0.1.evil.test/v1', [], [], false],
    ['http://user:pw@127.0.0.1/v1', [], [], false],
    ['not an address', ['not an address'], confirmed, false],
    ['http://localhost:11434/v1', [], [], true],
    ['http://[::1]:8080/v1', [], [], true],
  ])('%s with %j allowed: %#', (url, allowed, confirmations, expected) => {
    expect(mayAsk(url, allowed, confirmations)).toBe(expected);
  });
});
