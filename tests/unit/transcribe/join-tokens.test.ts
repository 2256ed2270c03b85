import { describe, expect, it } from 'vitest';
import { joinTokens, type Token } from '../../../shared/transcribe/words/join-tokens.ts';

const tokens = (...texts: readonly string[]): Token[] =>
  texts.map((text, index) => ({
    text,
    startMs: index * 100,
    endMs: index * 100 + 100,
    probability: 0.9 - index / 10,
  }));

describe('words out of sub-word tokens', () => {
  it('are joined at leading spaces, with the times of their ends and the least of their probabilities', () => {
    const [first, second] = joinTokens(tokens(' met', 'form', 'in', ' twice'));
    expect(first).toEqual({
      text: 'metformin',
      startMs: 0,
      endMs: 300,
      confidence: expect.closeTo(0.7, 5) as number,
    });
    expect(second?.text).toBe('twice');
  });

  it('keep the punctuation that belongs to them', () => {
    expect(joinTokens(tokens(' Yes', ',', ' I', "'m", ' fine', '.')).map((word) => word.text)).toEqual([
      'Yes,',
      "I'm",
      'fine.',
    ]);
  });

  it('leave out what stands for no speech', () => {
    expect(
      joinTokens(
        tokens(
          '[_BEG_]',
          ' [',
          'BLANK',
          '_AUDIO',
          ']',
          ' (',
          'cough',
          's',
          ')',
          ' Hello',
          '[_TT_50]',
          ' ...',
        ),
      ),
    ).toMatchObject([{ text: 'Hello' }]);
  });

  it('have no confidence where the engine has none', () => {
    expect(joinTokens([{ text: ' hi', startMs: 0, endMs: 1, probability: null }])[0]?.confidence).toBeNull();
  });
});
