import { app, BrowserWindow, ipcMain, Menu, protocol, session, shell, type WebContents } from 'electron';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';
import type { SettingsPort } from '../adapters/settings.ts';
import { answerAppScheme, SCHEME_PRIVILEGES } from '../security/app-scheme.ts';
import { printPage } from '../adapters/print.ts';
import { bindContract, bindPrint, forwardEvents } from '../security/bind-contract.ts';
import { guardContents, guardSession } from '../security/install-guards.ts';
import { APP_SCHEME } from '../security/trusted.ts';
import { openWindow } from './open-window.ts';

export interface ShellOptions {
  readonly host: AppHost;
  /** The built pages and the built preload script. */
  readonly pages: string;
  readonly preload: string;
  readonly settings: SettingsPort;
  /** Whether a recording is armed at this moment. */
  readonly armed: () => boolean;
}

/**
 * Starts the shell. What has to be said before Electron is ready is said first; a second instance shows the first
 * one's window and ends.
 */
export const startShell = async (options: ShellOptions): Promise<void> => {
  const { host, settings } = options;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: SCHEME_PRIVILEGES }]);
  guardContents(app, shell);

  const known = new Set<WebContents>();
  const open = async (): Promise<void> => {
    const window = await openWindow(options.preload, settings.read().window);
    const { webContents } = window;
    known.add(webContents);
    webContents.once('destroyed', () => known.delete(webContents));
    forwardEvents(host, webContents);
    window.on('close', () => {
      const { width, height } = window.getNormalBounds();
      settings.write({ window: { width, height } });
    });
  };
  bindContract(ipcMain, host, (contents) => known.has(contents));
  bindPrint(ipcMain, (contents) => known.has(contents), printPage);

  await app.whenReady();
  guardSession(session.defaultSession, options.armed);
  protocol.handle(APP_SCHEME, answerAppScheme(host, options.pages));
  Menu.setApplicationMenu(null);
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void open();
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('will-quit', () => {
    void host.close();
  });
  await open();
};
