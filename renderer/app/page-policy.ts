import { z } from 'zod';

interface Policies {
  readonly createPolicy: (name: string, rules: { readonly createHTML: (text: string) => string }) => unknown;
}

/**
 * What has to be settled before anything else runs. The page's policy forbids evaluated code, so zod must not compile;
 * and Trusted Types let text into a style element (Mantine's variables) but no markup anywhere.
 */
export const keepToPagePolicy = (): void => {
  z.config({ jitless: true });
  const policies = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes;
  policies?.createPolicy('default', { createHTML: (text) => (text.includes('<') ? '' : text) });
};

/** The nonce of this page, for styles that are made while it runs. */
export const pageNonce = (): string =>
  document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
