import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { serveCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { footnoteFolders } from '../../../platform/folders.ts';
import { silentLog } from '../../../platform/log.ts';
import { appServices } from '../../app-services.ts';
import { serveApp } from '../../loopback/serve-app.ts';
import { footnoteVersion } from '../../version.ts';
import { cliCommand } from '../command.ts';
import { ensureSpeech } from '../speech.ts';

const DEFAULT_MODEL = 'base-q8_0';
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', linux: 'xdg-open' };

/** Opens the person's own browser where there is a way to; without one the printed link does. */
const openBrowser = (link: string): void => {
  const opener = OPENERS[process.platform];
  if (!opener) return;
  spawn(opener, [link], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
};

export const serve = cliCommand({
  operation: serveCommand,
  run: async ({ port, open }, { terminal, signal }) => {
    const services = appServices((stop) =>
      ensureSpeech({ model: DEFAULT_MODEL }, { terminal, signal: stop }),
    );
    const app = await serveApp({
      services,
      root: resolve(import.meta.dirname, '../../../..'),
      cache: footnoteFolders().cache,
      version: footnoteVersion(),
      log: silentLog,
      ...(port === undefined ? {} : { port }),
    });
    const link = app.link();
    terminal.print(`Footnote is open on this machine only; this link works once: ${link}`);
    terminal.tell('Visits are kept in memory until you stop it with Ctrl-C.');
    if (open) openBrowser(link);
    if (!signal.aborted) await once(signal, 'abort');
    await app.close();
    return succeed({});
  },
  say: (_output, terminal) => {
    terminal.tell('Closed; nothing was kept.');
  },
});
