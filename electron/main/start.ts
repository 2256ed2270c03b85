import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  session,
  shell,
  type WebContents,
} from 'electron';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';
import type { SettingsPort } from '../adapters/settings.ts';
import { CAPTURE_STATE_CHANNEL } from '../preload/channels.ts';
import { answerAppScheme, SCHEME_PRIVILEGES } from '../security/app-scheme.ts';
import { printPage } from '../adapters/print.ts';
import { bindCapture, bindContract, bindPrint, forwardEvents } from '../security/bind-contract.ts';
import { guardContents, guardSession } from '../security/install-guards.ts';
import { APP_SCHEME } from '../security/trusted.ts';
import { makeCaptureWindow, type CaptureWindow } from './capture-window.ts';
import { makeLeaving, type Leaving } from './leaving.ts';
import { openCaptureWindow, openWindow } from './open-window.ts';
import { watchPower } from './power.ts';
import { shellWords } from './words.ts';

export interface ShellOptions {
  readonly host: AppHost;
  /** The built pages and the built preload script. */
  readonly pages: string;
  readonly preload: string;
  readonly settings: SettingsPort;
}

interface Shell extends ShellOptions {
  readonly capture: CaptureWindow;
  readonly leaving: Leaving;
  /** Contents that may speak to the host. */
  readonly known: Set<WebContents>;
  /** Windows that people see. */
  readonly windows: Set<BrowserWindow>;
  /** The way out was taken: first nothing is asked any more, then all is kept and closed. */
  leave: 'not' | 'closing' | 'closed';
}

const introduce = (known: Set<WebContents>, { webContents }: BrowserWindow): void => {
  known.add(webContents);
  webContents.once('destroyed', () => known.delete(webContents));
};

/** A closed window ends the app, unless a recording goes on without it. */
const watchClosing = (shell_: Shell, window: BrowserWindow): void => {
  const { host, settings, leaving, windows } = shell_;
  const isRecording = (): boolean => host.live().length > 0;
  window.on('close', (event) => {
    const { width, height } = window.getNormalBounds();
    settings.write({ window: { width, height } });
    if (shell_.leave !== 'not' || !isRecording()) return;
    event.preventDefault();
    void leaving.mayClose(window).then((may) => {
      if (may) window.destroy();
    });
  });
  window.on('closed', () => {
    windows.delete(window);
    if (windows.size === 0 && !isRecording()) app.quit();
  });
};

const open = async (shell_: Shell): Promise<void> => {
  const { host, preload, settings, known, windows } = shell_;
  await openWindow(preload, settings.read().window, (window) => {
    introduce(known, window);
    windows.add(window);
    forwardEvents(host, window.webContents);
    watchClosing(shell_, window);
  });
};

const showWindow = (shell_: Shell): void => {
  const [window] = shell_.windows;
  if (!window) {
    void open(shell_);
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
};

/** Ends with everything kept: a running recording is stopped by its own window, and the record closed, before the app goes. */
const end = async (shell_: Shell): Promise<void> => {
  const { host, leaving, capture } = shell_;
  if (host.live().length > 0) {
    if (!(await leaving.mayQuit())) return;
    await capture.ask({ do: 'stop' });
  }
  shell_.leave = 'closing';
  capture.end();
  await host.close();
  shell_.leave = 'closed';
  app.quit();
};

const watchApp = (shell_: Shell): void => {
  app.on('second-instance', () => {
    showWindow(shell_);
  });
  app.on('activate', () => {
    showWindow(shell_);
  });
  let asking = false;
  app.on('before-quit', (event) => {
    if (shell_.leave === 'closed') return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void end(shell_).finally(() => {
      asking = false;
    });
  });
};

const makeShell = (options: ShellOptions): Shell => {
  const known = new Set<WebContents>();
  const windows = new Set<BrowserWindow>();
  const capture = makeCaptureWindow({
    host: options.host,
    open: (made) =>
      openCaptureWindow(options.preload, (window) => {
        introduce(known, window);
        made(window);
      }),
    show: (state) => {
      for (const { webContents } of windows)
        if (!webContents.isDestroyed()) webContents.send(CAPTURE_STATE_CHANNEL, state);
    },
  });
  const leaving = makeLeaving(dialog, shellWords(app.getLocale()));
  return { ...options, known, windows, capture, leaving, leave: 'not' };
};

/**
 * What has to be said before Electron is ready; call it first, and at once. False for a second instance: that one shows
 * the first one's window and ends.
 */
export const prepareShell = (): boolean => {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.enableSandbox();
  // A crash file would hold what was in memory.
  app.commandLine.appendSwitch('disable-breakpad');
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: SCHEME_PRIVILEGES }]);
  guardContents(app, shell);
  return true;
};

/** Shows the app over a host, once Electron is ready. */
export const startShell = async (options: ShellOptions): Promise<void> => {
  await app.whenReady();
  const shell_ = makeShell(options);
  const { host, pages, capture, known } = shell_;
  const isKnown = (contents: WebContents): boolean => known.has(contents);
  bindContract(ipcMain, host, isKnown);
  bindPrint(ipcMain, isKnown, printPage);
  bindCapture(ipcMain, capture, isKnown);
  guardSession(session.defaultSession, capture.isArmed);
  protocol.handle(APP_SCHEME, answerAppScheme(host, pages));
  Menu.setApplicationMenu(null);
  watchApp(shell_);
  watchPower(powerMonitor, host);
  await capture.begin();
  await open(shell_);
};
