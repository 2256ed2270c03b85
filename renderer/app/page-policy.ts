import { z } from 'zod';

interface Policies {
  readonly createPolicy: (name: string, rules: { readonly createHTML: (text: string) => string }) => unknown;
}

/** The nonce of this page, for styles that are made while it runs. */
export const pageNonce = (): string =>
  document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

/**
 * Markup that cannot do anything: one style under this page's nonce and bare, classed boxes. The picture of the sound is
 * made of it (wavesurfer.js writes its frame as text).
 */
export const isInert = (text: string, nonce: string): boolean => {
  const style = `<style nonce="${nonce}">`;
  const at = text.indexOf(style);
  if (nonce === '' || at < 0 || text.slice(0, at).trim() !== '') return false;
  return /^[^<]*<\/style>(?:\s|<\/div>|<div(?: (?:class|part)="[\w -]*")*>)*$/.test(
    text.slice(at + style.length),
  );
};

/**
 * What has to be settled before anything else runs. The page's policy forbids evaluated code, so zod must not compile;
 * and Trusted Types let text into a style element (Mantine's variables) and inert boxes, but no other markup anywhere.
 */
export const keepToPagePolicy = (): void => {
  z.config({ jitless: true });
  const policies = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes;
  policies?.createPolicy('default', {
    createHTML: (text) => (text.includes('<') && !isInert(text, pageNonce()) ? '' : text),
  });
};
