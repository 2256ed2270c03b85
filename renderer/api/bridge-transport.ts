import type { Transport } from './client.ts';

/** What the preload script puts on the window; see electron/preload. */
export interface Bridge {
  readonly call: (name: string, input: unknown) => Promise<unknown>;
  /** Asks the shell to print the page of a ticket. */
  readonly print: (ticket: string) => Promise<unknown>;
  readonly listen: (listener: (event: unknown) => void) => () => void;
}

export const findBridge = (): Bridge | undefined => (globalThis as { readonly footnote?: Bridge }).footnote;

const postBytes = async (path: string, body: BodyInit): Promise<unknown> => {
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await fetch(path, { method: 'POST', headers, body });
  return (await response.json()) as unknown;
};

/** Over the desktop shell. Files and sound go by the app's own scheme, which streams; everything else by IPC. */
export const bridgeTransport = (bridge: Bridge): Transport => ({
  call: (name, input) => bridge.call(name, input),
  upload: (kind, file) => postBytes(`upload/${kind}`, file),
  chunk: postBytes,
  listen: (listener) => bridge.listen(listener),
  audioAddress: (visit) => `audio/${visit}`,
  showPage: (ticket) => {
    void bridge.print(ticket);
  },
});
