import { describe, expect, it } from 'vitest';
import { promptOf } from '../../../shared/transcribe/words/prompt.ts';

describe('what the engine is told to expect', () => {
  it('ends with the likeliest name', () => {
    expect(promptOf('en', ['metformin', 'lisinopril'])).toMatch(/lisinopril, metformin\.$/u);
  });

  it('is nothing in a language of which nothing is known, without a chart', () => {
    expect(promptOf('de', [])).toBe('');
  });

  it('keeps the manner of speech and the first names, however many there are', () => {
    const names = Array.from({ length: 200 }, (_, k) => `medicine${String(k)}`);
    const prompt = promptOf('en', names);
    expect(prompt.length).toBeLessThan(600);
    expect(prompt).toMatch(/^Um, okay\./u);
    expect(prompt).toMatch(/medicine0\.$/u);
    expect(prompt).not.toContain('medicine199');
  });
});
