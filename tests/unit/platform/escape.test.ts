import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, escapeMarkdown } from '../../../shared/platform/escape.ts';

describe('text in a document', () => {
  it('cannot open an element or leave an attribute', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escapeHtml(text))));
  });
  it('cannot turn the direction of what follows it', () => {
    expect(escapeHtml('Ana\u202Egpj.exe')).toBe('Anagpj.exe');
  });
  it('cannot make a heading, a link or a list of Markdown', () => {
    expect(escapeMarkdown('# [a](b)')).toBe('\\# \\[a\\](b)');
    expect(escapeMarkdown('1. one')).toBe('1\\. one');
    expect(escapeMarkdown('2) two')).toBe('2\\) two');
    expect(escapeMarkdown('<b> &lt;b&gt; & more')).toBe('\\<b\\> \\&lt;b\\&gt; & more');
  });
});
