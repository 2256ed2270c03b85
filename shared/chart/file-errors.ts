import { refuse } from '../contract/errors.ts';

/** What the file system said, as an expected error; anything else is a fault and thrown on. */
export const errorFromFile = (error: unknown): ReturnType<typeof refuse> => {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('file-missing');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') return refuse('file-unreadable');
  throw error;
};
