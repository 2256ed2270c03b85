import { contextBridge, ipcRenderer } from 'electron';
import { isAppOperation } from '../../shared/contract/app.ts';
import type { CaptureBridge, CaptureWork } from '../../shared/contract/capture-window.ts';
import { refuse } from '../../shared/contract/errors.ts';
import {
  CALL_CHANNEL,
  CAPTURE_ANSWER_CHANNEL,
  CAPTURE_ASK_CHANNEL,
  CAPTURE_COMMAND_CHANNEL,
  CAPTURE_STATE_CHANNEL,
  CAPTURE_TELL_CHANNEL,
  EVENT_CHANNEL,
  PRINT_CHANNEL,
} from './channels.ts';

const listenTo = (channel: string, listener: (payload: unknown) => void): (() => void) => {
  const pass = (_event: unknown, payload: unknown): void => {
    listener(payload);
  };
  ipcRenderer.on(channel, pass);
  return () => {
    ipcRenderer.off(channel, pass);
  };
};

const capture: CaptureBridge = {
  ask: (command) => ipcRenderer.invoke(CAPTURE_ASK_CHANNEL, command),
  listen: (listener) => {
    const stop = listenTo(CAPTURE_STATE_CHANNEL, listener);
    // What it was before this window was there.
    void ipcRenderer.invoke(CAPTURE_STATE_CHANNEL).then(listener);
    return stop;
  },
};

// Of use to the hidden window only: the shell listens to no other.
const captureWork: CaptureWork = {
  listen: (listener) => {
    listenTo(CAPTURE_COMMAND_CHANNEL, listener);
  },
  answer: (id, result) => {
    ipcRenderer.send(CAPTURE_ANSWER_CHANNEL, id, result);
  },
  tell: (state) => {
    ipcRenderer.send(CAPTURE_TELL_CHANNEL, state);
  },
};

// The bridge knows the contract's names and nothing else: no channel, event object or part of Electron reaches a page.
contextBridge.exposeInMainWorld('footnote', {
  call: (name: string, input: unknown): Promise<unknown> =>
    isAppOperation(name) ? ipcRenderer.invoke(CALL_CHANNEL, name, input) : Promise.resolve(refuse('usage')),
  print: (ticket: string): Promise<unknown> => ipcRenderer.invoke(PRINT_CHANNEL, ticket),
  listen: (listener: (event: unknown) => void): (() => void) => listenTo(EVENT_CHANNEL, listener),
  capture,
  captureWork,
});
