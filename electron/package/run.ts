import { spawn } from 'node:child_process';

/** Runs a program with its output on this terminal; rejects with its name where it ends with anything but 0. */
export const runStep = (command: string, args: readonly string[], cwd: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${command} ended with ${String(status)}`));
    });
  });
