import type { Transport } from './client.ts';

/** What the preload script puts on the window; see electron/preload. */
export interface Bridge {
  readonly call: (name: string, input: unknown) => Promise<unknown>;
  readonly listen: (listener: (event: unknown) => void) => () => void;
}

export const findBridge = (): Bridge | undefined => (globalThis as { readonly footnote?: Bridge }).footnote;

/** Over the desktop shell. Files and sound go by the app's own scheme, which streams; everything else by IPC. */
export const bridgeTransport = (bridge: Bridge): Transport => ({
  call: (name, input) => bridge.call(name, input),
  upload: async (kind, file) => {
    const response = await fetch(`upload/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
    return (await response.json()) as unknown;
  },
  listen: (listener) => bridge.listen(listener),
  audioAddress: (visit) => `audio/${visit}`,
});
