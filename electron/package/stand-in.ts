import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How Electron's binary marks the place of its fuses (electron/fuses, version 1 of the wire). */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;
const FUSES = 8;

/**
 * A folder in the shape of Electron's own for Linux, whose program holds a fuse wire and does nothing else but say so:
 * with it the packaged layout, the archive and the fuses can be made and read where the binary cannot be had.
 */
export const makeStandIn = async (folder: string, version: string): Promise<void> => {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await mkdir(join(folder, 'resources'), { recursive: true });
  const says = '#!/bin/sh\necho "This stands in for Electron and starts nothing." >&2\nexit 1\n';
  const wire = Buffer.from([WIRE_VERSION, FUSES, ...Array.from({ length: FUSES }, () => '0'.charCodeAt(0))]);
  const program = Buffer.concat([Buffer.from(`${says}: ${FUSE_SENTINEL}`), wire, Buffer.from('\n')]);
  await writeFile(join(folder, 'electron'), program);
  await chmod(join(folder, 'electron'), 0o755);
  await writeFile(join(folder, 'version'), version);
  await writeFile(join(folder, 'LICENSE'), 'MIT\n');
  await writeFile(join(folder, 'LICENSES.chromium.html'), '<p>Chromium</p>\n');
};
