import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { serveCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { writeWhole } from '../../../platform/atomic-write.ts';
import { installGuard } from '../../../egress/guard.ts';
import { keepMemoryOutOfCrashFiles } from '../../../platform/core-dumps.ts';
import { footnoteFolders } from '../../../platform/folders.ts';
import { rotatingLogFile } from '../../../platform/log-file.ts';
import { makeLog } from '../../../platform/log.ts';
import { appServices } from '../../app-services.ts';
import { serveApp } from '../../loopback/serve-app.ts';
import { recordPlace } from '../../record-place.ts';
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

/** Where the port of the last time is kept: a browser keeps unsaved edits, encrypted, by address and port. */
const portFile = (): string => join(footnoteFolders().data, 'port');

/** The port of the last time if it is still free, else any. */
const rememberedPort = async (): Promise<number> => {
  const text = await readFile(portFile(), 'utf8').catch(() => '');
  const port = Number(text);
  return Number.isInteger(port) && port >= 1_024 && port <= 65_535 && (await isFree(port)) ? port : 0;
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/** Not being able to remember it costs unsaved edits at the next start, and is no reason not to start. */
const rememberPort = async (port: number): Promise<void> => {
  await mkdir(footnoteFolders().data, { recursive: true, mode: 0o700 }).catch(() => undefined);
  await writeWhole(portFile(), String(port)).catch(() => undefined);
};

export const serve = cliCommand({
  operation: serveCommand,
  run: async ({ port, open }, { terminal, signal }) => {
    keepMemoryOutOfCrashFiles();
    const wanted = port ?? (await rememberedPort());
    const app = await serveApp({
      services: appServices(),
      vault: await recordPlace(),
      root: resolve(import.meta.dirname, '../../../..'),
      cache: footnoteFolders().cache,
      version: footnoteVersion(),
      log: makeLog(rotatingLogFile(join(footnoteFolders().data, 'log'))),
      port: wanted,
    });
    // A second line behind the one way out: nothing in this process reaches another host, whoever asks.
    const guard = installGuard(app.app.allowedHosts);
    await rememberPort(app.port);
    const link = app.link();
    terminal.print(`Footnote is open on this machine only; this link works once: ${link}`);
    terminal.tell('It asks there who you are. Stop it with Ctrl-C; what was recorded is kept, encrypted.');
    if (open) openBrowser(link);
    if (!signal.aborted) await once(signal, 'abort');
    await app.close();
    guard.remove();
    return succeed({});
  },
  say: (_output, terminal) => {
    terminal.tell('Closed; the record is kept, encrypted.');
  },
});
