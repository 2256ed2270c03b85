import { BrowserWindow } from 'electron';
import { refuse, succeed, type Result } from '../../shared/contract/errors.ts';
import { APP_ORIGIN } from '../security/trusted.ts';

/**
 * Shows one page of the host to the system's print dialog, in a window of its own that nobody sees: it runs no script,
 * has no bridge, and is gone when the dialog is.
 */
export const printPage = async (ticket: string): Promise<Result<unknown>> => {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  });
  try {
    await window.loadURL(`${APP_ORIGIN}/print/${ticket}`);
    await new Promise<void>((resolve) => {
      window.webContents.print({ silent: false, printBackground: true }, () => {
        resolve();
      });
    });
    return succeed({});
  } catch {
    return refuse('document-missing');
  } finally {
    window.destroy();
  }
};
