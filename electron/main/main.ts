import { app, safeStorage, utilityProcess } from 'electron';
import { join } from 'node:path';
import { installGuard } from '../../shared/egress/guard.ts';
import { makeAppHost } from '../../shared/hosts/app/app-host.ts';
import { appServices } from '../../shared/hosts/app-services.ts';
import { sampleOf } from '../../shared/hosts/loopback/serve-app.ts';
import { recordPlace } from '../../shared/hosts/record-place.ts';
import { keepMemoryOutOfCrashFiles } from '../../shared/platform/core-dumps.ts';
import { footnoteFolders } from '../../shared/platform/folders.ts';
import { rotatingLogFile } from '../../shared/platform/log-file.ts';
import { makeLog } from '../../shared/platform/log.ts';
import { makeKeychain } from '../adapters/keychain.ts';
import { makeSettings } from '../adapters/settings.ts';
import { utilityPrograms } from '../adapters/utility-program.ts';
import { prepareShell, startShell } from './start.ts';

/**
 * The desktop app: the host of the record in this process, the shell over it. Speech and setup run in utility
 * processes, pages in sandboxed ones.
 */
export const startDesktop = async (): Promise<void> => {
  if (!prepareShell()) return;
  keepMemoryOutOfCrashFiles();
  const root = app.getAppPath();
  const { data } = footnoteFolders();
  const place = await recordPlace();
  const sample = await sampleOf(root);
  const host = makeAppHost({
    services: appServices({ startNode: utilityPrograms(utilityProcess) }),
    vault: { ...place, keychain: makeKeychain(safeStorage, join(data, 'keychain')) },
    host: 'desktop',
    version: app.getVersion(),
    log: makeLog(rotatingLogFile(join(data, 'log'))),
    ...(sample && { sample }),
  });
  const guard = installGuard(host.allowedHosts);
  app.on('quit', guard.remove);
  await startShell({
    host,
    pages: join(root, 'out/renderer'),
    preload: join(root, 'out/electron/preload.cjs'),
    settings: makeSettings(),
  });
};
