import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { isAppOperation } from '../../shared/contract/app.ts';
import { refuse, type Result } from '../../shared/contract/errors.ts';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';
import { CALL_CHANNEL, EVENT_CHANNEL, PRINT_CHANNEL } from '../preload/channels.ts';
import { isTrustedSender } from './trusted.ts';

const claimOf = (event: IpcMainInvokeEvent): Parameters<typeof isTrustedSender>[0] =>
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
