import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** Opens one member of a zip for reading and hands its stream on; the zip is closed afterwards. */
const withMember = async <T>(
  zip: string,
  member: string,
  use: (stream: Readable) => Promise<T>,
): Promise<T> => {
  const file = await yauzl.openPromise(zip);
  try {
    for await (const entry of file.eachEntry()) {
      if (entry.fileName === member) return await use(await file.openReadStreamPromise(entry));
    }
    throw new Error(`the wheel lacks ${member}`);
  } finally {
    file.close();
  }
};

/** Adds a member's bytes to the end of a file, a stretch at a time. */
export const appendMember = (zip: string, member: string, path: string, signal: AbortSignal): Promise<void> =>
  withMember(zip, member, (stream) =>
    pipeline(stream, createWriteStream(path, { flags: 'a', mode: 0o600 }), { signal }),
  );

/** The lines of a member that is a text of one item a line. */
export const memberLines = (zip: string, member: string): Promise<readonly string[]> =>
  withMember(zip, member, async (stream) => (await text(stream)).replace(/\n$/u, '').split('\n'));
