import { BrowserWindow } from 'electron';
import { lockedPreferences } from '../security/window-options.ts';
import { APP_ORIGIN } from '../security/trusted.ts';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

const SMALLEST: WindowSize = { width: 960, height: 640 };
const USUAL: WindowSize = { width: 1360, height: 860 };

/** The app's window; shown when it has something to show. Its content stays out of screenshots and shared screens. */
export const openWindow = async (
  preload: string,
  size: WindowSize = USUAL,
  made: (window: BrowserWindow) => void = () => undefined,
): Promise<BrowserWindow> => {
  const window = new BrowserWindow({
    ...size,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Footnote',
    autoHideMenuBar: true,
    webPreferences: lockedPreferences(preload),
  });
  made(window);
  window.setContentProtection(true);
  window.once('ready-to-show', () => {
    window.show();
  });
  await window.loadURL(`${APP_ORIGIN}/`);
  return window;
};

/** The window that records, which nobody sees: it outlives every other, and sound starts in it without a click. */
export const openCaptureWindow = async (
  preload: string,
  made: (window: BrowserWindow) => void,
): Promise<BrowserWindow> => {
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    webPreferences: { ...lockedPreferences(preload), autoplayPolicy: 'no-user-gesture-required' },
  });
  made(window);
  await window.loadURL(`${APP_ORIGIN}/#capture`);
  return window;
};
