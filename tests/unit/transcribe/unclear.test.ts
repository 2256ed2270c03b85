import { describe, expect, it } from 'vitest';
import type { Word } from '../../../shared/contract/transcript.ts';
import { unclearIn } from '../../../shared/transcribe/words/unclear.ts';

/** Words of 300 ms each, as sure as told. */
const heard = (...sure: readonly (number | null)[]): Word[] =>
  sure.map((confidence, k) => ({ text: 'word', startMs: k * 300, endMs: k * 300 + 280, confidence }));

const times = (count: number, sure: number): readonly number[] => Array.from({ length: count }, () => sure);

describe('words that were hardly heard', () => {
  it('are marked from the first to the last of them, and nothing else is', () => {
    const [mark, ...more] = unclearIn(heard(...times(40, 0.9), ...times(30, 0.4), ...times(40, 0.9)));
    expect(more).toEqual([]);
    expect(mark).toMatchObject({ reason: 'unclear' });
    expect(mark?.startMs).toBeGreaterThan(30 * 300);
    expect(mark?.startMs).toBeLessThanOrEqual(40 * 300);
    expect(mark?.endMs).toBeGreaterThanOrEqual(70 * 300 - 20);
    expect(mark?.endMs).toBeLessThan(80 * 300);
  });

  it('are not single words among sure ones, nor the few words of a short recording', () => {
    expect(unclearIn(heard(...times(20, 0.9), 0.1, 0.2, 0.1, ...times(20, 0.9)))).toEqual([]);
    expect(unclearIn(heard(...times(5, 0.2)))).toEqual([]);
    expect(unclearIn([])).toEqual([]);
  });

  it('are not known of where the engine says nothing of how sure it is', () => {
    expect(unclearIn(heard(...Array.from({ length: 40 }, () => null)))).toEqual([]);
  });
});
