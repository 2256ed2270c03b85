import { describe, expect, it } from 'vitest';
import { DOSE_UNITS, DOSE_WORDS, loadLanguage } from '../../../shared/language/index.ts';

const { units } = loadLanguage().numbers;
const whole = new RegExp(`^(?:${DOSE_WORDS})$`);

describe('what a dose is counted in', () => {
  it('is a unit that the language knows', () => {
    const known = new Set(units.values());
    expect([...DOSE_UNITS].filter((unit) => !known.has(unit))).toEqual([]);
  });

  it.each([...DOSE_UNITS])('is read as it is written, and as one says it: %s', (unit) => {
    const said = [...units].filter(([, canonical]) => canonical === unit).map(([word]) => word);
    expect(said.filter((word) => whole.test(word)).length).toBeGreaterThan(0);
    expect(whole.test(unit)).toBe(true);
  });

  it('is nothing else', () => {
    const others = [...units].filter(([, canonical]) => !DOSE_UNITS.has(canonical)).map(([word]) => word);
    expect(others.filter((word) => whole.test(word))).toEqual([]);
  });
});
