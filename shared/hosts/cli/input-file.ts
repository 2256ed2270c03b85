import { readFile, stat } from 'node:fs/promises';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { fileRefusal } from './failure.ts';

/** The bytes of a file the person named, or a refusal; one of more than `most` bytes is refused before it is read. */
export const readBytes = async (path: string, most = Infinity): Promise<Result<Uint8Array>> => {
  try {
    const { size } = await stat(path);
    if (size > most) return refuse('file-too-large', { bytes: size, limit: most });
    return succeed(await readFile(path));
  } catch (cause) {
    return fileRefusal(cause, 'reading');
  }
};

export const readText = async (path: string): Promise<Result<string>> => {
  const bytes = await readBytes(path);
  return bytes.ok ? succeed(new TextDecoder().decode(bytes.value)) : bytes;
};

/** Whether there is a readable file of that name, before slow work starts. */
export const checkFile = async (path: string): Promise<Result<{ readonly bytes: number }>> => {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    return succeed({ bytes: found.size });
  } catch (cause) {
    return fileRefusal(cause, 'reading');
  }
};
