import { describe, expect, it } from 'vitest';
import { textTokens } from '../../../shared/setup/convert/vocabulary.ts';

const asText = (tokens: readonly Uint8Array[]): string[] =>
  tokens.map((token) => Buffer.from(token).toString('utf8'));

describe('the tokens of a model', () => {
  it('are the raw bytes behind the printable spelling', () => {
    const tokens = textTokens(['!', 'Ġthe', 'Ċ', 'Ã©', '<|endoftext|>', '<|startoftranscript|>']);
    expect(asText(tokens)).toEqual(['!', ' the', '\n', 'é', '<|endoftext|>']);
  });

  it('leave the end of text out of a multilingual model, as the published files do', () => {
    const specials = Array.from({ length: 51_865 - 3 }, (_, i) => `<|${String(i)}|>`);
    const tokens = textTokens(['a', '', '<|endoftext|>', ...specials]);
    expect(asText(tokens)).toEqual(['a', '']);
  });

  it('refuse a vocabulary of another kind', () => {
    expect(() => textTokens(['one', 'two'])).toThrow(/end of text/u);
    expect(() => textTokens(['日', '<|endoftext|>'])).toThrow(/byte-level/u);
  });
});
