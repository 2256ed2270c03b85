/**
 * The operating system's keychain, where there is one (the desktop shell). `refused` covers a keychain that is locked,
 * does not answer, or would keep the secret in plain text.
 */
export type KeychainAnswer =
  | { readonly answer: 'secret'; readonly secret: Uint8Array }
  | { readonly answer: 'none' }
  | { readonly answer: 'refused' };

export interface Keychain {
  readonly secretOf: (vault: string) => Promise<KeychainAnswer>;
  readonly keep: (vault: string, secret: Uint8Array) => Promise<'kept' | 'refused'>;
}
