import { describe, expect, it } from 'vitest';
import { isInert } from '../../../renderer/app/page-policy.ts';

const NONCE = 'c2FmZQ==';
const STYLE = `<style nonce="${NONCE}">:host .bar { width: 0 }</style>`;

describe('markup that a page may make', () => {
  it('is a style under its nonce and bare boxes', () => {
    expect(isInert(`\n ${STYLE}\n<div class="scroll" part="scroll"><div></div></div>`, NONCE)).toBe(true);
  });

  it.each([
    ['a script', `${STYLE}<script>alert(1)</script>`],
    ['a handler', `${STYLE}<div class="a" onclick="x()"></div>`],
    ['an inline style', `${STYLE}<div style="color:red"></div>`],
    ['a picture', `${STYLE}<img src=x>`],
    ['words', `${STYLE}<div>said</div>`],
    ['a second style', `${STYLE}${STYLE}`],
    ['something before the style', `<b></b>${STYLE}`],
    ['a style under another nonce', `<style nonce="other">a{}</style>`],
    ['an end of the style that hides a tag', `<style nonce="${NONCE}">a{}<img src=x></style>`],
  ])('is not %s', (_, text) => {
    expect(isInert(text, NONCE)).toBe(false);
  });

  it('is nothing at all on a page without a nonce', () => {
    expect(isInert('<style nonce="">a{}</style><div></div>', '')).toBe(false);
  });
});
