import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { serveCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { diskFiles } from '../../../platform/file-port.ts';
import { footnoteFolders } from '../../../platform/folders.ts';
import { silentLog } from '../../../platform/log.ts';
import { machineName } from '../../../platform/machine.ts';
import { appServices } from '../../app-services.ts';
import { serveApp } from '../../loopback/serve-app.ts';
import { footnoteVersion } from '../../version.ts';
import { cliCommand } from '../command.ts';

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
    const app = await serveApp({
      services: appServices(),
      vault: {
        files: diskFiles,
        folder: join(footnoteFolders().data, 'vault'),
        machine: await machineName(),
        now: () => new Date(),
      },
      root: resolve(import.meta.dirname, '../../../..'),
      cache: footnoteFolders().cache,
      version: footnoteVersion(),
      log: silentLog,
      ...(port === undefined ? {} : { port }),
    });
    const link = app.link();
    terminal.print(`Footnote is open on this machine only; this link works once: ${link}`);
    terminal.tell('It asks there who you are. Stop it with Ctrl-C; what was recorded is kept, encrypted.');
    if (open) openBrowser(link);
    if (!signal.aborted) await once(signal, 'abort');
    await app.close();
    return succeed({});
  },
  say: (_output, terminal) => {
    terminal.tell('Closed; the record is kept, encrypted.');
  },
});
