import type { BrowserWindow, Dialog, MessageBoxOptions } from 'electron';
import type { ShellWords } from './words.ts';

/** Asks whoever would close a window or end the app while a recording runs; the safe answer is the first. */
export interface Leaving {
  readonly mayClose: (window: BrowserWindow) => Promise<boolean>;
  readonly mayQuit: () => Promise<boolean>;
}

export const makeLeaving = (dialog: Pick<Dialog, 'showMessageBox'>, words: ShellWords): Leaving => {
  const question = (detail: string, yes: string): MessageBoxOptions => ({
    type: 'question',
    message: words.closeWhileRecording,
    detail,
    buttons: [words.keepOpen, yes],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return {
    mayClose: async (window) =>
      (await dialog.showMessageBox(window, question(words.closeDetail, words.closeWindow))).response === 1,
    mayQuit: async () =>
      (await dialog.showMessageBox(question(words.quitDetail, words.stopAndQuit))).response === 1,
  };
};
