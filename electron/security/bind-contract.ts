import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { isAppOperation } from '../../shared/contract/app.ts';
import { refuse, type Result } from '../../shared/contract/errors.ts';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';
import type { CaptureWindow } from '../main/capture-window.ts';
import {
  CALL_CHANNEL,
  CAPTURE_ANSWER_CHANNEL,
  CAPTURE_ASK_CHANNEL,
  CAPTURE_STATE_CHANNEL,
  CAPTURE_TELL_CHANNEL,
  EVENT_CHANNEL,
  PRINT_CHANNEL,
} from '../preload/channels.ts';
import { isTrustedSender } from './trusted.ts';

const claimOf = (event: IpcMainInvokeEvent | IpcMainEvent): Parameters<typeof isTrustedSender>[0] =>
  event.senderFrame && { url: event.senderFrame.url, isTop: event.senderFrame.parent === null };

/**
 * Binds the contract to IPC: one channel, the sender checked, the arguments parsed by the host, and a typed refusal for
 * whatever does not fit.
 */
export const bindContract = (
  ipcMain: Pick<IpcMain, 'handle'>,
  app: AppHost,
  isKnownWindow: (contents: WebContents) => boolean,
): void => {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!isTrustedSender(claimOf(event), isKnownWindow(event.sender))) return refuse('not-allowed');
    if (typeof name !== 'string' || !isAppOperation(name)) return refuse('usage');
    return app.call(name, input);
  });
};

/** A ticket as the host gives it: nothing that an address could be made of. */
const TICKET = /^[A-Za-z0-9_-]{32}$/;

/** Binds printing: a window names a ticket, never an address, and the shell shows that page to the printer. */
export const bindPrint = (
  ipcMain: Pick<IpcMain, 'handle'>,
  isKnownWindow: (contents: WebContents) => boolean,
  print: (ticket: string) => Promise<Result<unknown>>,
): void => {
  ipcMain.handle(PRINT_CHANNEL, async (event, ticket: unknown): Promise<Result<unknown>> => {
    if (!isTrustedSender(claimOf(event), isKnownWindow(event.sender))) return refuse('not-allowed');
    return typeof ticket === 'string' && TICKET.test(ticket) ? print(ticket) : refuse('usage');
  });
};

/** Sends the host's events to a window until it is gone. */
export const forwardEvents = (
  app: AppHost,
  contents: Pick<WebContents, 'send' | 'once' | 'isDestroyed'>,
): void => {
  const stop = app.subscribe((event) => {
    if (!contents.isDestroyed()) contents.send(EVENT_CHANNEL, event);
  });
  contents.once('destroyed', stop);
};

/** Binds the recording: windows ask, the hidden window answers and tells; neither can speak for the other. */
export const bindCapture = (
  ipcMain: Pick<IpcMain, 'handle' | 'on'>,
  capture: CaptureWindow,
  isKnownWindow: (contents: WebContents) => boolean,
): void => {
  const mayAsk = (event: IpcMainInvokeEvent): boolean =>
    isTrustedSender(claimOf(event), isKnownWindow(event.sender)) && !capture.owns(event.sender);
  ipcMain.handle(CAPTURE_ASK_CHANNEL, async (event, command: unknown): Promise<unknown> =>
    mayAsk(event) ? capture.ask(command) : refuse('not-allowed'),
  );
  ipcMain.handle(CAPTURE_STATE_CHANNEL, (event) => (mayAsk(event) ? capture.state() : undefined));
  const isItself = (event: IpcMainEvent): boolean =>
    isTrustedSender(claimOf(event), capture.owns(event.sender));
  ipcMain.on(CAPTURE_ANSWER_CHANNEL, (event, id: unknown, result: unknown) => {
    if (isItself(event) && typeof id === 'number') capture.answer(event.sender, id, result);
  });
  ipcMain.on(CAPTURE_TELL_CHANNEL, (event, state: unknown) => {
    if (isItself(event)) capture.tell(event.sender, state);
  });
};
