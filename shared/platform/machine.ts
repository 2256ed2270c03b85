import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A name that stays with this machine: its own id where the system has one, else its host name. */
export const machineName = async (): Promise<string> => {
  try {
    return (await readFile('/etc/machine-id', 'utf8')).trim() || hostname();
  } catch {
    // Only Linux keeps the file.
    return hostname();
  }
};
