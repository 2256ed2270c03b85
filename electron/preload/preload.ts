import { contextBridge, ipcRenderer } from 'electron';
import { isAppOperation } from '../../shared/contract/app.ts';
import { refuse } from '../../shared/contract/errors.ts';
import { CALL_CHANNEL, EVENT_CHANNEL, PRINT_CHANNEL } from './channels.ts';

// The bridge knows the contract's names and nothing else: no channel, event object or part of Electron reaches a page.
contextBridge.exposeInMainWorld('footnote', {
  call: (name: string, input: unknown): Promise<unknown> =>
    isAppOperation(name) ? ipcRenderer.invoke(CALL_CHANNEL, name, input) : Promise.resolve(refuse('usage')),
  print: (ticket: string): Promise<unknown> => ipcRenderer.invoke(PRINT_CHANNEL, ticket),
  listen: (listener: (event: unknown) => void): (() => void) => {
    const pass = (_event: unknown, payload: unknown): void => {
      listener(payload);
    };
    ipcRenderer.on(EVENT_CHANNEL, pass);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, pass);
    };
  },
});
