import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface InstanceLock {
  readonly release: () => Promise<void>;
}

/** BSD and macOS take the lock while opening the file; the value of O_EXLOCK is not among Node's constants. */
const O_EXLOCK = 0x20;

const holdName = (name: string): Promise<InstanceLock | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE' || cause.code === 'EACCES') resolve(undefined);
      else reject(cause);
    });
    server.listen(name, () => {
      // A lock must not keep a finished process alive.
      server.unref();
      resolve({
        release: () =>
          new Promise((done) => {
            server.close(() => {
              done();
            });
          }),
      });
    });
  });

const holdFile = async (path: string): Promise<InstanceLock | undefined> => {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  try {
    const file = await open(path, flags, 0o600);
    return { release: () => file.close() };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EAGAIN' || code === 'EWOULDBLOCK') return undefined;
    throw cause;
  }
};

/**
 * Holds the folder for this process, or gives undefined where another one has it. The lock lives in the kernel (an
 * abstract socket on Linux, a named pipe on Windows, O_EXLOCK on macOS), so that it ends with its process however
 * that ended: a kill -9 leaves nothing stale to be taken over by guesswork. The folder is known by device and inode,
 * so two paths to it are one. Not seen across machines sharing the folder over a network.
 */
export const holdFolder = async (
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<InstanceLock | undefined> => {
  const { dev, ino } = await stat(folder, { bigint: true });
  const id = `footnote-vault-${dev.toString(36)}-${ino.toString(36)}`;
  if (platform === 'linux') return holdName(`\0${id}`);
  if (platform === 'win32') return holdName(`\\\\.\\pipe\\${id}`);
  return holdFile(join(folder, '.lock'));
};
