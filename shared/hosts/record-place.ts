import { join } from 'node:path';
import { diskFiles } from '../platform/file-port.ts';
import { footnoteFolders } from '../platform/folders.ts';
import { machineName } from '../platform/machine.ts';
import type { VaultGround } from '../vault/vault.ts';

/** The record of this machine and user, as every host of it opens it. The desktop adds its keychain. */
export const recordPlace = async (): Promise<VaultGround> => ({
  files: diskFiles,
  folder: join(footnoteFolders().data, 'vault'),
  machine: await machineName(),
  now: () => new Date(),
});
